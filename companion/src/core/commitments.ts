/**
 * Personal values and free text stand in the ledger as commitments; value and salt travel beside it. Erasing value and
 * salt leaves every proof valid (design §5).
 */
import { concat, fromBase64url, type Hmac, toHex, utf8 } from './bytes.ts';
import type { Json } from './canonical.ts';

/** Lower-case hex of HMAC-SHA-256(salt, path ‖ 0x00 ‖ value). */
export type Commitment = { readonly commitment: string };

/** What opens a commitment: `salt` is 32 bytes in base64url. */
export interface Opening {
  path: string;
  value: string;
  salt: string;
}

/** Bytes of a salt: as long as the hash, so that a short value cannot be found by trying. */
export const SALT_BYTES = 32;

/** @throws RangeError when the salt is not {@link SALT_BYTES} bytes long */
export async function commit(hmac: Hmac, salt: Uint8Array, path: string, value: string): Promise<Commitment> {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`);
  return { commitment: toHex(await hmac(salt, concat(utf8(path), Uint8Array.of(0), utf8(value)))) };
}

/** @returns the commitment that `opening` opens. */
export function commitmentOf(hmac: Hmac, { salt, path, value }: Opening): Promise<Commitment> {
  return commit(hmac, fromBase64url(salt), path, value);
}

export function isCommitment(value: Json): value is Commitment {
  return (
    typeof value === 'object' &&
    value !== null &&
    // Cheapest first: nearly nothing has this member.
    typeof (value as { commitment?: Json }).commitment === 'string' &&
    !Array.isArray(value) &&
    Object.keys(value).length === 1
  );
}

/** @returns every commitment that stands anywhere in `value`, in the order of reading. */
export function commitmentsIn(value: Json): string[] {
  const found: string[] = [];
  collect(value, found);
  return found;
}

/** Into one list: a ledger has millions of values, and few commitments. */
function collect(value: Json, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) collect(item, found);
  } else if (isCommitment(value)) {
    found.push(value.commitment);
  } else {
    const members = value as { readonly [name: string]: Json };
    for (const name in members) collect(members[name] as Json, found);
  }
}

export interface CheckedOpenings {
  /** Opening of each commitment that has one, by its hex. */
  opened: ReadonlyMap<string, Opening>;
  /** Commitments without an opening: withheld. */
  withheld: string[];
  /** Openings that open nothing in the object: a wrong value, path or salt, or one that belongs elsewhere. */
  foreign: Opening[];
}

/** Holds openings against the commitments in `object`. Decides nothing: a page refuses what a report may withhold. */
export async function checkOpenings(
  hmac: Hmac,
  object: Json,
  openings: readonly Opening[],
): Promise<CheckedOpenings> {
  const present = new Set(commitmentsIn(object));
  const opened = new Map<string, Opening>();
  const foreign: Opening[] = [];
  for (const opening of openings) {
    const { commitment } = await commitmentOf(hmac, opening);
    if (present.has(commitment)) opened.set(commitment, opening);
    else foreign.push(opening);
  }
  return { opened, withheld: [...present].filter((commitment) => !opened.has(commitment)), foreign };
}
