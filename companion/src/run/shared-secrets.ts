/** What follows from the secrets that all companions of one database share. */
import { createHash, createHmac } from 'node:crypto';
import { utf8 } from '../core/bytes.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../store/store.ts';

/**
 * Links, checkpoints and devices must be known to all companions of one database.
 * @throws AppError configuration when a living one has other keys
 */
export async function requireSharedSecrets(
  store: Pick<Store, 'companions'>,
  secrets: readonly string[],
): Promise<void> {
  const known = createHash('sha256').update(JSON.stringify(secrets)).digest('hex');
  if (await store.companions.agree(known)) return;
  throw new AppError(
    'configuration',
    'Another companion on this database has other keys. Give all of them the same SIGNING_KEY_FILE, SESSION_SECRET_FILE and VAPID_KEY_FILE.',
  );
}

/** Tokens of mailed links follow from the oldest session secret, so that a newer one leaves sent links as they are. */
export function linkSecretOf(secrets: readonly string[], orgId: string): Uint8Array {
  return new Uint8Array(
    createHmac('sha256', utf8(secrets.at(-1) ?? ''))
      .update(`links:${orgId}`)
      .digest(),
  );
}
