/**
 * The embedded PostgreSQL in a thread of its own, so that a long query never stops the server's event loop. It speaks
 * the PostgreSQL protocol on a Unix socket; the folder of the socket is readable by this user alone, as PGlite knows
 * no passwords.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { z } from 'zod';

const { dataDir, template, socket, connections } = z
  .object({
    /** Absent: in memory. */
    dataDir: z.string().nullable(),
    /** An empty database, dumped once, from which a new one starts three times as fast. */
    template: z.string(),
    socket: z.string(),
    connections: z.number(),
  })
  .parse(workerData);

const database = await open();
// One session serves every connection, so its settings hold for all.
await database.exec("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
const server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: connections });
await server.start();
parentPort?.on('message', () => void stop());
parentPort?.postMessage('ready');

async function open(): Promise<PGlite> {
  if (dataDir) mkdirSync(dirname(dataDir), { recursive: true });
  if (dataDir && (existsSync(dataDir) || !existsSync(template))) return PGlite.create(dataDir);
  if (existsSync(template)) {
    const loadDataDir = new Blob([readFileSync(template)]);
    return PGlite.create({ ...(dataDir ? { dataDir } : {}), loadDataDir });
  }
  const fresh = await PGlite.create();
  const dump = await fresh.dumpDataDir('none');
  mkdirSync(dirname(template), { recursive: true });
  // Written aside and moved, so that another process never reads half of it.
  const aside = `${template}.${process.pid}`;
  writeFileSync(aside, new Uint8Array(await dump.arrayBuffer()));
  renameSync(aside, template);
  return fresh;
}

async function stop(): Promise<void> {
  await server.stop();
  await database.close();
  process.exit(0);
}
