/**
 * Keeps the messages of one extended query together.
 *
 * All clients of the socket share one session, and pglite-socket queues single protocol messages. When a large message
 * arrives in pieces, another client's Parse can slip between this client's Parse and Bind, and both then use the same
 * unnamed statement. The server holds other clients back while `isInTransaction()` is true, so it is told that as long
 * as a query has begun and its Sync has not come. The messages wait here for that Sync and are carried out together, and
 * what the session answers is sent in one piece: a call into the engine and a system call for each of them took as long
 * as the query itself.
 */
import type { PGlite } from '@electric-sql/pglite';

/** Messages of the extended query protocol that wait for a Sync or a Flush: Parse, Bind, Describe, Execute, Close. */
const WAITING = new Set(Array.from('PBDEC', (letter) => letter.charCodeAt(0)));
const FLUSH = 'H'.charCodeAt(0);

/** More of an answer than this is not kept together. */
const HELD_BYTES = 1_000_000;

/** The database as the socket server may see it: one client's query is never mixed with another's. */
export function withWholeQueries(database: PGlite): PGlite {
  let open = false;
  let waiting: Uint8Array[] = [];
  const overrides: Partial<PGlite> = {
    isInTransaction: () => open || database.isInTransaction(),
    execProtocolRawStream: async (message, options) => {
      const kind = message[0] ?? 0;
      open = WAITING.has(kind) || kind === FLUSH;
      // Copied, as the socket's buffer is used again.
      if (WAITING.has(kind)) return void waiting.push(message.slice());
      const all = Buffer.concat([...waiting, message]);
      waiting = [];
      const answer = inOnePiece((data) => options?.onRawData(data));
      await database.execProtocolRawStream(all, { ...options, onRawData: answer.take });
      answer.send();
    },
    exec: async (query, options) => {
      // How the server ends what a client that is gone has left open.
      [open, waiting] = [false, []];
      return database.exec(query, options);
    },
  };
  return new Proxy(database, {
    get(target, property) {
      if (property in overrides) return overrides[property as keyof PGlite] as unknown;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function inOnePiece(pass: (data: Uint8Array) => void): {
  take: (data: Uint8Array) => void;
  send: () => void;
} {
  let held: Uint8Array[] = [];
  let size = 0;
  const send = () => {
    if (held.length > 0) pass(Buffer.concat(held));
    [held, size] = [[], 0];
  };
  return {
    send,
    take: (data) => {
      // Copied: the engine writes what follows to the same place.
      held.push(data.slice());
      size += data.length;
      if (size > HELD_BYTES) send();
    },
  };
}
