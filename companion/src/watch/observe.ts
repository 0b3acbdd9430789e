/** What one poll adds to the record: evidence, coverage, the clock, grants and logins as they are seen. */
import type { Commitment } from '../core/commitments.ts';
import type { SourceCoverage } from '../core/coverage.ts';
import { type EvidenceRow, mergeEvidence, type ObservedLogin } from '../core/evidence.ts';
import type { Facts } from '../core/facts.ts';
import type { GrantEpisode } from '../core/grants.ts';
import { clockChanged, judgeClock } from './clock.ts';
import { pseudonyms, Sealer } from './commitments.ts';
import { grantEpisodes, type ObservedGrant } from './episodes.ts';
import { grantOfLogin, horizon, liveGrants, newsOf, type NewsOfLogin, timeOf } from './logins.ts';
import { accessIntention, grantIntention, supersededIntention } from './org-rows.ts';
import type { OrgUser, Poll, Unit, WatchPorts } from './ports.ts';
import { raise } from './raise.ts';
import { type CoverageBySource, type CoverageEvent, coverageEvents } from './readings.ts';

export const SETTINGS = {
  watermarks: 'watch.watermarks',
  coverage: 'watch.coverage',
  /** `{offsetMs, state, at, logged}`: the relay approves nothing while `state` is `stop`. */
  clock: 'watch.clock',
  baseline: 'watch.baseline',
  ownedSince: 'watch.ownedSince',
} as const;

export interface Observed {
  orgId: string;
  /** The companion's clock. */
  at: string;
  poll: Poll;
  users: readonly OrgUser[];
  facts: Facts;
  coverage: { before: CoverageBySource; after: CoverageBySource };
  ports: Pick<WatchPorts, 'hmac' | 'random'>;
}

/** Runs in one unit: either all of the poll is on record, watermarks included, or nothing is. */
export async function observe(unit: Unit, seen: Observed): Promise<{ fresh: number }> {
  const { poll, at, orgId } = seen;
  const fresh = await unit.evidence.add(evidenceOf(poll), at);
  await unit.settings.put(SETTINGS.watermarks, { ...poll.watermarks }, at);
  await unit.settings.put(SETTINGS.coverage, [...seen.coverage.after.values()].map(asJson), at);
  await observeClock(unit, seen);
  for (const event of coverageEvents(seen.coverage.before, seen.coverage.after)) {
    await raiseCoverage(unit, orgId, at, event);
  }
  const first = (await unit.settings.get(SETTINGS.baseline)) === null;
  const episodes = await observeGrants(unit, seen);
  const from = first ? null : horizon(fresh);
  const logins = first || from !== null ? await observeLogins(unit, seen, episodes, from) : 0;
  if (first) {
    await unit.append({
      v: 1,
      type: 'baseline',
      org: orgId,
      at,
      accesses: logins,
      grants: episodes.length,
      until: poll.serverTime,
    });
    await unit.settings.put(SETTINGS.baseline, { until: poll.serverTime, judged: false }, at);
  }
  return { fresh: fresh.length };
}

const asJson = (coverage: SourceCoverage) => ({
  ...coverage,
  gaps: coverage.gaps.map((gap) => ({ ...gap })),
});

function evidenceOf(poll: Poll): { source: string; key: string; at: string; row: EvidenceRow }[] {
  const logins = poll.loginRows === 'unavailable' ? [] : poll.loginRows;
  return [...poll.auditRows, ...logins, ...poll.sessions].flatMap((row) => {
    // A login log row without a time cannot be placed; the schema allows it, no such row has been seen.
    const at = timeOf(row);
    return at === null ? [] : [{ source: row.source, key: row.id, at, row }];
  });
}

async function observeClock(unit: Unit, { poll, at, orgId }: Observed): Promise<void> {
  if (poll.offsetMs === null) return;
  const before = (await unit.settings.get(SETTINGS.clock)) as { state: string; logged: number } | null;
  const state = judgeClock(poll.offsetMs);
  const isNews = clockChanged(before?.logged ?? null, poll.offsetMs);
  if (isNews) await unit.append({ v: 1, type: 'clock.offset', org: orgId, at, milliseconds: poll.offsetMs });
  const logged = isNews ? poll.offsetMs : (before?.logged ?? poll.offsetMs);
  await unit.settings.put(SETTINGS.clock, { offsetMs: poll.offsetMs, state, at, logged }, at);
  if (state === 'agrees' || state === before?.state) return;
  const seconds = Math.round(poll.offsetMs / 1000);
  const stop = state === 'stop' ? ' No approval takes effect until the clocks agree.' : '';
  await raise(unit, orgId, at, {
    key: `clock:${state}:${at}`,
    kind: 'Clock_offset',
    severity: state === 'stop' ? 'Critical' : 'Warning',
    title: `The clocks of the org and of Countersign differ by ${Math.abs(seconds)} seconds`,
    details: `The org's clock is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead' : 'behind'}.${stop}`,
    nextStep: 'Set the clock of the machine that Countersign runs on; the org keeps the time of Salesforce.',
    facts: [['Difference', `${seconds} s`]],
    subject: { milliseconds: poll.offsetMs },
    detail: state,
  });
}

