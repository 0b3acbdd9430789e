/** Keeps looking at the roster: when a request arrives, when it is decided, and with each reading of the roster. */
import { canonicalize } from '../core/canonical.ts';
import { AppError } from '../core/errors.ts';
import { type Alarm, rosterAlarms, type WatchedContact } from '../core/watchdog.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { raiseFinding } from './findings.ts';
import type { RelayPorts, Rows, Unit } from './ports.ts';
import { rosterInForce } from './roster.ts';

/** Alarms whose cause stands, by key, with the instant at which it was first seen. */
const STANDING_SETTING = 'watchdog.standing';
const USERS_SETTING = 'watchdog.users';
const USERS_AGE = { hours: 24 } as const;

interface Standing {
  since: string;
  title: string;
  nextStep: string;
  /** Key of the finding; null while its patience lasts. */
  finding: string | null;
}
type AllStanding = Record<string, Standing>;

async function standingIn(rows: Pick<Rows, 'settings'>): Promise<AllStanding> {
  return ((await rows.settings.get(STANDING_SETTING)) ?? {}) as unknown as AllStanding;
}

/** Raises what has lasted long enough, and marks what is cured. */
export async function watchRoster(ports: RelayPorts): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const inactive = await inactiveUsers(ports, at);
  await store.unit(org.orgId, async (unit) => {
    const alarms = rosterAlarms(await watchedContacts(unit, ports, inactive), at);
    const before = await standingIn(unit);
    const now: AllStanding = {};
    for (const alarm of alarms) {
      const { title, nextStep } = alarm;
      const known = before[alarm.key] ?? { since: at, title, nextStep, finding: null };
      const isDue = !isBefore(at, later(known.since, { hours: alarm.patienceHours }));
      const finding = known.finding ?? (isDue ? await raise(unit, org.orgId, at, alarm) : null);
      now[alarm.key] = { ...known, title, nextStep, finding };
    }
    for (const [key, { finding }] of Object.entries(before)) {
      if (finding !== null && !(key in now)) await cure(unit, finding, at);
    }
    if (canonicalize(now as never) !== canonicalize(before as never))
      await unit.settings.put(STANDING_SETTING, now as never, at);
  });
  ports.projector.soon();
}

async function watchedContacts(
  unit: Unit,
  ports: RelayPorts,
  inactive: ReadonlySet<string>,
): Promise<WatchedContact[]> {
  const { contacts } = await rosterInForce(unit, ports);
  const keys = await unit.passkeys.list();
  const bounced = new Set(await unit.deliveries.unreachable());
  const missed = new Map((await unit.drills.missed()).map((drill) => [drill.contactId, drill]));
  return contacts.map((contact) => ({
    contact,
    keys: keys.filter(({ contactId }) => contactId === contact.id),
    bounced: bounced.has(contact.id),
    missedDrill: missed.get(contact.id) ?? null,
    userInactive: contact.userId !== null && inactive.has(contact.userId),
  }));
}

/** Users of contacts that are inactive in the org; read once a day, and as they were while the org does not tell. */
async function inactiveUsers(ports: RelayPorts, at: string): Promise<Set<string>> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const known = (await rows.settings.get(USERS_SETTING)) as { readAt: string; inactive: string[] } | null;
  if (known && isBefore(at, later(known.readAt, USERS_AGE))) return new Set(known.inactive);
  const { contacts } = await rosterInForce(rows, ports);
  const inactive: string[] = [];
  try {
    for (const { userId } of contacts) {
      if (userId !== null && (await org.readUser(userId))?.active === false) inactive.push(userId);
    }
  } catch (error) {
    // Unreadable is no alarm: missing permissions are a finding of doctor.
    if (!(error instanceof AppError)) throw error;
    return new Set(known?.inactive);
  }
  await rows.settings.put(USERS_SETTING, { readAt: at, inactive }, at);
  return new Set(inactive);
}

async function raise(unit: Unit, orgId: string, at: string, alarm: Alarm): Promise<string> {
  const { key, severity, title, details, nextStep, contact } = alarm;
  const found = `alarm:${key}:${at}`;
  await raiseFinding(unit, orgId, at, {
    ...{ key: found, kind: 'Roster_alarm', severity, title, details, nextStep, requestId: null, facts: [] },
    ...{ subject: { contact }, detail: `Alarm of the roster: ${key.split(':')[0] ?? key}.` },
  });
  return `${orgId}:F:${found}`;
}

/** People close the finding in the org; here it says since when its cause is gone. */
async function cure(unit: Unit, key: string, at: string): Promise<void> {
  const finding = await unit.findings.get(key);
  if (!finding) return;
  const details = `${finding.details} The cause is gone since ${at}.`;
  await unit.findings.change(key, { details });
  await unit.projections.intend({ object: 'Access_Finding__c', key, fields: { Details__c: details } });
}

/** Every alarm that was told and stands, by title. `since` is when its cause was first seen. */
export async function standingAlarms(
  { org, store }: Pick<RelayPorts, 'org' | 'store'>,
  rows: Pick<Rows, 'settings'> = store.rows(org.orgId),
): Promise<{ title: string; nextStep: string; since: string }[]> {
  const standing = Object.values(await standingIn(rows));
  return standing
    .flatMap(({ title, nextStep, since, finding }) => (finding === null ? [] : [{ title, nextStep, since }]))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}
