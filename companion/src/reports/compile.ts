/** Compiles the report of a period from the ledger alone; the org's rows only add their differences. */
import type { Json } from '../core/canonical.ts';
import { parseNote } from '../core/checkpoint.ts';
import { commitmentsIn, type Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries.ts';
import type { ObservedLogin } from '../core/evidence.ts';
import { applyEntry, type Facts, noFacts, reconcileContext } from '../core/facts.ts';
import { reconcileAccesses } from '../core/reconcile.ts';
import { differencesOf, type OrgRecord } from './differences.ts';
import { keysOf } from './keys.ts';
import { limitsOfSight } from './limits-of-sight.ts';
import { type Interval, intervalOf, isWithin, type Period } from './period.ts';
import { type Reader, readerOf } from './reader.ts';
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
  const interval = intervalOf(input.period);
  const reader = await readerOf(input.openings);
  const facts = noFacts();
  for (const [index, entry] of input.entries.entries()) applyEntry(facts, entry, index);
  const coverage = [...facts.coverage.values()];
  const accesses = accessesOf(input.entries, facts, reader, interval, input.madeAt);
  return {
    name: input.name,
    org: input.org,
    demonstration: input.entries.some((entry) => entry.type === 'ledger.opened' && entry.demonstration),
    period: input.period,
    ...interval,
    madeAt: input.madeAt,
    modes: facts.modes.map(({ mode, effectiveFrom }) => ({ mode, effectiveFrom })),
    coverage,
    cannotSee: limitsOfSight(coverage, interval.from, interval.to),
    requests: requestsOf(input.entries, reader, interval),
    grants: grantsOf(facts, reader, interval),
    accesses: accesses.filter(({ verdict }) => verdict !== ''),
    ownAdministrators: accesses.filter(({ verdict }) => verdict === ''),
    ...occurrencesOf(input.entries, interval),
    differences: differencesOf(input.entries, input.leaves, facts, input.records),
    keys: keysOf(input.entries, reader),
    withheld: withheldIn(input.entries, input.openings, reader),
    checkpoint: { size: parseNote(input.checkpoint).checkpoint.size, note: input.checkpoint },
  };
}

/** Names of users as the ledger's requests and contacts know them; else the pseudonym, the record id. */
function userName(facts: Facts, reader: Reader, userId: string): string {
  for (const { fields } of facts.revisions.values()) {
    for (const person of [fields['Target_User__c'], fields['Requested_By__c']]) {
      if ((person as { id?: Json } | null)?.id === userId) return reader.text(person);
    }
  }
  return userId;
}

function accessesOf(
  entries: readonly LedgerEntry[],
  facts: Facts,
  reader: Reader,
  interval: Interval,
  now: string,
): ReportedAccess[] {
  const actors = new Map(
    entries.flatMap((entry) =>
      entry.type === 'access.seen' ? [[entry.access, reader.text(entry.actor)]] : [],
    ),
  );
  // Only to tell who is judged at all; what is printed is the verdict that the ledger holds.
  const judged = new Map(
    reconcileAccesses([...facts.logins.values()], reconcileContext(facts, now)).map((item) => [
      item.key,
      item,
    ]),
  );
  return [...facts.logins.values()]
    .filter((login) => isWithin(interval, login.loginAt))
    .map((login) => {
      const logged = facts.verdicts.get(`access:${login.key}`)?.entry;
      const own = judged.get(login.key)?.verdict === null;
      return {
        key: login.key,
        actorClass: login.actorClass,
        actor: actors.get(login.key) ?? '',
        target: targetOf(login, facts, reader),
        caseIdentifier: login.caseIdentifier,
        loginAt: login.loginAt,
        logoutAt: login.logoutAt,
        verdict: own ? '' : (logged?.verdict ?? 'Unknown'),
        provisional: logged?.provisional ?? !own,
        strength: logged?.strength ?? 'None',
        reason: logged?.reason ?? (own ? 'Recorded and counted.' : 'Not judged yet.'),
        request: logged?.request ?? null,
        evidence: login.evidence.map(({ source, key }) => `${source} ${key}`),
      };
    })
    .sort((a, b) => (a.loginAt < b.loginAt ? -1 : 1));
}

function targetOf({ target }: ObservedLogin, facts: Facts, reader: Reader): string {
  if (target.state === 'Resolved') return userName(facts, reader, target.userId);
  return target.state === 'Ambiguous'
    ? `one of ${target.candidates.map((id) => userName(facts, reader, id)).join(', ')}`
    : 'not named';
}

function grantsOf(facts: Facts, reader: Reader, interval: Interval): ReportedGrant[] {
  return [...facts.grants.values()]
    .filter(({ grantedAt, endedAt }) => {
      const from = grantedAt ?? interval.from;
      return from < interval.to && (endedAt ?? interval.to) >= interval.from;
    })
    .map((grant) => {
      const verdict = facts.verdicts.get(`grant:${grant.key}`)?.entry;
      return {
        key: grant.key,
        user: userName(facts, reader, grant.userId),
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

function withheldIn(entries: readonly LedgerEntry[], openings: readonly Opening[], reader: Reader): number {
  const all = new Set(commitmentsIn(entries as unknown as Json));
  if (openings.length === 0) return all.size;
  return [...all].filter((commitment) => reader.text({ commitment }) === '[withheld]').length;
}