async function raiseCoverage(unit: Unit, orgId: string, at: string, event: CoverageEvent): Promise<void> {
  const source = event.source.replaceAll('_', ' ');
  const lost = event.kind === 'lost';
  await raise(unit, orgId, at, {
    key: `coverage:${event.source}:${lost ? at : event.to}`,
    kind: 'Coverage_gap',
    severity: 'Warning',
    title: lost ? `${source} can no longer be read` : `Gap in ${source.toLowerCase()}`,
    details: lost
      ? `The reason: ${event.reason}. What happens from now on is not seen in this source.`
      : `Nothing is known from ${event.from} to ${event.to}: ${event.reason}.`,
    nextStep: lost
      ? 'Give the integration user back the permission that is named, or say why it was taken.'
      : 'Look at this time in Setup yourself, as far as the org still keeps it.',
    facts: [['Source', source]],
    subject: { source: event.source },
    detail: event.reason,
  });
}

function grantDiffers(before: GrantEpisode | undefined, now: ObservedGrant): boolean {
  return (
    before?.state !== now.state ||
    before.grantedAt !== now.grantedAt ||
    before.endedAt !== now.endedAt ||
    before.expirationDate !== now.expirationDate ||
    before.zone !== now.zone
  );
}

async function observeGrants(unit: Unit, { orgId, at, poll, users, facts, coverage, ports }: Observed) {
  const rows = (await unit.evidence.ofActions('loginas')).filter((row) => row.source === 'SetupAuditTrail');
  const complete = coverage.after.get('User_grants')?.readable === true;
  const episodes = grantEpisodes({
    rows,
    users,
    live: complete ? poll.grants : null,
    known: [...facts.grants.values()],
    at: poll.serverTime,
  });
  for (const grant of episodes) {
    if (!grantDiffers(facts.grants.get(grant.key), grant)) continue;
    const { key, userId: user, grantedTo, state, grantedAt, endedAt, expirationDate, zone, evidence } = grant;
    const sealer = new Sealer(ports.hmac, ports.random);
    const pointer = await unit.append(
      {
        v: 1,
        type: 'grant.seen',
        org: orgId,
        at,
        grant: key,
        user,
        userName: await sealName(sealer, `User/${user}/Name`, users.find(({ id }) => id === user)?.name),
        grantedTo,
        state,
        grantedAt,
        endedAt,
        expirationDate,
        zone,
        evidence,
      },
      sealer.openings,
    );
    const spoken = rows.filter(({ id }) => evidence.some((one) => one.key === id));
    await unit.projections.intend(grantIntention(orgId, grant, spoken, pointer));
  }
  return episodes;
}

/** A login this close to the horizon may have lost rows that lie before it. */
const EDGE = { minutes: 10 } as const;

async function observeLogins(
  unit: Unit,
  seen: Observed,
  episodes: readonly ObservedGrant[],
  from: string | null,
): Promise<number> {
  const rows = await unit.evidence.since(from);
  const pseudonym = await pseudonyms(unit, seen.ports, seen.at);
  const earliest = from === null ? null : Temporal.Instant.from(from).add(EDGE);
  const complete = mergeEvidence(rows, seen.users, liveGrants(episodes)).filter(
    ({ loginAt }) => !earliest || Temporal.Instant.compare(Temporal.Instant.from(loginAt), earliest) >= 0,
  );
  const merged: ObservedLogin[] = [];
  for (const login of complete) {
    const actorKey = login.actorKey === null ? null : await pseudonym(login.actorKey);
    merged.push({ ...login, actorKey });
  }
  const news = newsOf(merged, seen.facts.logins);
  const byReference = new Map(rows.map((row) => [`${row.source}:${row.id}`, row]));
  for (const one of news) await logLogin(unit, seen, one, byReference, grantOfLogin(one.login, episodes));
  return merged.length;
}

async function sealName(
  sealer: Sealer,
  path: string,
  name: string | null | undefined,
): Promise<Commitment | null> {
  return name ? sealer.seal(path, name) : null;
}

/** As the audit row names the user; where only an id is known, as the org does. */
function nameOf({ target, targetName }: ObservedLogin, users: readonly OrgUser[]): string | null {
  const known = target.state === 'Resolved' ? users.find(({ id }) => id === target.userId) : undefined;
  return known?.name ?? targetName;
}

async function logLogin(
  unit: Unit,
  { orgId, at, ports, users }: Observed,
  { login, supersedes }: NewsOfLogin,
  rows: ReadonlyMap<string, EvidenceRow>,
  grant: ObservedGrant | null,
): Promise<void> {
  const sealer = new Sealer(ports.hmac, ports.random);
  const actor =
    login.actor === null ? null : await sealer.seal(`Observed_Access__c/${login.key}/Actor__c`, login.actor);
  const { key: access, actorClass, actorKey, caseIdentifier, loginAt, logoutAt, evidence } = login;
  const pointer = await unit.append(
    {
      v: 1,
      type: 'access.seen',
      org: orgId,
      at,
      access,
      actorClass,
      actor,
      actorKey,
      target: { ...login.target },
      targetName: await sealName(
        sealer,
        `Observed_Access__c/${login.key}/Target_Name__c`,
        nameOf(login, users),
      ),
      caseIdentifier,
      ...(login.caseCandidates && { caseCandidates: login.caseCandidates }),
      loginAt,
      logoutAt,
      evidence,
      supersedes,
    },
    sealer.openings,
  );
  const spoken = evidence.flatMap(({ source, key }) => rows.get(`${source}:${key}`) ?? []);
  await unit.projections.intend(accessIntention(orgId, { login, rows: spoken, grant, at: pointer }));
  for (const key of supersedes) await unit.projections.intend(supersededIntention(orgId, key, login.key));
}
