/** How many approvals, of whom, open a window, and which window they open together (design §4.4). */
import { type Identity, samePerson } from './roster.ts';
import { quorumFor, type RequestTerms } from './terms.ts';
import { type AccessWindow, type Bounds, effectiveWindow } from './windows.ts';

/** One approval that still stands: of this request, under the roster and the policy in force, not withdrawn. */
export interface Approval {
  contact: string;
  person: Identity;
  /** That his signature fills: his own, and those of contacts who delegated to him. */
  roles: readonly string[];
  bounds: Bounds;
}

export interface QuorumProgress {
  /** Different persons among those who approved. */
  given: number;
  /** Approvals that are needed; more of them for a window longer than one approver may sign. */
  needed: number;
  /** Roles that must still be among those who approve. */
  rolesMissing: string[];
  complete: boolean;
}

type QuorumTerms = Pick<RequestTerms, 'quorum' | 'rolesRequired' | 'singleApproverMinutes'>;

/** @returns how many different persons these are: two entries of one person count once */
export function personsAmong(people: readonly (Identity & { contact: string })[]): number {
  const groups: (Identity & { contact: string })[][] = [];
  for (const one of people) {
    const mine = groups.filter((group) =>
      group.some((other) => other.contact === one.contact || samePerson(other, one)),
    );
    const rest = groups.filter((group) => !mine.includes(group));
    groups.splice(0, groups.length, ...rest, [...mine.flat(), one]);
  }
  return groups.length;
}

/** @returns where a request stands between its approvals and the terms of the policy */
export function quorumProgress(terms: QuorumTerms, approvals: readonly Approval[]): QuorumProgress {
  const given = personsAmong(approvals.map(({ contact, person }) => ({ ...person, contact })));
  const minutes = Math.min(...approvals.map(({ bounds }) => bounds.maxMinutes));
  const needed = approvals.length === 0 ? terms.quorum : quorumFor(terms, minutes);
  const roles = new Set(approvals.flatMap(({ roles }) => roles));
  const rolesMissing = terms.rolesRequired.filter((role) => !roles.has(role));
  return { given, needed, rolesMissing, complete: given >= needed && rolesMissing.length === 0 };
}

/** Could these contacts reach the quorum among themselves? @param contacts with the roles that each fills for others */
export function canComplete(
  terms: QuorumTerms,
  contacts: readonly (Identity & { id: string; role: string; also: readonly string[] })[],
): boolean {
  const people = contacts.map(({ id, userId, address, username }) => ({
    ...{ contact: id, userId, address },
    ...(username !== undefined && { username }),
  }));
  const roles = new Set(contacts.flatMap(({ role, also }) => [role, ...also]));
  return personsAmong(people) >= terms.quorum && terms.rolesRequired.every((role) => roles.has(role));
}

/** `window` is null for approvals that do not overlap: the request is then denied. */
export type QuorumResult = { progress: QuorumProgress } & (
  { state: 'waiting' } | { state: 'complete'; window: AccessWindow | null }
);

/** @param quorumAt when the newest of the approvals was received */
export function quorumResult(
  terms: QuorumTerms,
  approvals: readonly Approval[],
  quorumAt: string,
): QuorumResult {
  const progress = quorumProgress(terms, approvals);
  if (!progress.complete) return { state: 'waiting', progress };
  return {
    state: 'complete',
    progress,
    window: effectiveWindow(
      approvals.map(({ bounds }) => bounds),
      quorumAt,
    ),
  };
}
