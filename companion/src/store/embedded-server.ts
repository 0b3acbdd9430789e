/** Starts and stops the embedded database: lock, worker, socket directory. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { takeLock } from './directory-lock.ts';
import type { WorkerInput } from './embedded-worker.ts';

export interface EmbeddedServer {
  /** Directory of the unix socket, as `pg` takes it for `host`. */
  host: string;
  port: number;
  /** Stops the worker and frees the lock; the files are closed cleanly. */
  close(): Promise<void>;
}

/** Clients the socket serves at once: the store's pool and the job runner's share it. */
const MAX_CONNECTIONS = 24;
const PORT = 5432;

function waitFor(worker: Worker, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      if (message === expected) resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The embedded database stopped (exit code ${code}).`)));
  });
}

/**
 * Starts PGlite in a worker.
 * @param dataDir directory that holds `db/` and `lock.json`; null keeps the database in memory
 * @param image dump that a database in memory begins from
 * @throws AppError configuration when another process holds the directory
 */
export async function startEmbedded(dataDir: string | null, image?: string): Promise<EmbeddedServer> {
  const lock = dataDir ? takeLock(dataDir) : null;
  const host = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-'));
  const release = () => {
    fs.rmSync(host, { recursive: true, force: true });
    lock?.release();
  };
  try {
    const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
      workerData: {
        dataDir: dataDir ? path.join(dataDir, 'db') : null,
        image: image ?? null,
        socketPath: path.join(host, `.s.PGSQL.${PORT}`),
        maxConnections: MAX_CONNECTIONS,
      } satisfies WorkerInput,
    });
    await waitFor(worker, 'ready');
    const close = async () => {
      const closed = waitFor(worker, 'closed');
      worker.postMessage('close');
      await closed;
      await worker.terminate();
      release();
    };
    return { host, port: PORT, close };
  } catch (error) {
    release();
    throw error;
  }
}
