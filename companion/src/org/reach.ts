/** How far the permissions of a user reach: what the risk of a request is rated by. */
import { type Reach, reachOf } from '../core/risk.ts';
import { readObjectRights, readRights } from './rights.ts';
import type { Session } from './session.ts';

/** A user who is not there, or whose rights are not shown, is `unknown`. @throws AppError as `Session.request` */
export const readReach = async (session: Session, userId: string): Promise<Reach> => {
  const user = await readRights(session, userId);
  if (!user) return 'unknown';
  const objects = await readObjectRights(session, user.permissionSetIds);
  const wholeObjects = (objects?.viewAll.length ?? 0) + (objects?.modifyAll.length ?? 0);
  const complete = user.complete && objects !== null;
  return reachOf({ permissions: user.permissions, wholeObjects, complete });
};
