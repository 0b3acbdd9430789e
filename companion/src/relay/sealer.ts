/** Commits to the personal values of one entry and collects what opens them. */
import { type Hmac, toBase64url } from '../core/bytes.ts';
import { commit, type Commitment, type Opening, SALT_BYTES } from '../core/commitments.ts';

export interface Sealer {
  readonly openings: Opening[];
  readonly seal: (path: string, value: string) => Promise<Commitment>;
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
  };
}
