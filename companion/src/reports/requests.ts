/** The requests of a period with their gates, decisions, windows and history, as the ledger tells them. */
import type { DecisionReceived, KeyEnrolled, LedgerEntry, RequestRevision } from '../core/entries/entries.ts';
import { asksForBreakGlass } from '../core/break-glass.ts';
import type { Json } from '../core/canonical.ts';
import type { DecisionStatement } from '../core/statement.ts';
import type { AccessWindow } from '../core/windows.ts';
import { historyOf, type Names } from './history.ts';
import { fingerprintOf } from './keys.ts';
import { type Interval, isWithin } from './period.ts';
import type { Reader } from './reader.ts';
import type { ReportedBreakGlass, ReportedDecision, ReportedRequest } from './report.ts';

type Own = { entry: LedgerEntry; index: number }[];

interface Ground {
  names: Names;
  reader: Reader;
  entries: readonly LedgerEntry[];
  /** Enrolments by contact and credential. */
  keys: ReadonlyMap<string, KeyEnrolled>;
}

/** @returns each request that anything was logged of inside `interval`, by its number. */
export function requestsOf(
  entries: readonly LedgerEntry[],
  names: Names,
  reader: Reader,
  interval: Interval,
): ReportedRequest[] {
  const ground = { names, reader, entries, keys: enrolments(entries) };
  return [...byRequest(entries).values()]
    .filter((own) => own.some(({ entry }) => isWithin(interval, entry.at)))
    .flatMap((own) => {
      const revision = lastOf(own, 'request.revision');
      return revision ? [requestOf(revision, own, ground)] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function byRequest(entries: readonly LedgerEntry[]): Map<string, Own> {
  const found = new Map<string, Own>();
  for (const [index, entry] of entries.entries()) {
    if (!('request' in entry) || entry.request === null) continue;
    const own = found.get(entry.request) ?? [];
    found.set(entry.request, own);
    own.push({ entry, index });
  }
  return found;
}

function enrolments(entries: readonly LedgerEntry[]): Map<string, KeyEnrolled> {
  const keys = new Map<string, KeyEnrolled>();
  for (const entry of entries) {
    if (entry.type === 'key.enrolled') keys.set(`${entry.contact}:${entry.credentialId}`, entry);
  }
  return keys;
}

type Entry<Type extends LedgerEntry['type']> = Extract<LedgerEntry, { type: Type }>;

function lastOf<Type extends LedgerEntry['type']>(own: Own, type: Type): Entry<Type> | undefined {
  return own.findLast(({ entry }) => entry.type === type)?.entry as Entry<Type> | undefined;
}

function requestOf(revision: RequestRevision, own: Own, ground: Ground): ReportedRequest {
  const { reader, names } = ground;
  const field = (name: string) => reader.text(revision.fields[name]);
  return {
    id: revision.request,
    name: revision.name,
    state: lastOf(own, 'request.state')?.to ?? revision.state,
    outcome: lastOf(own, 'window.ended')?.outcome ?? null,
    caseNumber: field('Support_Case_Number__c'),
    caseId: field('Support_Case_Id__c'),
    requestingParty: field('Requesting_Party__c'),
    incidentType: field('Incident_Type__c'),
    purpose: field('Purpose__c'),
    necessity: field('Necessity__c'),
    dataViewed: field('Data_Viewed__c'),
    environment: field('Environment__c'),
    hoursWanted: field('Hours_Wanted__c'),
    targetUser: field('Target_User__c'),
    requestedBy: field('Requested_By__c') || field('Requested_By_Address__c'),
    // A draft that was altered is on record before it was submitted.
    submittedAt: own.find(({ entry }) => entry.type !== 'record.altered')?.entry.at ?? revision.at,
    extends: extendsOf(revision, ground),
    window: windowOf(own),
    breakGlass: breakGlassOf(revision, own, ground),
    gates: (lastOf(own, 'policy.evaluated')?.gates ?? []).map(({ gate, state, reason, overridden }) => ({
      ...{ gate, reason },
      state: overridden === undefined ? state : `${state}, overridden by ${overridden}`,
    })),
    decisions: decisionsOf(own, ground),
    history: historyOf(
      own.map(({ entry }) => entry),
      names,
      reader,
      ground.entries,
    ),
  };
}

function extendsOf({ fields }: RequestRevision, { reader, entries }: Ground): string | null {
  const id = reader.text(fields['Extends__c']);
  if (id === '') return null;
  const earlier = entries.findLast((entry) => entry.type === 'request.revision' && entry.request === id);
  return earlier?.type === 'request.revision' ? earlier.name : id;
}

/** What was authorized, also when it was revoked since: what opens no window does not undo that there was one. */
function windowOf(own: Own): AccessWindow | null {
  const windows = own.flatMap(({ entry }) =>
    entry.type === 'decision.effective' || entry.type === 'breakglass.opened' ? [entry.window] : [],
  );
  return windows.findLast((window) => window !== null) ?? null;
}

function breakGlassOf(
  { fields }: RequestRevision,
  own: Own,
  { entries, names, reader }: Ground,
): ReportedBreakGlass | null {
  if (!asksForBreakGlass(fields)) return null;
  const opened = lastOf(own, 'breakglass.opened');
  const reviewed = lastOf(own, 'breakglass.reviewed');
  const act = reviewed && entries[reviewed.signed];
  const signed = act?.type === 'act.signed' ? act : undefined;
  return {
    reason: reader.text(fields['Break_Glass_Reason__c']),
    ...{ openedAt: opened?.at ?? null, reviewDue: opened?.reviewDue ?? null },
    review: reviewed
      ? {
          ...{ outcome: reviewed.outcome, at: reviewed.at },
          by: names.contacts.get(signed?.contact ?? '') ?? signed?.contact ?? '',
          reason: reader.text((signed?.statement as { reason?: Json } | undefined)?.reason),
        }
      : null,
  };
}

function decisionsOf(own: Own, ground: Ground): ReportedDecision[] {
  return own.flatMap(({ entry, index }) =>
    entry.type === 'decision.received' ? [decisionOf(entry, index, own, ground)] : [],
  );
}

function decisionOf(
  entry: DecisionReceived,
  index: number,
  own: Own,
  { names, reader, keys }: Ground,
): ReportedDecision {
  const settled = own
    .map((item) => item.entry)
    .find((other) => 'received' in other && other.received === index);
  const { reason, window } = entry.statement as unknown as DecisionStatement;
  const key = keys.get(`${entry.contact}:${entry.assertion.credentialId}`);
  return {
    contact: names.contacts.get(entry.contact) ?? entry.contact,
    decision: entry.decision,
    reason: reader.text(reason),
    bounds: window,
    receivedAt: entry.at,
    effectiveAt: settled?.type === 'decision.effective' ? settled.at : null,
    withoutEffect: settled?.type === 'decision.without_effect' ? settled.because : null,
    digest: entry.digest,
    keyFingerprint: key ? fingerprintOf(key.publicKey) : null,
  };
}
