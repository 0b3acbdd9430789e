/**
 * `node bundle-client.ts FOLDER`: bundles the pages' script into FOLDER/app.js. A process of its own: the bundler is
 * needed once per change of the sources, and a server that found its bundle should not carry it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder to write to.');
const bundle = await rolldown({
  input: join(import.meta.dirname, 'client', 'main.ts'),
  platform: 'browser',
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(`The pages' script cannot be bundled: ${log.message}`);
  },
});
const { output } = await bundle.generate({ format: 'es', minify: true });
const [script, ...others] = output;
if (others.length > 0) throw new Error("The pages' script must be one file.");
writeFileSync(join(folder, 'app.js'), script.code);
await bundle.close();
