/**
 * `node bundle-kit.ts FILE`: writes the verification kit to FILE, core's verifier and its command as one module that
 * imports nothing but Node's own. A process of its own, so that a companion that finds its kit carries no bundler.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const file = process.argv[2];
if (file === undefined) throw new Error('Name the file to write to.');
const bundle = await rolldown({
  input: join(import.meta.dirname, 'kit-main.ts'),
  platform: 'node',
  external: /^node:/,
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(`The kit cannot be bundled: ${log.message}`);
  },
});
const { output } = await bundle.generate({ format: 'esm', minify: false });
const [module, ...others] = output;
if (others.length > 0) throw new Error('The kit must be one file.');
writeFileSync(file, module.code);
await bundle.close();
