/** Fixes all that a contact is shown and may sign: single use, ten minutes, bound to contact, session and revision. */
import { toBase64url } from '../core/bytes.ts';
import type { Json } from '../core/canonical.ts';
import { checkOpenings, SALT_BYTES } from '../core/commitments.ts';
import type { RequestRevision } from '../core/entries/entries.ts';
import { AppError } from '../core/errors.ts';
import { LATEST_END_DAYS } from '../core/policy.ts';
import type { QuorumProgress } from '../core/quorum.ts';
import { actsFor } from '../core/roster.ts';
import { inLanguage } from '../core/sentences/sentences.ts';
import type { RequestTerms } from '../core/terms.ts';
import {
  type NamedReference,
  shownFieldsOf,
  type ShownExtension,
  type Snapshot,
  type StatementBase,
} from '../core/statement.ts';
import { wantedMinutes } from '../core/windows.ts';
import { clockTime, later, requireAgreeingClocks } from './clock.ts';
import { progressNow } from './approvals.ts';
import { choicesOf, refusal } from './eligibility.ts';
import { shownExtension } from './extensions.ts';
import { partiesOf } from './parties.ts';
import { type PolicyInForce, policyInForce } from './policy.ts';
import type { RelayPorts } from './ports.ts';
import type { Previews } from './previews.ts';
import { textOf } from './revisions.ts';
import { type RosterInForce, rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import { type Sealer, sealer } from './sealer.ts';
import { termsFor } from './terms.ts';

const LIFETIME = { minutes: 10 } as const;
const NONCE_BYTES = 32;

export interface StartDecision {
  contactId: string;
  sessionId: string;
  requestId: string;
  locale: string;
}

/** What a page may offer: never longer than wanted, never longer than the policy allows. */
export function limitsOf(request: StoredRequest, terms: RequestTerms, now: string): Snapshot['limits'] {
  const wanted = wantedMinutes(request.content['Hours_Wanted__c'], terms);
  const maximumMinutes = Math.min(terms.maximumWindowMinutes, wanted);
  return {
    maximumMinutes,
    defaultMinutes: Math.min(terms.defaultWindowMinutes, maximumMinutes),
    latestEnd: later(now, { hours: LATEST_END_DAYS * 24 }),
  };
}

/** @throws AppError not_found, request_closed, request_expired, request_frozen, not_eligible, not_asked, clock_offset */
export async function startDecision(
  ports: RelayPorts,
  previews: Previews,
  input: StartDecision,
): Promise<Snapshot> {
  const { org, store, random } = ports;
  const rows = store.rows(org.orgId);
  const request = await rows.requests.get(input.requestId);
  if (!request) throw new AppError('not_found', 'There is no such request.');
  const ground = { policy: await policyInForce(rows), roster: await rosterInForce(rows, ports) };
  const at = await clockTime(ports);
  const decisions = await rows.decisions.ofRequest(request.id);
  const { choices, because } = choicesOf(request, ground.roster, decisions, input.contactId, at);
  if (because !== null) throw refusal(because);
  await requireAgreeingClocks(rows);
  const revision = await revisionOf(ports, request);
  const progress = await progressNow(rows, ports, request, ground.policy, at);
  const { seal, openings: own } = sealer(ports);
  const extension = await shownExtension(ports, request, seal);
  const found = { request, revision, extension, progress, at, ...ground, ...input };
  const base = {
    ...(await baseOf(ports, previews, found)),
    ...(choices.includes('Approve') &&
      (await delegatorsIn(ground.roster, request, input.contactId, at, seal))),
  };
  const ofRevision = await store.ledger.openings(org.orgId, request.revisionIndex, request.revisionIndex + 1);
  const logged = [...ofRevision, ...own];
  const { opened, withheld } = await checkOpenings(ports.hmac, base as unknown as Json, logged);
  if (withheld.length > 0)
    throw new AppError('unavailable', 'Values of this request were erased; it cannot be shown.');
  const snapshot: Snapshot = {
    base,
    openings: [...opened.values()].map(({ path, value, salt }) => ({ path, value, salt })),
    own,
    reasonSalt: toBase64url(random(SALT_BYTES)),
    expiresAt: later(at, LIFETIME),
    choices,
    limits: limitsOf(request, termsFor(ground.policy.policy, request), at),
  };
  const { contactId, sessionId } = input;
  await store.unit(org.orgId, (unit) =>
    unit.snapshots.put({
      ...{ nonce: base.nonce, contactId, sessionId, requestId: request.id, revision: request.revision },
      ...{ body: snapshot, expiresAt: snapshot.expiresAt },
    }),
  );
  return snapshot;
}

/** In whose place the contact decides, too: what he signs names them. */
async function delegatorsIn(
  { contacts }: RosterInForce,
  request: StoredRequest,
  contactId: string,
  at: string,
  seal: Sealer['seal'],
): Promise<Pick<StatementBase, 'actsFor'>> {
  const named = [];
  for (const { id, name, role } of actsFor(contacts, partiesOf(request), contactId, at)) {
    named.push({ contact: { id, name: await seal(`Delegator/${id}/Name`, name) }, role });
  }
  return named.length > 0 ? { actsFor: named } : {};
}

/** The window that stands, as long as it can be revoked. */
const windowOf = ({ windowStart: start, windowEnd: end }: StoredRequest) =>
  start !== null && end !== null ? { start, end } : null;

async function revisionOf({ org, store }: RelayPorts, request: StoredRequest): Promise<RequestRevision> {
  const { revisionIndex: from } = request;
  const [logged] = await store.ledger.entries(org.orgId, { from, to: from + 1 });
  if (logged?.entry.type === 'request.revision') return logged.entry;
  throw new AppError('ledger_inconsistent', `Entry ${from} is not the revision it should be.`);
}

async function baseOf(
  ports: RelayPorts,
  previews: Previews,
  found: {
    request: StoredRequest;
    revision: RequestRevision;
    extension: ShownExtension | null;
    progress: QuorumProgress;
    policy: PolicyInForce;
    roster: RosterInForce;
    at: string;
    contactId: string;
    locale: string;
  },
): Promise<StatementBase> {
  const { request, revision, extension, progress, policy, roster, at, contactId, locale } = found;
  const { org, random } = ports;
  const { fields } = revision;
  const preview = await previews.read(request);
  return {
    v: 1,
    type: windowOf(request) === null ? 'access-decision' : 'access-revocation',
    nonce: toBase64url(random(NONCE_BYTES)),
    org: { id: org.orgId, environment: org.environment },
    contact: { id: contactId, rosterEntry: roster.version },
    request: {
      id: request.id,
      name: request.name,
      revision: request.revision,
      fields: Object.fromEntries(shownFieldsOf(fields).map((field) => [field, fields[field] ?? null])),
    },
    scope: {
      targetUser: fields['Target_User__c'] as unknown as NamedReference,
      caseNumber: request.caseNumber,
      caseId: textOf(request.content, 'Support_Case_Id__c'),
      dataViewed: fields['Data_Viewed__c'] === 'Yes',
      purpose: fields['Purpose__c'] as unknown as StatementBase['scope']['purpose'],
    },
    extension,
    gates: request.gates.map((gate) => ({ ...gate, reason: inLanguage(gate.reason, locale) })),
    accessPreview: preview && {
      ...preview,
      summary: preview.summary.map((line) => inLanguage(line, locale)),
    },
    deadline: request.deadline ?? at,
    standing: { given: progress.given, needed: progress.needed },
    authorized: windowOf(request),
    mode: request.mode ?? 'Standard',
    policyVersion: policy.version,
    rosterVersion: roster.version,
    checkPhrase: request.checkPhrase ?? '',
    shownAt: at,
    locale,
  };
}
