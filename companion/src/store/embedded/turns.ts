/**
 * Lets many clients use the one session of the embedded engine: one query at a time, and a transaction as one. Whoever
 * has begun a transaction goes on alone until it ends; what a client that is gone left open is rolled back.
 */
import type { MessagePort } from 'node:worker_threads';
import { messagesOf } from './messages.ts';
import { statementCache } from './statement-cache.ts';

/** What the turns need of PGlite. */
export interface Engine {
  execProtocolRawStream(
    message: Uint8Array,
    options: { onRawData: (data: Uint8Array) => void },
  ): Promise<unknown>;
  exec(statements: string): Promise<unknown>;
}

interface Client {
  port: MessagePort;
  /** The first message of a connection has no letter. */
  hasStarted: boolean;
  isGone: boolean;
  /** Messages of a query whose Sync has not come. */
  held: Uint8Array[];
}

/** The engine answers after these: Sync, Flush and Query. */
const ANSWERED = 'SHQ';
const TERMINATE = 'X';
/** How a ReadyForQuery outside a transaction ends an answer. */
const IDLE = Buffer.from('Z\0\0\0\x05I', 'latin1');
/** More of an answer than this is not kept together. */
const HELD_BYTES = 1_000_000;

/** @returns serves a client on a port; a failure of the engine itself rejects unhandled, which ends the thread */
export function turnsOn(engine: Engine): (port: MessagePort) => void {
  const waiting: { client: Client; query: Uint8Array }[] = [];
  const { rewrite } = statementCache(() => performance.now());
  let holder: Client | null = null;
  let isBusy = false;

  const run = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (;;) {
      if (holder?.isGone) {
        await engine.exec('ROLLBACK');
        holder = null;
      }
      const next = waiting.findIndex(({ client }) => holder === null || client === holder);
      const [turn] = next < 0 ? [] : waiting.splice(next, 1);
      if (!turn) break;
      if (!turn.client.isGone) holder = (await answer(turn.client, turn.query)) ? null : turn.client;
    }
    isBusy = false;
  };

  /** @returns whether no transaction is open after it */
  const answer = async (client: Client, given: Uint8Array): Promise<boolean> => {
    const { query, answer: mend } = client.hasStarted ? rewrite(given) : { query: given, answer: same };
    client.hasStarted = true;
    let held: Uint8Array[] = [];
    let size = 0;
    let end = Buffer.alloc(0);
    let beginning: typeof mend = mend;
    const send = () => {
      const bytes = Uint8Array.from(beginning(Buffer.concat(held)));
      [held, size, beginning] = [[], 0, same];
      if (bytes.length === 0) return;
      end = Buffer.from(bytes.slice(-IDLE.length));
      client.port.postMessage(bytes, [bytes.buffer]);
    };
    await engine.execProtocolRawStream(query, {
      onRawData: (data) => {
        // Copied: the engine writes what follows to the same place.
        held.push(data.slice());
        size += data.length;
        if (size > HELD_BYTES) send();
      },
    });
    send();
    return end.equals(IDLE);
  };

  return (port) => {
    const client: Client = { port, hasStarted: false, isGone: false, held: [] };
    port.on('message', (bytes: Uint8Array) => {
      client.held.push(bytes);
      const last = client.hasStarted ? messagesOf(bytes).at(-1)?.kind : undefined;
      if (last === TERMINATE || (last !== undefined && !ANSWERED.includes(last))) return;
      waiting.push({ client, query: Buffer.concat(client.held) });
      client.held = [];
      void run();
    });
    port.on('close', () => {
      client.isGone = true;
      void run();
    });
  };
}

const same = (bytes: Uint8Array): Uint8Array => bytes;
