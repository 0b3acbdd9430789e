/**
 * Would somebody with fewer rights do? Told only as far as the org shows it: of the active internal users with the very
 * same profile, those whose permission sets are some of the target user's and not all of them can do strictly less.
 * Whether such a user can show the fault at hand nobody can tell from here; it is a suggestion to ask about.
 */
import { z } from 'zod';
import { ask } from './reading.ts';
import type { Session } from './session.ts';
import { recordId, soql } from './soql.ts';
import { checkbox, parseRows, text } from './values.ts';

export interface LesserUsers {
  /** `none`: nobody with the same profile has less. `unknown`: the org does not show enough to tell. */
  outcome: 'found' | 'none' | 'unknown';
  /** Fewest rights first; `without` are the labels of the target user's permission sets that this one lacks. */
  users: { id: string; name: string; without: string[] }[];
}

const UNKNOWN: LesserUsers = { outcome: 'unknown', users: [] };
const MOST = 3;
/** Of one profile; beyond it the answer is not asked for. */
const ROWS = 2_000;

const profileRow = z.object({ ProfileId: text.nullish() });
const assignmentRow = z.object({
  AssigneeId: text,
  Assignee: z.object({ Name: text.nullish() }).nullish(),
  PermissionSetId: text,
  PermissionSet: z.looseObject({ Label: text.nullish(), IsOwnedByProfile: checkbox }).nullish(),
});
type Assignment = z.infer<typeof assignmentRow>;

/** @throws AppError as `Session.request` */
export const lesserUsers = async (session: Session, userId: string): Promise<LesserUsers> => {
  const user = await ask(session, { query: soql`SELECT ProfileId FROM User WHERE Id = ${recordId(userId)}` });
  const profile = user.readable ? parseRows(profileRow, user.records, 'User')[0]?.ProfileId : null;
  if (!profile) return UNKNOWN;
  const rows = await ask(session, {
    query: soql`SELECT AssigneeId, Assignee.Name, PermissionSetId, PermissionSet.Label, PermissionSet.IsOwnedByProfile FROM PermissionSetAssignment WHERE Assignee.ProfileId = ${recordId(profile)} AND Assignee.IsActive = ${true} AND Assignee.UserType = ${'Standard'} LIMIT 2000`,
  });
  if (!rows.readable) return UNKNOWN;
  const assigned = parseRows(assignmentRow, rows.records, 'PermissionSetAssignment');
  return assigned.length >= ROWS ? UNKNOWN : compare(userId, assigned);
};

const compare = (userId: string, rows: readonly Assignment[]): LesserUsers => {
  const byUser = Map.groupBy(rows, ({ AssigneeId }) => AssigneeId);
  const target = byUser.get(userId);
  // The set that stands for the profile is assigned to everybody who has it: without it the list is not whole.
  if (!target) return UNKNOWN;
  const held = extraSets(target);
  const users = [...byUser].flatMap(([id, own]) => {
    const sets = extraSets(own);
    const name = own[0]?.Assignee?.Name ?? null;
    const fewer = sets.size < held.size && [...sets.keys()].every((set) => held.has(set));
    if (id === userId || name === null || !fewer) return [];
    const without = [...held].flatMap(([set, label]) => (sets.has(set) ? [] : [label]));
    return [{ id, name, without: [...new Set(without)].sort() }];
  });
  users.sort((a, b) => b.without.length - a.without.length || a.name.localeCompare(b.name, 'en'));
  return { outcome: users.length > 0 ? 'found' : 'none', users: users.slice(0, MOST) };
};

/** Labels of the sets beside the profile's own, by id. */
const extraSets = (rows: readonly Assignment[]): Map<string, string> =>
  new Map(
    rows.flatMap(({ PermissionSetId, PermissionSet }) =>
      PermissionSet?.IsOwnedByProfile === true
        ? []
        : [[PermissionSetId, PermissionSet?.Label ?? ''] as const],
    ),
  );
