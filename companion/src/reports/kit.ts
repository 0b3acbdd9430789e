/** Builds the verification kit: core's verifier and its command as one file that imports nothing but Node's own modules. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const here = import.meta.dirname;

/**
 * @param cacheDir where built kits are kept, one folder for each state of the sources
 * @returns the text of verify.mjs
 */
export async function verificationKit(cacheDir: string): Promise<Uint8Array> {
  const file = join(cacheDir, 'kit', sourcesHash(), 'verify.mjs');
  const kept = readIfThere(file);
  if (kept) return kept;
  const bundle = await rolldown({ input: join(here, 'kit-main.ts'), platform: 'node', external: /^node:/ });
  const { output } = await bundle.generate({ format: 'esm', minify: false });
  await bundle.close();
  const code = new TextEncoder().encode(output[0].code);
  mkdirSync(join(file, '..'), { recursive: true });
  // Written aside and renamed, so that two companions that start together never read half a file.
  writeFileSync(`${file}.${process.pid}`, code);
  renameSync(`${file}.${process.pid}`, file);
  return code;
}

function readIfThere(file: string): Uint8Array | null {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of globSync(['../core/*.ts', 'kit*.ts'], { cwd: here }).sort()) {
    if (!file.endsWith('.test.ts')) hash.update(file).update(readFileSync(join(here, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
