/** Compiles the report of a period from the ledger alone; the org's rows only add their differences. */
import type { Json } from '../core/canonical.ts';
import { parseNote } from '../core/checkpoint.ts';
import { commitmentsIn, type Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { differencesOf, type OrgRecord } from '../core/differences.ts';
import { applyEntry, type Facts, noFacts } from '../core/facts.ts';
import { compareInstants } from '../core/instants.ts';
import { isGrantWithin, isOwnActor as isOwn } from '../core/page-figures.ts';
import { reportedDrills, reportedFriction } from './figures.ts';
import { foundingSignatures, keysOf } from './keys.ts';
import { ruleChangesOf } from './rule-changes.ts';
import { limitsOfSight } from './limits-of-sight.ts';
import { contactNames, userNames } from './names.ts';
import { type Interval, intervalOf, isWithin, type Period } from './period.ts';
import { type Reader, readerOf, WITHHELD } from './reader.ts';
import type { AuditReport, ReportedAccess, ReportedGrant } from './report.ts';
import { requestsOf } from './requests.ts';

export interface ReportInput {
  /** The record's number, e.g. `RPT-000003`. */
  name: string;
  org: { id: string; name: string; environment: string };
  period: Period;
  /** ISO 8601 with Z. */
  madeAt: string;
  /** The whole ledger of the org, oldest first, with the leaf hash of each entry in lower-case hex. */
  entries: readonly LedgerEntry[];
  leaves: readonly string[];
  openings: readonly Opening[];
  records: readonly OrgRecord[];
  /** Signed note over exactly these entries. */
  checkpoint: string;
}

/** @throws RangeError for a period that is none; AppError malformed for a checkpoint that is none */
export async function compileReport(input: ReportInput): Promise<AuditReport> {
  const { entries, madeAt } = input;
  const interval = intervalOf(input.period);
  const reader = await readerOf(input.openings);
  const names = { contacts: contactNames(entries, reader), users: userNames(entries, reader) };
  const facts = noFacts();
  for (const [index, entry] of entries.entries()) applyEntry(facts, entry, index);
  const coverage = [...facts.coverage.values()];
  const accesses = accessesOf({ entries, facts, reader, users: names.users }, interval);
  return {
    name: input.name,
    org: input.org,
    demonstration: entries.some((entry) => entry.type === 'ledger.opened' && entry.demonstration),
    period: input.period,
    ...interval,
    madeAt,
    modes: facts.modes.map(({ mode, effectiveFrom }) => ({ mode, effectiveFrom })),
    coverage,
    cannotSee: limitsOfSight(coverage, { ...interval, madeAt, timeZone: input.period.timeZone }),
    requests: requestsOf(entries, names, reader, interval),
    grants: grantsOf(facts, names.users, interval),
    accesses: accesses.filter(({ actorClass }) => !isOwn(actorClass)),
    ownAdministrators: accesses.filter(({ actorClass }) => isOwn(actorClass)),
    ...occurrencesOf(entries, interval),
    differences: differencesOf({
      entries,
      leafAt: (index) => input.leaves[index] ?? '',
      facts,
      records: input.records,
    }),
    drills: reportedDrills(entries, names.contacts, reader, interval),
    friction: reportedFriction(entries, interval),
    keys: keysOf(entries, reader),
    founding: foundingSignatures(entries, reader),
    ruleChanges: await ruleChangesOf(entries, names.contacts),
    withheld: withheldIn(entries, reader),
    checkpoint: { size: parseNote(input.checkpoint).checkpoint.size, note: input.checkpoint },
  };
}

interface Ground {
  entries: readonly LedgerEntry[];
  facts: Facts;
  reader: Reader;
  users: ReadonlyMap<string, string>;
}

function accessesOf({ entries, facts, reader, users }: Ground, interval: Interval): ReportedAccess[] {
  const seen = new Map(
    entries.flatMap((entry) => (entry.type === 'access.seen' ? [[entry.access, entry]] : [])),
  );
  return [...facts.logins.values()]
    .filter((login) => isWithin(interval, login.loginAt))
    .sort((a, b) => compareInstants(a.loginAt, b.loginAt))
    .map((login) => {
      const verdict = facts.verdicts.access.get(login.key)?.entry;
      const entry = seen.get(login.key);
      const named = reader.text(entry?.targetName);
      const { target } = login;
      return {
        key: login.key,
        actorClass: login.actorClass,
        actor: reader.text(entry?.actor),
        target:
          target.state === 'Resolved'
            ? (users.get(target.userId) ?? target.userId)
            : `${named || 'not named'}${target.state === 'Ambiguous' ? ` (one of ${target.candidates.length} users)` : ''}`,
        caseIdentifier: login.caseIdentifier,
        loginAt: login.loginAt,
        logoutAt: login.logoutAt,
        verdict: verdict?.verdict ?? (isOwn(login.actorClass) ? '' : 'Unknown'),
        provisional: verdict?.provisional ?? !isOwn(login.actorClass),
        strength: verdict?.strength ?? 'None',
        reason: verdict?.reason ?? (isOwn(login.actorClass) ? 'Recorded and counted.' : 'Not judged yet.'),
        request: verdict?.request ?? null,
        evidence: login.evidence,
      };
    });
}

function grantsOf(facts: Facts, users: ReadonlyMap<string, string>, interval: Interval): ReportedGrant[] {
  return [...facts.grants.values()]
    .filter((grant) => isGrantWithin(grant, interval))
    .map((grant) => {
      const verdict = facts.verdicts.grant.get(grant.key)?.entry;
      return {
        key: grant.key,
        user: users.get(grant.userId) ?? grant.userId,
        grantedTo: grant.grantedTo,
        state: grant.state,
        grantedAt: grant.grantedAt,
        endedAt: grant.endedAt,
        expirationDate: grant.expirationDate,
        verdict: verdict?.verdict ?? 'Unknown',
        provisional: verdict?.provisional ?? true,
        reason: verdict?.reason ?? 'Not judged yet.',
        request: verdict?.request ?? null,
      };
    });
}

function occurrencesOf(
  entries: readonly LedgerEntry[],
  interval: Interval,
): Pick<AuditReport, 'findings' | 'alterations'> {
  const inPeriod = entries.filter(({ at }) => isWithin(interval, at));
  return {
    findings: inPeriod.flatMap((entry) =>
      entry.type === 'finding'
        ? [{ key: entry.key, kind: entry.kind, severity: entry.severity, detail: entry.detail, at: entry.at }]
        : [],
    ),
    alterations: inPeriod.flatMap((entry) =>
      entry.type === 'record.altered'
        ? entry.fields.map(({ name, logged, found }) => ({
            object: entry.object,
            record: entry.record,
            field: name,
            logged: JSON.stringify(logged),
            found: JSON.stringify(found),
            at: entry.at,
          }))
        : [],
    ),
  };
}

function withheldIn(entries: readonly LedgerEntry[], reader: Reader): number {
  const all = new Set(commitmentsIn(entries as unknown as Json));
  return [...all].filter((commitment) => reader.text({ commitment }) === WITHHELD).length;
}
