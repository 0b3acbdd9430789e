/** Starts and stops the embedded database: lock, worker, and the streams by which clients reach it. */
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { MessageChannel, Worker } from 'node:worker_threads';
import { takeLock } from './directory-lock.ts';
import { PortStream } from './port-stream.ts';
import type { WorkerInput } from './worker.ts';

export interface EmbeddedServer {
  /** Opens the stream of one client, as `pg` takes it for `stream`; of a database that has stopped it gives an error. */
  stream(): Duplex;
  /** Stops the worker and frees the lock; the files are closed cleanly. */
  close(): Promise<void>;
}

function waitFor(worker: Worker, expected: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      if (message === expected) resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(stopped(code)));
  });
}

const stopped = (code: number) => new Error(`The embedded database stopped (exit code ${code}).`);

/**
 * Starts PGlite in a worker.
 * @param dataDir directory that holds `db/` and `lock.json`; null keeps the database in memory
 * @param image dump that a database in memory begins from
 * @throws AppError configuration when another process holds the directory
 */
export async function startEmbedded(dataDir: string | null, image?: string): Promise<EmbeddedServer> {
  const lock = dataDir ? takeLock(dataDir) : null;
  try {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: {
        dataDir: dataDir ? path.join(dataDir, 'db') : null,
        image: image ?? null,
      } satisfies WorkerInput,
    });
    let failure: Error | null = null;
    worker.once('exit', (code) => {
      failure = stopped(code);
    });
    await waitFor(worker, 'ready');
    return {
      stream: () => {
        const { port1, port2 } = new MessageChannel();
        const stream = new PortStream(port1);
        if (failure) stream.destroy(failure);
        else worker.postMessage(port2, [port2]);
        return stream;
      },
      close: async () => {
        const closed = waitFor(worker, 'closed');
        worker.postMessage('close');
        await closed;
        await worker.terminate();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}
