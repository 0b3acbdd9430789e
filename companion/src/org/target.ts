/** Can the target user grant login access at all? Only the user can grant, so a request for one who cannot is in vain. */
import { z } from 'zod';
import { type Frozen, readFrozen } from './login-state.ts';
import { ask } from './reading.ts';
import { readRights, type UserRights } from './rights.ts';
import type { Session } from './session.ts';
import { recordId, soql } from './soql.ts';
import { parseRows, text } from './values.ts';

/**
 * As a gate of the funnel: `unknown` closes like `closed`, but says that nobody could tell. The reason is logged in the
 * clear and so names nobody.
 */
export interface GrantAbility {
  state: 'open' | 'closed' | 'unknown';
  reason: string;
}

/**
 * What an operator has looked up under Setup › Login Access Policies. The setting lies in metadata that an API-only
 * user without metadata permissions cannot read, so it is attested or, failing that, read off what users have done.
 */
export type UsersMayGrant = 'yes' | 'no' | undefined;

const HISTORY = { hours: 180 * 24 } as const;

const grantor = z.object({ CreatedById: text.nullish() });
const assignee = z.object({ AssigneeId: text });

/** True when someone who does not manage users has granted access within the audit trail's reach. */
const ordinaryUserHasGranted = async (session: Session): Promise<boolean> => {
  const since = session.now().subtract(HISTORY);
  const rows = await ask(session, {
    query: soql`SELECT CreatedById FROM SetupAuditTrail WHERE Action = ${'loginasgrantedtosfdc'} AND CreatedDate >= ${since} ORDER BY CreatedDate DESC LIMIT 200`,
  });
  if (!rows.readable) return false;
  const ids = parseRows(grantor, rows.records, 'SetupAuditTrail').flatMap((row) => row.CreatedById ?? []);
  if (ids.length === 0) return false;
  const unique = [...new Set(ids)];
  const managers = await ask(session, {
    query: soql`SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.PermissionsManageUsers = ${true} AND AssigneeId IN ${unique.map(recordId)}`,
  });
  if (!managers.readable) return false;
  const admins = new Set(
    parseRows(assignee, managers.records, 'PermissionSetAssignment').map((row) => row.AssigneeId),
  );
  return unique.some((id) => !admins.has(id));
};

const ofPerson = (user: UserRights, frozen: Frozen): GrantAbility | null => {
  if (!user.active) return { state: 'closed', reason: 'The target user is not active.' };
  if (frozen === true) return { state: 'closed', reason: 'The login of the target user is frozen.' };
  if (user.userType !== 'Standard') {
    return {
      state: 'closed',
      reason: 'The target user is not an internal user and has no page to grant access on.',
    };
  }
  if (user.permissions.has('PermissionsApiUserOnly')) {
    return {
      state: 'closed',
      reason: 'The target user may use the API alone and has no page to grant access on.',
    };
  }
  if (!user.complete) {
    return { state: 'unknown', reason: 'The permissions of the target user cannot be read.' };
  }
  if (frozen === 'unknown') {
    return {
      state: 'unknown',
      reason:
        'Whether the login of the target user is frozen cannot be told: there is no sign-in within 180 days, or a freeze since. If it is not frozen, the user can sign in once.',
    };
  }
  return null;
};

const ofOrg = async (session: Session, user: UserRights, attested: UsersMayGrant): Promise<GrantAbility> => {
  const open = (because: string): GrantAbility => ({
    state: 'open',
    reason: `The target user is active, not frozen, signs in to the user interface, and ${because}.`,
  });
  if (user.permissions.has('PermissionsManageUsers'))
    return open('as an administrator may grant in any case');
  if (attested === 'yes') return open('the operator attests that users may grant');
  if (attested === 'no')
    return { state: 'closed', reason: 'In this org only administrators may grant access.' };
  if (await ordinaryUserHasGranted(session)) return open('users of this org have granted access lately');
  return {
    state: 'unknown',
    reason: 'Whether users of this org may grant access cannot be read; an operator can attest it.',
  };
};

/** @throws AppError as `Session.request` */
export const targetCanGrant = async (
  session: Session,
  userId: string,
  attested: UsersMayGrant,
): Promise<GrantAbility> => {
  const user = await readRights(session, userId);
  if (!user) return { state: 'closed', reason: 'The target user is not in this org.' };
  return ofPerson(user, await readFrozen(session, user)) ?? (await ofOrg(session, user, attested));
};
