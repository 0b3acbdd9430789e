/** What a contact sees: who he is, his inbox, one request. Texts are the org's API names where the page translates them. */
import { AppError } from '../core/errors.ts';
import type { GateVerdict } from '../core/funnel.ts';
import { FINAL_STATES, OPEN_STATES } from '../core/requests.ts';
import { requesterName } from './announce.ts';
import { breakGlassView, isBreakGlass } from './break-glass/break-glass.ts';
import { clockTime, later } from './clock.ts';
import { progressNow } from './approvals.ts';
import { choicesOf } from './eligibility.ts';
import { extensionsOf, extensionView, hindranceToExtend } from './extensions.ts';
import { freezeView, hindranceToLook } from './freezes.ts';
import { grantChoice } from './grantor.ts';
import { policyInForce } from './policy.ts';
import { type InPlace, inPlaceOf } from './in-place.ts';
import { moveAwaiting } from './moving.ts';
import type { ContactRef, RelayPorts, Rows } from './ports.ts';
import type { Previews } from './previews.ts';
import { textOf } from './revisions.ts';
import { drillsWaitingFor } from './drills/drill-measures.ts';
import { type RosterInForce, rosterInForce, standing } from './roster.ts';
import type { StoredContact, StoredRequest } from './rows.ts';
import { limitsOf } from './snapshots.ts';
import { termsFor } from './terms.ts';

/** Where the main loop notes when the org was last read with success. */
export const CHECKED_SETTING = 'relay.checkedAt';

export interface MeView {
  contact: ContactRef;
  name: string;
  address: string;
  role: string;
  org: { id: string; name: string };
  language: string | null;
  timeZone: string | null;
  /** Address at which the contact is still to set up a passkey; null when no move is under way or he has moved. */
  moveTo: string | null;
}

/** @throws AppError not_signed_in when the contact is not sealed and active any more */
export async function requireContact({ org, store }: RelayPorts, contactId: string): Promise<StoredContact> {
  const row = await store.rows(org.orgId).contacts.get(contactId);
  const contact = row && standing(row);
  if (contact?.active) return contact;
  throw new AppError('not_signed_in', 'This contact is not on the sealed roster any more.');
}

export async function meView(ports: RelayPorts, contactId: string): Promise<MeView> {
  const { org } = ports;
  const { id, name, address, role, language, timeZone } = await requireContact(ports, contactId);
  return {
    contact: { org: org.orgId, id },
    ...{ name, address, role, language, timeZone },
    org: { id: org.orgId, name: org.name },
    moveTo: await moveAwaiting(ports.store.rows(org.orgId), ports, contactId),
  };
}

const hoursOf = ({ content }: StoredRequest): number => {
  const hours = content['Hours_Wanted__c'];
  return typeof hours === 'number' ? hours : 0;
};

export async function inboxView(ports: RelayPorts, contactId: string) {
  const { org, store } = ports;
  await requireContact(ports, contactId);
  const rows = store.rows(org.orgId);
  const now = await clockTime(ports);
  const roster = await rosterInForce(rows, ports);
  const checkedAt = await rows.settings.get(CHECKED_SETTING);
  const requests = await rows.requests.list();
  const waiting = await waitingFor(rows, requests, roster, contactId, now);
  const items = requests.map((request) => {
    const waits = waiting.has(request.id);
    const others = waits ? inPlaceOf(roster.contacts, request, contactId, now) : [];
    return inboxItemOf(ports, request, waits, others);
  });
  const drills = (await drillsWaitingFor(rows, contactId, now)).map((drill) => ({
    org: org.orgId,
    ...drill,
  }));
  return { now, checkedAt: typeof checkedAt === 'string' ? checkedAt : null, items, drills };
}

/** One line of a list. @param waiting whether the contact who looks may decide now; `others` for whom he does so, too */
export function inboxItemOf(
  { org }: Pick<RelayPorts, 'org'>,
  request: StoredRequest,
  waiting: boolean,
  others: readonly InPlace[] = [],
) {
  return {
    org: { id: org.orgId, name: org.name },
    id: request.id,
    name: request.name,
    caseNumber: request.caseNumber,
    requestingParty: textOf(request.content, 'Requesting_Party__c') ?? '',
    incidentType: textOf(request.content, 'Incident_Type__c') ?? '',
    targetUser: request.target?.name ?? '',
    environment: textOf(request.content, 'Environment__c') ?? org.environment,
    dataViewed: textOf(request.content, 'Data_Viewed__c') === 'Yes',
    hoursWanted: hoursOf(request),
    state: request.state,
    waiting,
    submittedAt: request.submittedAt,
    deadline: request.deadline,
    settledAt: request.settledAt,
    settledBy: request.settledBy,
    breakGlass: isBreakGlass(request),
    frozen: request.frozen,
    inPlaceOf: others.map(({ name, until }) => ({ name, until })),
  };
}

/** Ids of the requests on which this contact may decide and has not, or whose alteration he may look at. */
async function waitingFor(
  rows: Rows,
  requests: readonly StoredRequest[],
  roster: RosterInForce,
  contactId: string,
  now: string,
): Promise<Set<string>> {
  const waiting = new Set<string>();
  for (const request of requests.filter(({ state }) => OPEN_STATES.includes(state))) {
    const decisions = await rows.decisions.ofRequest(request.id);
    if (choicesOf(request, roster, decisions, contactId, now).choices.includes('Approve'))
      waiting.add(request.id);
  }
  for (const request of requests.filter(({ frozen, state }) => frozen && !FINAL_STATES.includes(state))) {
    const altered = await rows.alterations.standing(request.id);
    if (hindranceToLook(request, roster.contacts, contactId, altered) === null) waiting.add(request.id);
  }
  return waiting;
}

