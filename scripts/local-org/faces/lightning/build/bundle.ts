/** The bundle for the present sources: from the cache, or built once. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { OrgMetadata } from '../../../metadata/model.ts';
import { collectSources, hashSources } from './sources.ts';

export interface BundleOptions {
  projectRoot: string;
  /** Holds one folder per bundle, named by the hash of what it was built from. */
  cacheFolder: string;
}

export interface BuiltBundle {
  hash: string;
  /** Absolute folder with `main.js` and its chunks. */
  folder: string;
}

/** The panels, labels or names do not fit together; the message has one line per fault. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

const running = new Map<string, Promise<void>>();

/**
 * Gives the bundle of what the sources are now; an unchanged source costs only the hash.
 * @throws BuildError when the sources do not compile.
 */
export async function currentBundle(metadata: OrgMetadata, options: BundleOptions): Promise<BuiltBundle> {
  const sources = collectSources(metadata);
  const face = join(import.meta.dirname, '..');
  const hash = hashSources(sources, [face], join(options.projectRoot, 'package-lock.json'));
  const folder = join(options.cacheFolder, hash);
  if (!existsSync(folder)) {
    const build = running.get(folder) ?? compileInto(folder, { sources, projectRoot: options.projectRoot });
    running.set(folder, build);
    await build.finally(() => running.delete(folder));
  }
  return { hash, folder };
}

/** Builds beside the final place and moves it there whole, so that a stopped build leaves nothing that looks built. */
async function compileInto(folder: string, input: { sources: unknown; projectRoot: string }): Promise<void> {
  const outFolder = `${folder}.${String(process.pid)}`;
  mkdirSync(outFolder, { recursive: true });
  try {
    await runWorker({ ...input, outFolder });
    if (!existsSync(folder)) renameSync(outFolder, folder);
  } finally {
    rmSync(outFolder, { recursive: true, force: true });
  }
}

function runWorker(workerData: object): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once('message', (message: { problem?: string }) => {
      if (message.problem) reject(new BuildError(message.problem));
      else resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`The build of the panels stopped with code ${String(code)}`));
    });
  });
}
