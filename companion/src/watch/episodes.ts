/**
 * From audit rows and the users' own dates to grant episodes: granted, changed, and revoked or expired. The field on
 * the user is the truth about what is live; the audit trail says when it began and ended (salesforce-facts 1.1, 1.2).
 */
import type { EvidenceReference } from '../core/entries/entries.ts';
import type { AuditRow } from '../core/evidence.ts';
import type { GrantEpisode } from '../core/grants.ts';
import { dateInDisplay } from './grant-dates.ts';
import type { LiveGrant, OrgUser } from './ports.ts';

export interface ObservedGrant extends GrantEpisode {
  /** As the audit rows or the user record name the grantor; personal. */
  username: string | null;
  publisher: string | null;
  changedAt: string | null;
  evidence: EvidenceReference[];
}

type Grantee = GrantEpisode['grantedTo'];
type Step = 'granted' | 'modified' | 'revoked';

const ACTION = /^loginas(granted|modified|revoked)to(sfdc|partnerbt)$/;
const GRANTOR = /^(\S+) has /;
const PUBLISHER = /to package publisher (.+)$/;

interface GrantRow {
  row: AuditRow;
  step: Step;
  grantee: Grantee;
  publisher: string | null;
  user: OrgUser;
}

function readGrantRow(row: AuditRow, users: readonly OrgUser[]): GrantRow | null {
  const [, step, to] = ACTION.exec(row.action.toLowerCase()) ?? [];
  if (!step || !to) return null;
  const username = GRANTOR.exec(row.display ?? '')?.[1]?.toLowerCase();
  const user =
    users.find((one) => one.username.toLowerCase() === username) ??
    users.find(({ id }) => id === row.createdById);
  if (!user) return null;
  const publisher = PUBLISHER.exec(row.display ?? '')?.[1]?.trim() ?? null;
  const grantee = to === 'sfdc' ? 'Salesforce_Support' : 'Package_publisher';
  return { row, step: step as Step, grantee, publisher, user };
}

function begin({ row, grantee, publisher, user, step }: GrantRow): ObservedGrant {
  return {
    key: `SetupAuditTrail:${row.id}`,
    userId: user.id,
    grantedTo: grantee,
    state: 'Live',
    // A change whose beginning is out of the trail's reach was given earlier, nobody knows when.
    grantedAt: step === 'granted' ? row.createdAt : null,
    endedAt: null,
    expirationDate: dateInDisplay(row.display, row.createdAt, user.timeZone),
    zone: user.timeZone,
    username: user.username,
    publisher,
    changedAt: step === 'granted' ? null : row.createdAt,
    evidence: [{ source: row.source, key: row.id }],
  };
}

function advance(open: ObservedGrant | undefined, given: GrantRow, episodes: ObservedGrant[]): void {
  const { row, step, user } = given;
  if (!open) {
    if (step !== 'revoked') episodes.push(begin(given));
    return;
  }
  open.evidence.push({ source: row.source, key: row.id });
  if (step === 'revoked') {
    open.state = 'Revoked';
    open.endedAt = row.createdAt;
    return;
  }
  open.changedAt = row.createdAt;
  open.expirationDate = dateInDisplay(row.display, row.createdAt, user.timeZone);
}

/** The end of the last day in the grantor's zone (assumed; see docs/open-questions.md). */
function endOf(expirationDate: string, zone: string): Temporal.Instant {
  return Temporal.PlainDate.from(expirationDate).add({ days: 1 }).toZonedDateTime(zone).toInstant();
}

function expire(grant: ObservedGrant, by: string): void {
  if (grant.state !== 'Live' || grant.expirationDate === null) return;
  const end = endOf(grant.expirationDate, grant.zone);
  if (Temporal.Instant.compare(end, Temporal.Instant.from(by)) > 0) return;
  grant.state = 'Expired';
  grant.endedAt = end.toString();
}

export interface GrantSources {
  /** Audit rows of grants, any order. */
  rows: readonly AuditRow[];
  users: readonly OrgUser[];
  /** Users with a date that is not past; null when the field could not be read. */
  live: readonly LiveGrant[] | null;
  /** What was known before: keys stay, and a date once read from the field is kept. */
  known: readonly GrantEpisode[];
  /** The org's clock (ISO 8601 with Z). */
  at: string;
}

