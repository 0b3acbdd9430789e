/**
 * Login access as the platform keeps it: for Salesforce Support a date on the user, for a package publisher only rows
 * of the audit trail, for the own administrators neither. All are written here and nowhere else; no API of the platform
 * can write them.
 */
import { z } from 'zod';
import { OrgError } from '../../errors.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { readPolicies, SUPPORT_ORGANISATIONS } from '../setup/policies.ts';

/** The choices of the page, in its order and words. */
export const DURATIONS = ['--No Access--', '1 Day', '3 Days', '1 Week', '1 Month', '1 Year'] as const;
export type Duration = (typeof DURATIONS)[number];

const LENGTHS: Readonly<Record<Exclude<Duration, '--No Access--'>, Temporal.DurationLike>> = {
  '1 Day': { days: 1 },
  '3 Days': { days: 3 },
  '1 Week': { weeks: 1 },
  '1 Month': { months: 1 },
  '1 Year': { years: 1 },
};

export interface Grantee {
  kind: 'salesforce' | 'publisher' | 'admins';
  /** As the page names the row. */
  label: string;
  /** Name and 15-character org id of a publisher, as audit rows write them. */
  publisher: string;
}

/** Whom a user may let in, if the org's policies allow it. */
export const GRANTEES: readonly Grantee[] = [
  ...SUPPORT_ORGANISATIONS,
  { kind: 'admins', label: "Your Company's Administrator", publisher: '' },
];

/**
 * Those whom this user's page offers: support organisations unless they are for administrators only, and the own
 * administrators where they need a grant.
 */
export async function offeredTo(org: Engine, user: UserContext): Promise<Grantee[]> {
  const policies = await readPolicies(org);
  const isAdmin = user.systemPermissions.has('ManageUsers');
  return GRANTEES.filter(({ kind }) =>
    kind === 'admins' ? !policies.adminsLogInAsAnyUser : isAdmin || policies[kind] === 'users',
  );
}

export interface Access {
  grantee: Grantee;
  /** Last day of the access in the user's zone; null when there is none today. */
  until: Temporal.PlainDate | null;
  /** The choice that gave it; null when it cannot be told any more. */
  duration: Duration | null;
}

export type Outcome = 'granted' | 'modified' | 'revoked' | 'unchanged';

interface Person {
  id: string;
  username: string;
  zone: string;
  supportUntil: Temporal.PlainDate | null;
}

/** What each grantee may do today as this user. */
export async function readAccess(org: Engine, userId: string): Promise<Access[]> {
  const person = await readPerson(org, userId);
  return Promise.all(GRANTEES.map((grantee) => currentAccess(org, person, grantee)));
}

/**
 * Saves a user's choice for one grantee, with the audit row that the platform writes. The same choice again changes
 * nothing. The last day is today in the user's zone plus the duration. Runs inside the caller's transaction.
 */
export async function chooseAccess(
  org: Engine,
  userId: string,
  grantee: Grantee,
  duration: Duration,
): Promise<Outcome> {
  const person = await readPerson(org, userId);
  const { until } = await currentAccess(org, person, grantee);
  const chosen = duration === '--No Access--' ? null : today(org, person).add(LENGTHS[duration]);
  const outcome = outcomeOf(until, chosen);
  if (outcome === 'unchanged') return outcome;
  if (grantee.kind === 'admins') {
    const kept = chosen && JSON.stringify({ until: chosen.toString(), on: today(org, person).toString() });
    await org.settings.set(adminGrant(userId), kept);
    // No audit row of such a grant is known.
    return outcome;
  }
  if (grantee.kind === 'salesforce')
    await org.platform.update('User', userId, { SuAccessExpirationDate: chosen?.toString() ?? null });
  await org.platform.insert('SetupAuditTrail', [
    {
      ...auditText(person, grantee, outcome, chosen),
      CreatedDate: org.clock.now().toString(),
      CreatedById: userId,
    },
  ]);
  return outcome;
}

function outcomeOf(before: Temporal.PlainDate | null, after: Temporal.PlainDate | null): Outcome {
  if (after === null) return before === null ? 'unchanged' : 'revoked';
  if (before === null) return 'granted';
  return before.equals(after) ? 'unchanged' : 'modified';
}

const VERBS = { granted: 'granted', modified: 'changed', revoked: 'revoked' } as const;

