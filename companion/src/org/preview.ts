/** What whoever enters as this user would see and be able to do, in words for the one who decides. */
import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { canonicalize } from '../core/canonical.ts';
import { type ObjectRights, POWERS, readObjectRights, readRights, type UserRights } from './rights.ts';
import type { Session } from './session.ts';

export interface AccessPreview {
  /** When it was read (ISO 8601 with Z, our clock). */
  asOf: string;
  /** One statement a line; it is signed and logged in the clear, so it names nobody. */
  summary: string[];
  /** SHA-256 (hex) of the canonical JSON of user and summary: equal while the rights are. */
  digest: string;
}

const MOST_NAMES = 8;

const list = (labels: readonly string[]): string =>
  labels.length > MOST_NAMES
    ? `${labels.slice(0, MOST_NAMES).join(', ')} and ${labels.length - MOST_NAMES} more`
    : labels.join(', ');

const named = (what: string, objects: readonly string[]): string[] =>
  objects.length > 0 ? [`${what}: ${list(objects)}.`] : [];

const objectLines = (objects: ObjectRights | null): string[] => {
  if (!objects) return ['Objects: the permissions on objects cannot be read.'];
  return [
    `Objects: reads ${objects.read.length}, creates in ${objects.create.length}, edits ${objects.edit.length}, deletes from ${objects.delete.length}.`,
    ...named('Edits', objects.edit),
    ...named('Deletes from', objects.delete),
    ...named(
      'Reads only',
      objects.read.filter((name) => !objects.edit.includes(name)),
    ),
    ...named('Sees every record of', objects.viewAll),
    ...named('Changes every record of', objects.modifyAll),
  ];
};

const STRONGEST = [
  'PermissionsModifyAllData',
  'PermissionsViewAllData',
  'PermissionsCustomizeApplication',
  'PermissionsManageUsers',
  'PermissionsAuthorApex',
] as const satisfies readonly (keyof typeof POWERS)[];
const WITHOUT_POWER =
  'None of the strongest system permissions: no Modify All Data, View All Data, Customize Application, Manage Users or Author Apex.';

const summarize = (user: UserRights, objects: ObjectRights | null): string[] => [
  `Profile: ${user.profile ?? 'cannot be read'}.`,
  ...(user.role === null ? [] : [`Role: ${user.role}.`]),
  `Permission sets: ${user.permissionSets.length > 0 ? list(user.permissionSets) : 'none'}.`,
  ...Object.entries(POWERS).flatMap(([name, words]) =>
    user.permissions.has(name) ? [`The user ${words}.`] : [],
  ),
  ...(user.complete && !STRONGEST.some((name) => user.permissions.has(name)) ? [WITHOUT_POWER] : []),
  ...objectLines(objects),
  ...(user.complete ? [] : ['The assigned permission sets cannot be read: the user may be able to do more.']),
];

/** @throws AppError not_found (no such user), or as `Session.request` */
export const accessPreview = async (session: Session, userId: string): Promise<AccessPreview> => {
  const user = await readRights(session, userId);
  if (!user) throw new AppError('not_found', 'The target user is not in this org.');
  const summary = summarize(user, await readObjectRights(session, user.permissionSetIds));
  const digest = createHash('sha256').update(canonicalize({ userId, summary })).digest('hex');
  return { asOf: session.now().toString(), summary, digest };
};