/** @throws AppError not_found, not_signed_in */
export async function requestView(
  ports: RelayPorts,
  previews: Previews,
  contactId: string,
  requestId: string,
) {
  const { org, store } = ports;
  await requireContact(ports, contactId);
  const rows = store.rows(org.orgId);
  const request = await rows.requests.get(requestId);
  if (!request) throw new AppError('not_found', 'There is no such request.');
  const now = await clockTime(ports);
  const policy = await policyInForce(rows);
  const terms = termsFor(policy.policy, request);
  const roster = await rosterInForce(rows, ports);
  const decisions = await rows.decisions.ofRequest(requestId);
  const { choices, because } = choicesOf(request, roster, decisions, contactId, now);
  const mayApprove = choices.includes('Approve');
  const { windowStart: start, windowEnd: end } = request;
  const window = start && end ? { start, end } : null;
  const limits = limitsOf(request, terms, now);
  return {
    now,
    org: { id: org.orgId, name: org.name, environment: org.environment },
    ...factsOf(request, org.environment),
    gates: [...request.gates] as GateVerdict[],
    accessPreview: mayApprove ? copyOf(await previews.recent(request)) : null,
    lesserUsers: mayApprove ? await previews.lesser(request) : null,
    limits: { ...limits, quorum: terms.quorum, singleApproverMinutes: terms.singleApproverMinutes },
    quorum: await progressNow(rows, ports, request, policy, now),
    earlier: await earlierOf(ports, request),
    extension: await extensionView(ports, request),
    extendedBy: (await extensionsOf(rows, request)).map(({ id, name, state }) => ({ id, name, state })),
    /** Why nobody can ask for an extension now; null when one can. */
    notExtendable: await hindranceToExtend(rows, request, now),
    timeline: await rows.projections.timeline(requestId),
    decisions: await decisionsOf(ports, requestId, contactId),
    window,
    breakGlass: breakGlassView(request, roster, contactId),
    freeze: await freezeView(rows, request, roster.contacts, contactId),
    unavoidableEnd: unavoidableEndOf(request, window, mayApprove ? limits.defaultMinutes : null, now),
    actsFor: mayApprove ? inPlaceOf(roster.contacts, request, contactId, now) : [],
    decidable: { allowed: mayApprove, because, choices },
  };
}

/** Of the window that is; else of the one that an approval of now would give, so that it is known before deciding. */
function unavoidableEndOf(
  { target }: StoredRequest,
  window: { start: string; end: string } | null,
  defaultMinutes: number | null,
  now: string,
): string | null {
  if (target === null) return null;
  if (window) return grantChoice(target, window).date;
  if (defaultMinutes === null) return null;
  return grantChoice(target, { start: now, end: later(now, { minutes: defaultMinutes }) }).date;
}

const copyOf = (preview: Awaited<ReturnType<Previews['recent']>>) =>
  preview && { ...preview, summary: [...preview.summary] };

function factsOf(request: StoredRequest, environment: string) {
  const { content, requester, target } = request;
  const text = (field: string) => textOf(content, field) ?? '';
  return {
    id: request.id,
    name: request.name,
    revision: request.revision,
    state: request.state,
    frozen: request.frozen,
    caseNumber: request.caseNumber,
    caseId: textOf(content, 'Support_Case_Id__c'),
    requestingParty: text('Requesting_Party__c'),
    requester: {
      id: requester?.id ?? null,
      name: requesterName(request),
      detail: requester?.username ?? null,
    },
    incidentType: text('Incident_Type__c'),
    purpose: text('Purpose__c'),
    necessity: text('Necessity__c'),
    dataViewed: text('Data_Viewed__c') === 'Yes',
    targetUser: { id: target?.id ?? null, name: target?.name ?? '', detail: target?.username ?? null },
    environment: text('Environment__c') || environment,
    hoursWanted: hoursOf(request),
    mode: request.mode ?? 'Standard',
    rosterVersion: request.rosterVersion,
    checkPhrase: request.checkPhrase,
    submittedAt: request.submittedAt,
    deadline: request.deadline,
  };
}

async function earlierOf({ org, store }: RelayPorts, request: StoredRequest) {
  const others = await store.rows(org.orgId).requests.ofCase(request.caseNumber, request.id);
  return others.map(({ id, name, state, submittedAt, target }) => ({
    ...{ id, name, state, submittedAt },
    targetUser: target?.name ?? '',
  }));
}

async function decisionsOf({ org, store }: RelayPorts, requestId: string, contactId: string) {
  const rows = store.rows(org.orgId);
  const names = new Map((await rows.contacts.list()).map(({ id, name }) => [id, name]));
  return (await rows.decisions.ofRequest(requestId)).map((decision) => ({
    contact: names.get(decision.contactId) ?? decision.contactId,
    mine: decision.contactId === contactId,
    decision: decision.decision,
    reason: decision.reason,
    receivedAt: decision.receivedAt,
    effectiveAt: decision.status === 'effective' ? decision.settledAt : null,
    ended: decision.endedBecause ?? decision.because,
    digest: decision.digest,
  }));
}
