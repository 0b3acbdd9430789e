/**
 * The permissions the connection itself lacks. Some of them make the org refuse a query, others make it silently show
 * less; both are named here, so that a thin answer is never taken for a clean one.
 */
import { z } from 'zod';
import type { Source } from './poll.ts';
import { ask } from './reading.ts';
import type { Session } from './session.ts';
import { names, recordId, soql } from './soql.ts';
import { parseRows } from './values.ts';

/** What each source needs (salesforce-facts 1.2, 2.2, 6). */
const NEEDED: readonly { permission: string; label: string; source: Source; without: string }[] = [
  {
    permission: 'PermissionsViewSetup',
    label: 'View Setup and Configuration',
    source: 'Setup_audit_trail',
    without: 'the setup audit trail cannot be read',
  },
  {
    permission: 'PermissionsViewAllUsers',
    label: 'View All Users',
    source: 'User_grants',
    without: 'grants of users that sharing hides are not seen',
  },
  {
    permission: 'PermissionsManageUsers',
    label: 'Manage Users',
    source: 'Substitute_sessions',
    without: 'live sessions of other users are not shown',
  },
];

const COLUMNS = NEEDED.map(({ permission }) => permission);
const loose = z.record(z.string(), z.unknown());
const userRow = z.object({ Profile: loose.nullish() });
const assignmentRow = z.object({ PermissionSet: loose.nullish() });

const ownPermissions = async (session: Session): Promise<ReadonlySet<string> | null> => {
  const me = recordId(session.userId);
  const user = await ask(session, {
    query: soql`SELECT ${names(...COLUMNS.map((name) => `Profile.${name}`))} FROM User WHERE Id = ${me}`,
  });
  const assigned = await ask(session, {
    query: soql`SELECT ${names(...COLUMNS.map((name) => `PermissionSet.${name}`))} FROM PermissionSetAssignment WHERE AssigneeId = ${me}`,
  });
  if (!user.readable || !assigned.readable) return null;
  const holders = [
    ...parseRows(userRow, user.records, 'User').map((row) => row.Profile),
    ...parseRows(assignmentRow, assigned.records, 'PermissionSetAssignment').map((row) => row.PermissionSet),
  ];
  return new Set(COLUMNS.filter((name) => holders.some((holder) => holder?.[name] === true)));
};

export interface MissingPermission {
  source: Source;
  /** The permission's label in Setup. */
  permission: string;
  /** What is not seen without it, in words. */
  reason: string;
}

/** Named gaps; empty when nothing is missing. @throws AppError as `Session.request` */
export const missingPermissions = async (session: Session): Promise<MissingPermission[]> => {
  const held = await ownPermissions(session);
  return NEEDED.filter(({ permission }) => !held?.has(permission)).map(({ label, source, without }) => ({
    source,
    permission: label,
    reason: held
      ? `without ${label}, ${without}`
      : `own permissions cannot be read; should ${label} be missing, ${without}`,
  }));
};
