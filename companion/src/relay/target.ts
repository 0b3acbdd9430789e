/** What the org says of the user whose access is asked for: whether he can grant it, and how far his permissions reach. */
import { AppError } from '../core/errors.ts';
import type { Reach } from '../core/risk.ts';
import type { RelayPorts } from './ports.ts';

type Org = RelayPorts['org'];

export interface Target {
  canGrant: Awaited<ReturnType<Org['targetCanGrant']>>;
  reach: Reach;
}

const NOBODY: Target = {
  canGrant: { state: 'closed', reason: 'The request names no user to log in as.' },
  reach: 'unknown',
};

/** @throws AppError org_unreachable */
export async function readTarget(org: Org, userId: string | null): Promise<Target> {
  if (userId === null) return NOBODY;
  const [canGrant, reach] = await Promise.all([org.targetCanGrant(userId), reachOf(org, userId)]);
  return { canGrant, reach };
}

async function reachOf(org: Org, userId: string): Promise<Reach> {
  try {
    return await org.reach(userId);
  } catch (error) {
    // Later the org may answer; what it will not tell counts as the widest.
    if (!(error instanceof AppError) || error.code === 'org_unreachable') throw error;
    return 'unknown';
  }
}
