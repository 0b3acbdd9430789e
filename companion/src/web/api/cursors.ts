/**
 * Cursors of lists: where a page ended, for the client an opaque text. Each is bound to its list and org by a MAC, so
 * that nothing but what was handed out comes back.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';

export interface Position {
  at: string;
  id: string;
}

export interface Cursors {
  /** @param list name of the list with its org, e.g. `requests:00D…` */
  write(list: string, position: Position): string;
  /** @throws AppError malformed for anything that was not handed out for this list */
  read(list: string, cursor: string): Position;
}

const position = z.strictObject({ at: z.string(), id: z.string() });
const MAC_BYTES = 16;

export function createCursors(secret: Uint8Array): Cursors {
  const macOf = (list: string, body: string) =>
    createHmac('sha256', secret).update(`${list}\n${body}`).digest().subarray(0, MAC_BYTES);
  return {
    write(list, { at, id }) {
      const body = Buffer.from(JSON.stringify({ at, id })).toString('base64url');
      return `${body}.${macOf(list, body).toString('base64url')}`;
    },
    read(list, cursor) {
      const [body = '', mac = ''] = cursor.split('.');
      const given = Buffer.from(mac, 'base64url');
      if (given.length !== MAC_BYTES || !timingSafeEqual(given, macOf(list, body))) {
        throw new AppError('malformed', 'This cursor is not one of this list. Begin again without a cursor.');
      }
      return position.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
    },
  };
}
