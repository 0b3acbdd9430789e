/**
 * Keeps the messages of one extended query together.
 *
 * All clients of the socket share one session, and pglite-socket queues single protocol messages. When a large message
 * arrives in pieces, another client's Parse can slip between this client's Parse and Bind, and both then use the same
 * unnamed statement. The server holds other clients back while `isInTransaction()` is true, so it is told that as long
 * as a query has begun and its Sync has not come. What the session answers meanwhile is sent together, with the answer to
 * the Sync: a system call for each of five messages took a quarter of the thread's time.
 */
import type { PGlite } from '@electric-sql/pglite';

/** Messages of the extended query protocol that leave something open: Parse, Bind, Describe, Execute, Close, Flush. */
const OPENING = new Set(Array.from('PBDECH', (letter) => letter.charCodeAt(0)));

/** A client that sends Flush waits for what was answered so far. */
const FLUSH = 'H'.charCodeAt(0);
/** More than this is not kept together. */
const HELD_BYTES = 1_000_000;

/** The database as the socket server may see it: one client's query is never mixed with another's. */
export function withWholeQueries(database: PGlite): PGlite {
  let open = false;
  let held: Uint8Array[] = [];
  const overrides: Partial<PGlite> = {
    isInTransaction: () => open || database.isInTransaction(),
    execProtocolRawStream: async (message, options) => {
      open = OPENING.has(message[0] ?? 0);
      let size = held.reduce((sum, { length }) => sum + length, 0);
      const send = () => {
        if (held.length > 0) options?.onRawData(Buffer.concat(held));
        [held, size] = [[], 0];
      };
      await database.execProtocolRawStream(message, {
        ...options,
        onRawData: (data) => {
          // Copied: the engine writes its next answer to the same place.
          held.push(data.slice());
          size += data.length;
          if (size > HELD_BYTES) send();
        },
      });
      if (!open || message[0] === FLUSH) send();
    },
    exec: async (query, options) => {
      // How the server ends what a client that is gone has left open.
      [open, held] = [false, []];
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
