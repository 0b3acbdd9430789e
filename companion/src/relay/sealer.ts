/** Commits to the personal values of one entry and collects what opens them. */
import { type Hmac, toBase64url } from '../core/bytes.ts';
import { commit, type Commitment, commitmentOf, type Opening, SALT_BYTES } from '../core/commitments.ts';

export interface Sealer {
  readonly openings: Opening[];
  readonly seal: (path: string, value: string) => Promise<Commitment>;
  /** The commitment that was made before: whoever compares the two sees that the value is the same. */
  readonly again: (opening: Opening) => Promise<Commitment>;
}

export function sealer(ports: { hmac: Hmac; random: (bytes: number) => Uint8Array }): Sealer {
  const openings: Opening[] = [];
  return {
    openings,
    async seal(path, value) {
      const salt = ports.random(SALT_BYTES);
      openings.push({ path, value, salt: toBase64url(salt) });
      return commit(ports.hmac, salt, path, value);
    },
    again({ path, value, salt }) {
      openings.push({ path, value, salt });
      return commitmentOf(ports.hmac, { path, value, salt });
    },
  };
}
