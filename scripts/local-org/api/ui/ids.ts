/** Ids of things that are metadata here and rows on the platform: layouts, their sections, list views. */
import { createHash } from 'node:crypto';
import { base62, to18 } from '../../state/ids.ts';

/** An 18-character id with a key prefix such as `00B`, always the same for the same name. */
export function metadataId(prefix: string, name: string): string {
  const digest = createHash('sha256').update(name.toLowerCase()).digest();
  return to18(`${prefix}000${base62(digest.readUIntBE(0, 6), 9)}`);
}
