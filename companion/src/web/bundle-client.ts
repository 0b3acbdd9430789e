/**
 * `node bundle-client.ts FOLDER`: bundles the pages' script into FOLDER/app.js, and the words of each language into
 * FOLDER/en-HASH.js, FOLDER/de-HASH.js and so on, which the script loads by these names. Each is whole in itself, so that
 * no reader waits for a chain of files. A process of its own: the bundler is needed once per change of the sources, and a
 * server that found its bundle should not carry it.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { LANGUAGES } from '../core/sentences/languages.ts';
import type { SentencePair } from '../core/sentences/translate.ts';

const CLIENT = join(import.meta.dirname, 'client');

async function bundled(file: string, plugins: Plugin[] = []): Promise<string> {
  const bundle = await rolldown({
    ...{ input: join(CLIENT, file), platform: 'browser', plugins },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`${file} cannot be bundled: ${log.message}`);
    },
  });
  const { output } = await bundle.generate({ format: 'es', minify: true });
  await bundle.close();
  const [script, ...others] = output;
  if (others.length > 0) throw new Error(`${file} must become one file.`);
  return script.code;
}

/** Leaves the words out of the script: it loads each language from its own file beside it. */
function wordsBeside(names: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'words-beside',
    resolveId: {
      filter: { id: /\/catalogues\// },
      handler: (id) => ({ id: `./${names.get(id) ?? ''}`, external: 'absolute' }),
    },
  };
}

/** The sentences of a language as two texts, English and translated: apart they are smaller on the line by a thirtieth. */
const sentencesApart: Plugin = {
  name: 'sentences-apart',
  load: {
    filter: { id: /\/sentences-[a-z]{2}\.ts$/ },
    handler: async (id) => {
      const names = Object.entries((await import(id)) as Readonly<Record<string, readonly SentencePair[]>>);
      return names.map(([name, pairs]) => `export const ${name} = ${joinedAgain(pairs)};`).join('\n');
    },
  },
};

function joinedAgain(pairs: readonly SentencePair[]): string {
  if (pairs.flat().some((text) => String(text).includes('\n'))) throw new Error('A sentence is of one line.');
  const lines = (place: 0 | 1) =>
    `${JSON.stringify(pairs.map((pair) => pair[place]).join('\n'))}.split('\\n')`;
  const ours = Object.fromEntries(pairs.flatMap(([, , places], at) => (places ? [[at, places]] : [])));
  return `((english, translated, ours) => english.map((text, at) => [text, translated[at], ours[at]]))(${lines(0)}, ${lines(1)}, ${JSON.stringify(ours)})`;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder to write to.');
const names = new Map<string, string>();
for (const language of LANGUAGES) {
  const code = await bundled(`catalogues/${language}.ts`, [sentencesApart]);
  const name = `${language}-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.js`;
  names.set(`./catalogues/${language}.ts`, name);
  writeFileSync(join(folder, name), code);
}
writeFileSync(join(folder, 'app.js'), await bundled('main.ts', [wordsBeside(names)]));
