/** The pages' script, style and icon: bundled once per state of the sources, then taken from the cache. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { type Language, LANGUAGES } from '../core/sentences/languages.ts';

export interface Asset {
  /** Holds the hash of the content, so that the file never changes under its name. */
  name: string;
  type: string;
  content: Buffer;
  /** The same, compressed with Brotli. */
  compressed: Buffer;
}

export interface ClientAssets {
  script: Asset;
  /** The words of each language, which the script loads for its readers by name. */
  words: Readonly<Record<Language, Asset>>;
  style: Asset;
  icon: Asset;
  /** For the home screen of a phone; drawn from the SVG beside them. */
  icons: Readonly<Record<(typeof ICONS)[number], Asset>>;
  /** Shows notices while no page is open; served under one name, as browsers look there for a newer one. */
  worker: Asset;
}

const run = promisify(execFile);

/** `NAME-SIZE`, in pixels. */
export const ICONS = ['icon-192', 'icon-512', 'icon-maskable-512', 'icon-apple-180'] as const;

const SCRIPT = 'text/javascript; charset=utf-8';

const CLIENT = join(import.meta.dirname, 'client');
const CORE = join(import.meta.dirname, '..', 'core');
const BUNDLER = join(import.meta.dirname, 'bundle-client.ts');
const DEFAULT_CACHE = join(import.meta.dirname, '..', '..', '..', '.local', 'cache', 'client');

/**
 * Finds the bundle of the present sources, or builds it.
 * @param cacheDir folder of the bundles; several processes may build into it at once
 */
export async function loadClientAssets(cacheDir = DEFAULT_CACHE): Promise<ClientAssets> {
  const folder = join(cacheDir, hashOfSources());
  if (!existsSync(folder)) await build(folder, cacheDir);
  return {
    script: asset(folder, 'app.js', SCRIPT),
    words: wordsIn(folder),
    style: asset(folder, 'app.css', 'text/css; charset=utf-8'),
    icon: asset(folder, 'icon.svg', 'image/svg+xml'),
    icons: iconsIn(folder),
    worker: asset(folder, 'service-worker.js', SCRIPT),
  };
}

function iconsIn(folder: string): ClientAssets['icons'] {
  const files = ICONS.map((name) => [name, asset(folder, `${name}.png`, 'image/png')]);
  return Object.fromEntries(files) as ClientAssets['icons'];
}

function wordsIn(folder: string): ClientAssets['words'] {
  const names = readdirSync(folder);
  const fileOf = (language: Language) =>
    names.find((name) => name.startsWith(`${language}-`) && name.endsWith('.js')) ?? '';
  const files = LANGUAGES.map((language) => [language, named(folder, fileOf(language), SCRIPT)]);
  return Object.fromEntries(files) as ClientAssets['words'];
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = [CLIENT, CORE].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test)\.(ts|js|css|svg|png)$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  for (const file of [...files, import.meta.filename, BUNDLER]) {
    hash.update(relative(CORE, file)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 20);
}

async function build(folder: string, cacheDir: string): Promise<void> {
  mkdirSync(cacheDir, { recursive: true });
  // Built beside and then moved whole: another process never sees half a bundle.
  const draft = mkdtempSync(join(cacheDir, 'draft-'));
  await run(process.execPath, ['--disable-warning=ExperimentalWarning', BUNDLER, draft]);
  writeFileSync(join(draft, 'app.css'), styles());
  for (const file of ['icon.svg', 'service-worker.js']) copyFileSync(join(CLIENT, file), join(draft, file));
  for (const name of ICONS) copyFileSync(join(CLIENT, 'icons', `${name}.png`), join(draft, `${name}.png`));
  compress(draft);
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process was first; its bundle is of the same sources.
    if (!existsSync(folder)) throw error;
  }
}

/** The style sheets in the order of their numbers; later ones build on earlier ones. */
function styles(): string {
  const folder = join(CLIENT, 'styles');
  const names = readdirSync(folder).sort();
  return names.map((name) => minified(readFileSync(join(folder, name), 'utf8'))).join('');
}

/** Without comments, line breaks and the blanks beside signs; a blank before a colon may join selectors, and stays. */
const minified = (css: string): string =>
  css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim();

/** Compressed as hard as Brotli can, which takes a second, and so is done once per bundle. */
function compress(folder: string): void {
  for (const file of readdirSync(folder)) {
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(readFileSync(join(folder, file))));
  }
}

function asset(folder: string, file: string, type: string): Asset {
  const found = named(folder, file, type);
  const hash = createHash('sha256').update(found.content).digest('hex').slice(0, 16);
  return { ...found, name: file.replace('.', `-${hash}.`) };
}

/** A file whose name holds the hash of its content already. */
function named(folder: string, name: string, type: string): Asset {
  const content = readFileSync(join(folder, name));
  return { name, type, content, compressed: readFileSync(join(folder, `${name}.br`)) };
}
