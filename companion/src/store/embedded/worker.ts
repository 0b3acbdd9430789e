/**
 * Runs PGlite in a thread of its own and serves it on message ports, so that a long query never stalls the companion
 * and both databases are reached by the same pool.
 */
import fs from 'node:fs';
import path from 'node:path';
import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { DurableNodeFS, durableStartParams, syncTree } from './durable-files.ts';
import { turnsOn } from './turns.ts';

export interface WorkerInput {
  /** Null: the database lives in memory. */
  dataDir: string | null;
  /** Dump that a database in memory begins from; null: an empty one is created. */
  image: string | null;
}

/** Marks a directory whose first creation reached the disk; without it the directory is made again from nothing. */
const MARKER = '.initialized';

async function openDurable(dataDir: string): Promise<PGlite> {
  const marker = path.join(dataDir, MARKER);
  const fresh = !fs.existsSync(marker);
  if (fresh) fs.rmSync(dataDir, { recursive: true, force: true });
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const files = new DurableNodeFS(dataDir);
  const database = await PGlite.create({ fs: files, startParams: durableStartParams() });
  if (fresh) {
    await database.exec('CHECKPOINT');
    syncTree(dataDir);
    fs.writeFileSync(marker, '', { mode: 0o600 });
    syncTree(dataDir);
  }
  await checkSync(database, files);
  return database;
}

function openInMemory(image: string | null): Promise<PGlite> {
  return PGlite.create(image === null ? {} : { loadDataDir: new Blob([fs.readFileSync(image)]) });
}

/** One commit must reach fsync; a version of PGlite whose internals moved would lose commits without any error. */
async function checkSync(database: PGlite, files: DurableNodeFS): Promise<void> {
  const before = files.syncs;
  await database.exec('CREATE TABLE IF NOT EXISTS sync_check (at timestamptz); DELETE FROM sync_check');
  await database.exec('INSERT INTO sync_check VALUES (now())');
  if (files.syncs === before) {
    throw new Error(
      'The embedded database does not sync its files: this version of PGlite cannot be used safely.',
    );
  }
}

const input = workerData as WorkerInput;
const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread.');

const database = input.dataDir ? await openDurable(input.dataDir) : await openInMemory(input.image);
const serve = turnsOn(database);

port.on('message', (message: unknown) => {
  if (message instanceof MessagePort) serve(message);
  if (message !== 'close') return;
  void (async () => {
    await database.close();
    port.postMessage('closed');
    port.close();
  })();
});
port.postMessage('ready');