/** @returns every episode the sources speak of, oldest first */
export function grantEpisodes({ rows, users, live, known, at }: GrantSources): ObservedGrant[] {
  const episodes: ObservedGrant[] = [];
  const sorted = [...rows].sort((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1,
  );
  for (const row of sorted) {
    const given = readGrantRow(row, users);
    if (!given) continue;
    const open = episodes.findLast((one) => one.state === 'Live' && isSame(one, given));
    if (open) expire(open, row.createdAt);
    advance(open?.state === 'Live' ? open : undefined, given, episodes);
  }
  keepWhatWasKnown(episodes, known);
  if (live) holdAgainstUsers(episodes, live, known, at);
  for (const grant of episodes) expire(grant, at);
  return episodes;
}

function isSame(grant: ObservedGrant, { user, grantee, publisher }: GrantRow): boolean {
  return (
    grant.userId === user.id &&
    grant.grantedTo === grantee &&
    (grantee === 'Salesforce_Support' || grant.publisher === publisher)
  );
}

/** A date that the field showed while the grant was live outlives the field, which is emptied by a revocation. */
function keepWhatWasKnown(episodes: readonly ObservedGrant[], known: readonly GrantEpisode[]): void {
  for (const grant of episodes) {
    const before = known.find(({ key }) => key === grant.key);
    if (before && grant.grantedTo === 'Salesforce_Support' && grant.changedAt === null) {
      grant.expirationDate = before.expirationDate ?? grant.expirationDate;
    }
    grant.expirationDate ??= before?.expirationDate ?? null;
  }
}

function holdAgainstUsers(
  episodes: ObservedGrant[],
  live: readonly LiveGrant[],
  known: readonly GrantEpisode[],
  at: string,
): void {
  const support = (userId: string) =>
    episodes.findLast(
      (one) => one.userId === userId && one.grantedTo === 'Salesforce_Support' && one.state === 'Live',
    );
  for (const user of live) {
    const open = support(user.userId);
    if (open) open.expirationDate = user.expirationDate;
    else if (!isOver(user, at)) episodes.push(withoutRow(user, known));
  }
  for (const grant of episodes) {
    const gone =
      grant.grantedTo === 'Salesforce_Support' && !live.some(({ userId }) => userId === grant.userId);
    if (grant.state === 'Live' && gone) endWithoutRow(grant, known, at);
  }
  for (const before of known) {
    const lost = before.key.startsWith('User:') && !episodes.some(({ key }) => key === before.key);
    if (lost) episodes.push(withoutUser(before, episodes, live, at));
  }
}

function isOver({ expirationDate, timeZone }: LiveGrant, at: string): boolean {
  return Temporal.Instant.compare(endOf(expirationDate, timeZone), Temporal.Instant.from(at)) <= 0;
}

/** The field shows a grant that no audit row tells of: given before the trail's reach, or its row is late. */
function withoutRow(user: LiveGrant, known: readonly GrantEpisode[]): ObservedGrant {
  const before = known.find(
    ({ key, userId, state }) => key.startsWith('User:') && userId === user.userId && state === 'Live',
  );
  return {
    key: before?.key ?? `User:${user.userId}:${user.expirationDate}`,
    userId: user.userId,
    grantedTo: 'Salesforce_Support',
    state: 'Live',
    grantedAt: null,
    endedAt: null,
    expirationDate: user.expirationDate,
    zone: user.timeZone,
    username: user.username,
    publisher: null,
    changedAt: null,
    evidence: [{ source: 'User', key: user.userId }],
  };
}

/** The field is empty and no row says why: past its date it expired, before it somebody revoked it. */
function endWithoutRow(grant: ObservedGrant, known: readonly GrantEpisode[], at: string): void {
  expire(grant, at);
  if (grant.state !== 'Live') return;
  grant.state = 'Revoked';
  grant.endedAt = known.find(({ key }) => key === grant.key)?.endedAt ?? at;
}

/** An episode known from the field alone that has ended, or whose audit row has come after all. */
function withoutUser(
  before: GrantEpisode,
  episodes: readonly ObservedGrant[],
  live: readonly LiveGrant[],
  at: string,
): ObservedGrant {
  const grant: ObservedGrant = {
    ...before,
    username: null,
    publisher: null,
    changedAt: null,
    evidence: [{ source: 'User', key: before.userId }],
  };
  if (grant.state !== 'Live') return grant;
  const told = episodes.find(
    (one) =>
      one.userId === before.userId && one.expirationDate === before.expirationDate && one.grantedAt !== null,
  );
  expire(grant, at);
  if (grant.state === 'Live' && (told || !live.some(({ userId }) => userId === before.userId))) {
    grant.state = 'Revoked';
    grant.endedAt = told?.grantedAt ?? at;
  }
  return grant;
}
