/** Whether a user may log in at all, whatever the way. */
import type { Engine } from '../state/engine.ts';

/** Why a user may not log in. */
export type LoginRefusal = 'inactive' | 'frozen';

/** The reason against a log-in of a user, or null. */
export async function loginRefusal(org: Engine, userId: string): Promise<LoginRefusal | null> {
  const active = await org.platform.query(`SELECT Id FROM User WHERE Id = '${userId}' AND IsActive = true`);
  if (active.totalSize === 0) return 'inactive';
  const frozen = await org.platform.query(
    `SELECT Id FROM UserLogin WHERE UserId = '${userId}' AND IsFrozen = true`,
  );
  return frozen.totalSize > 0 ? 'frozen' : null;
}
