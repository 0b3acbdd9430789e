/** The verification kit, verify.mjs: bundled once per state of the sources, then taken from the cache. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BUNDLER = join(import.meta.dirname, 'bundle-kit.ts');

/**
 * @param cacheDir where built kits are kept, one folder for each state of the sources
 * @returns the text of verify.mjs
 */
export async function verificationKit(cacheDir: string): Promise<Uint8Array> {
  const file = join(cacheDir, 'kit', hashOfSources(), 'verify.mjs');
  if (!existsSync(file)) await build(file);
  return new Uint8Array(readFileSync(file));
}

async function build(file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  // Written aside and renamed, so that two companions that start together never read half a file.
  const draft = `${file}.${process.pid}`;
  await run(process.execPath, ['--disable-warning=ExperimentalWarning', BUNDLER, draft]);
  renameSync(draft, file);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(['../core/**/*.ts', '*kit*.ts'], { cwd: import.meta.dirname }).sort()) {
    if (!file.endsWith('.test.ts')) hash.update(file).update(readFileSync(join(import.meta.dirname, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
