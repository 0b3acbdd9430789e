/** The requests of a period with their gates, decisions and windows, as the ledger tells them. */
import type { DecisionReceived, KeyEnrolled, LedgerEntry, RequestRevision } from '../core/entries.ts';
import type { DecisionStatement } from '../core/statement.ts';
import { contactNames, fingerprintOf } from './keys.ts';
import { type Interval, isWithin } from './period.ts';
import type { Reader } from './reader.ts';
import type { ReportedDecision, ReportedRequest } from './report.ts';

/** @returns each request that anything was logged of inside `interval`, by its number. */
export function requestsOf(
  entries: readonly LedgerEntry[],
  reader: Reader,
  interval: Interval,
): ReportedRequest[] {
  const touched = new Set(
    entries.flatMap((entry) =>
      'request' in entry && entry.request !== null && isWithin(interval, entry.at) ? [entry.request] : [],
    ),
  );
  return [...touched]
    .flatMap((id) => {
      const own = entries.flatMap((entry, index) =>
        'request' in entry && entry.request === id ? [{ entry, index }] : [],
      );
      const revision = own.flatMap(({ entry }) => (entry.type === 'request.revision' ? [entry] : [])).at(-1);
      return revision ? [requestOf(revision, own, entries, reader)] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Own = readonly { entry: LedgerEntry; index: number }[];

function requestOf(
  revision: RequestRevision,
  own: Own,
  entries: readonly LedgerEntry[],
  reader: Reader,
): ReportedRequest {
  const { fields } = revision;
  const field = (name: string) => reader.text(fields[name]);
  const last = <Type extends LedgerEntry['type']>(type: Type) =>
    own
      .flatMap(({ entry }) => (entry.type === type ? [entry as Extract<LedgerEntry, { type: Type }>] : []))
      .at(-1);
  return {
    id: revision.request,
    name: revision.name,
    state: last('request.state')?.to ?? revision.state,
    outcome: last('window.ended')?.outcome ?? null,
    caseNumber: field('Support_Case_Number__c'),
    caseId: field('Support_Case_Id__c'),
    requestingParty: field('Requesting_Party__c'),
    incidentType: field('Incident_Type__c'),
    purpose: field('Purpose__c'),
    necessity: field('Necessity__c'),
    dataViewed: field('Data_Viewed__c'),
    targetUser: field('Target_User__c'),
    requestedBy: field('Requested_By__c') || field('Requested_By_Address__c'),
    submittedAt: own[0]?.entry.at ?? revision.at,
    window: last('decision.effective')?.window ?? null,
    gates: (last('policy.evaluated')?.gates ?? []).map(({ gate, state, reason }) => ({
      gate,
      state,
      reason,
    })),
    decisions: decisionsOf(own, entries, reader),
  };
}

function decisionsOf(own: Own, entries: readonly LedgerEntry[], reader: Reader): ReportedDecision[] {
  const names = contactNames(entries, reader);
  return own.flatMap(({ entry, index }) => {
    if (entry.type !== 'decision.received') return [];
    const settled = own
      .map((item) => item.entry)
      .find((other) => 'received' in other && other.received === index);
    const statement = entry.statement as unknown as DecisionStatement;
    const key = keyOf(entries, entry);
    return [
      {
        contact: names.get(entry.contact) ?? entry.contact,
        decision: entry.decision,
        reason: reader.text(statement.reason),
        receivedAt: entry.at,
        effectiveAt: settled?.type === 'decision.effective' ? settled.at : null,
        withoutEffect: settled?.type === 'decision.without_effect' ? settled.because : null,
        digest: entry.digest,
        keyFingerprint: key ? fingerprintOf(key.publicKey) : null,
      },
    ];
  });
}

function keyOf(
  entries: readonly LedgerEntry[],
  { contact, assertion }: DecisionReceived,
): KeyEnrolled | undefined {
  return entries.find(
    (entry): entry is KeyEnrolled =>
      entry.type === 'key.enrolled' &&
      entry.contact === contact &&
      entry.credentialId === assertion.credentialId,
  );
}
