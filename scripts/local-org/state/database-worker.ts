/**
 * The embedded PostgreSQL in a thread of its own, so that a long query never stops the server's event loop. It speaks
 * the PostgreSQL protocol over the message ports that it is given.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';
import type { PortAnswer, PortMessage } from './database-port.ts';
import { takeRows } from './json-rows.ts';
import type { JsonShape } from './json-rows.ts';
import { Scratch } from './scratch.ts';
import { StatementCache } from './statement-cache.ts';

const { dataDir, template } = z
  .object({
    /** Absent: in memory. */
    dataDir: z.string().nullable(),
    /** An empty database, dumped once, from which a new one starts three times as fast. */
    template: z.string(),
  })
  .parse(workerData);

const database = await open();
// One session serves every connection, so its settings hold for all.
await database.exec("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
parentPort?.on('message', (message) => {
  if (message instanceof MessagePort) serve(message);
  else void stop();
});
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

const received = new Scratch();
const statements = new StatementCache();

/** Answers a client: what he sends together is carried out and answered together. */
function serve(port: MessagePort): void {
  port.on('message', (message: PortMessage) => void answer(port, message));
}

async function answer(port: MessagePort, { bytes: message, shape }: PortMessage): Promise<void> {
  await database.runExclusive(async () => {
    const bytes = statements.rewrite(message);
    const closing = statements.takeClosing();
    if (closing) await database.execProtocolRawStream(closing, { onRawData: () => undefined });
    received.clear();
    // Where it lies in the database's memory it is overwritten by the next.
    await database.execProtocolRawStream(bytes, { onRawData: (data) => received.all(data) });
    statements.answered(received.bytes);
    send(port, shape);
  });
}

function send(port: MessagePort, shape: JsonShape | null): void {
  const taken = shape && takeRows(received.bytes, shape);
  const bytes = new Uint8Array(taken ? taken.rest : received.bytes);
  const given: PortAnswer = { bytes, rows: taken && taken.rows };
  port.postMessage(given, [bytes.buffer, ...(taken ? [taken.rows.records.buffer] : [])]);
}

async function stop(): Promise<void> {
  await database.close();
  process.exit(0);
}