/** Wording and actions as the set-up audit trail of real orgs shows them. */
function auditText(
  { username }: Person,
  { kind, publisher }: Grantee,
  outcome: keyof typeof VERBS,
  until: Temporal.PlainDate | null,
): { Action: string; Display: string } {
  const through = until === null ? '' : ` through ${until.month}/${until.day}/${until.year}`;
  return kind === 'salesforce'
    ? {
        Action: `loginas${outcome}tosfdc`,
        Display: `${username} has ${VERBS[outcome]} salesforce.com login access${through}`,
      }
    : {
        Action: `loginas${outcome}topartnerbt`,
        Display: `${username} has ${VERBS[outcome]} user login access${through} to package publisher ${publisher}`,
      };
}

const adminGrant = (userId: string) => `grant.admins.${userId}`;
const AdminGrant = z.object({ until: z.string(), on: z.string() });

async function currentAccess(org: Engine, person: Person, grantee: Grantee): Promise<Access> {
  const row =
    grantee.kind === 'admins' ? await adminChoice(org, person) : await lastChoice(org, person, grantee);
  const until = grantee.kind === 'salesforce' ? person.supportUntil : (row?.until ?? null);
  if (until === null || Temporal.PlainDate.compare(until, today(org, person)) < 0)
    return { grantee, until: null, duration: '--No Access--' };
  const chosenOn = row?.at.toZonedDateTimeISO(person.zone).toPlainDate();
  const duration = DURATIONS.find(
    (name) => name !== '--No Access--' && chosenOn?.add(LENGTHS[name]).equals(until),
  );
  return { grantee, until, duration: duration ?? null };
}

async function adminChoice(
  org: Engine,
  { id, zone }: Person,
): Promise<{ at: Temporal.Instant; until: Temporal.PlainDate } | undefined> {
  const kept = await org.settings.get(adminGrant(id));
  if (kept === undefined) return undefined;
  const { until, on } = AdminGrant.parse(JSON.parse(kept));
  return {
    at: Temporal.PlainDate.from(on).toZonedDateTime(zone).toInstant(),
    until: Temporal.PlainDate.from(until),
  };
}

/** The user's newest audit row about a grantee, with the date that its text names. */
async function lastChoice(
  org: Engine,
  person: Person,
  { kind, publisher }: Grantee,
): Promise<{ at: Temporal.Instant; until: Temporal.PlainDate | null } | undefined> {
  const suffix = kind === 'salesforce' ? 'tosfdc' : 'topartnerbt';
  const actions = ['granted', 'modified', 'revoked'].map((verb) => `'loginas${verb}${suffix}'`).join(', ');
  const { records } = await org.platform.query(
    `SELECT Display, CreatedDate FROM SetupAuditTrail WHERE CreatedById = '${person.id}' AND Action IN (${actions}) ORDER BY CreatedDate DESC, Id DESC`,
  );
  const row = records.find((record) => publisher === '' || String(record['Display']).endsWith(publisher));
  if (!row) return undefined;
  const [, month, day, year] = /through (\d+)\/(\d+)\/(\d{4})/.exec(String(row['Display'])) ?? [];
  const until = year === undefined ? null : new Temporal.PlainDate(Number(year), Number(month), Number(day));
  return { at: instantOf(row['CreatedDate']), until };
}

/** The REST form of a datetime ends in `+0000`, which Temporal takes as an offset with a colon only. */
function instantOf(value: unknown): Temporal.Instant {
  return Temporal.Instant.from(String(value).replace(/\+0000$/, 'Z'));
}

async function readPerson(org: Engine, userId: string): Promise<Person> {
  const { records } = await org.platform.query(
    `SELECT Id, Username, TimeZoneSidKey, SuAccessExpirationDate FROM User WHERE Id = '${userId}'`,
  );
  const [row] = records;
  if (!row) throw new OrgError(404, 'NOT_FOUND', 'There is no such user');
  const date = row['SuAccessExpirationDate'];
  return {
    id: String(row['Id']),
    username: String(row['Username']),
    zone: String(row['TimeZoneSidKey']),
    supportUntil: typeof date === 'string' ? Temporal.PlainDate.from(date) : null,
  };
}

function today(org: Engine, { zone }: Person): Temporal.PlainDate {
  return org.clock.now().toZonedDateTimeISO(zone).toPlainDate();
}
