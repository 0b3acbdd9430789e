/** Personal values on their way into the ledger: as commitments, or as a pseudonym where equality must be seen. */
import { fromHex, type Hmac, toBase64url, toHex, utf8 } from '../core/bytes.ts';
import { commit, type Commitment, type Opening, SALT_BYTES } from '../core/commitments.ts';
import type { Rows } from './ports.ts';

const PSEUDONYM_KEY = 'watch.pseudonymKey';

/** Collects the openings of one entry while its values are committed to. */
export class Sealer {
  readonly openings: Opening[] = [];
  readonly #hmac: Hmac;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(hmac: Hmac, random: (bytes: number) => Uint8Array) {
    this.#hmac = hmac;
    this.#random = random;
  }

  async seal(path: string, value: string): Promise<Commitment> {
    const salt = this.#random(SALT_BYTES);
    this.openings.push({ path, value, salt: toBase64url(salt) });
    return commit(this.#hmac, salt, path, value);
  }
}

/**
 * @returns what tells one actor of this org from another without naming him: HMAC with a key that never leaves the store
 */
export async function pseudonyms(
  rows: Pick<Rows, 'settings'>,
  { hmac, random }: { hmac: Hmac; random: (bytes: number) => Uint8Array },
  at: string,
): Promise<(actor: string) => Promise<string>> {
  let key = await rows.settings.get(PSEUDONYM_KEY);
  if (typeof key !== 'string') {
    key = toHex(random(32));
    await rows.settings.put(PSEUDONYM_KEY, key, at);
  }
  const secret = fromHex(key);
  return async (actor) => toHex(await hmac(secret, utf8(actor))).slice(0, 32);
}
