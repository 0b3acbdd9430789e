/** The policy funnel of a submitted request, and what follows from it: refused, waiting, or announced. */
import { accessGates } from '../core/access-gates.ts';
import { AppError } from '../core/errors.ts';
import { evaluateFunnel, funnelOutcome, type Gate, type GateVerdict, nextOpening } from '../core/funnel.ts';
import { policyGates } from '../core/policy-gates.ts';
import type { AccessRequest } from '../core/requests.ts';
import { eligibleContacts, type Identity, noticeOnlyContacts } from '../core/roster.ts';
import { termsOf } from '../core/terms.ts';
import { announce } from './announce.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { postMail } from './deliveries.ts';
import { raiseFinding } from './findings.ts';
import { refusedMail } from './mails/refused.ts';
import { gateFields, requestIntention } from './org-rows.ts';
import { type PolicyInForce, policyInForce } from './policy.ts';
import { policyGround } from './policy-ground.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { textOf } from './revisions.ts';
import { type RosterInForce, rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import { forgetTimers } from './settled.ts';
import { EVALUATE, EXPIRE } from './timers.ts';
import { transition } from './transitions.ts';
import { writeSoon } from './writing.ts';

/** When to try again what failed because the org was out of reach. */
const RETRY = { seconds: 20 } as const;

export const partiesOf = ({
  requester,
  target,
  content,
}: StoredRequest): { requester: Identity; target: Identity } => ({
  requester: {
    userId: requester?.id ?? null,
    address: requester?.email ?? textOf(content, 'Requested_By_Address__c'),
    username: requester?.username ?? null,
  },
  target: {
    userId: target?.id ?? null,
    address: target?.email ?? null,
    username: target?.username ?? null,
  },
});

/** The request as the rules read it. */
function domainRequest(request: StoredRequest): AccessRequest {
  const { content } = request;
  const text = (field: string) => textOf(content, field);
  const named = (person: StoredRequest['target']) =>
    person && { id: person.id, name: person.name, address: person.email };
  const viewed = text('Data_Viewed__c');
  const hours = content['Hours_Wanted__c'];
  return {
    id: request.id,
    name: request.name,
    org: request.orgId,
    revision: request.revision,
    state: request.state,
    caseNumber: request.caseNumber,
    caseId: text('Support_Case_Id__c'),
    requestingParty: text('Requesting_Party__c'),
    incidentType: text('Incident_Type__c'),
    purpose: text('Purpose__c') ?? '',
    necessity: text('Necessity__c') ?? '',
    dataViewed: viewed === null ? null : viewed === 'Yes',
    targetUser: named(request.target),
    environment: text('Environment__c'),
    hoursWanted: typeof hours === 'number' ? hours : null,
    requestedBy: named(request.requester) ?? { id: null, name: '', address: text('Requested_By_Address__c') },
    submittedAt: request.submittedAt,
    deadline: request.deadline,
  };
}

/** More than one signature per request is not built yet: such a policy lets nothing through rather than too much. */
const quorumSupported: Gate<{ policy: PolicyInForce['policy'] }> = {
  name: 'quorum_supported',
  evaluate: ({ policy }) =>
    policy.quorum === 1
      ? { state: 'open', reason: 'One approval is needed.' }
      : {
          state: 'closed',
          reason: `The policy asks for ${policy.quorum} approvals; this version counts one.`,
        },
};

/** Evaluates a request that is still submitted; repeatable. An org out of reach leaves it for a timer. */
export async function evaluate(ports: RelayPorts, id: string): Promise<void> {
  const { org, store, log } = ports;
  try {
    await store.exclusive(org.orgId, id, () => evaluateNow(ports, id));
    await writeSoon(ports);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'org_unreachable') throw error;
    log.warn({ request: id }, 'the org is out of reach; the request is evaluated again soon');
    const at = later(await clockTime(ports), RETRY);
    await store.unit(org.orgId, (unit) => unit.enqueue(EVALUATE, { request: id }, { key: id, at }));
  }
}

async function evaluateNow(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const request = await rows.requests.get(id);
  if (request?.state !== 'Submitted') return;
  const ground = { policy: await policyInForce(rows), roster: await rosterInForce(rows, ports) };
  const targetCanGrant = request.targetUser
    ? await org.targetCanGrant(request.targetUser)
    : { state: 'closed' as const, reason: 'The request names no user to log in as.' };
  const at = await clockTime(ports);
  const { policy } = ground.policy;
  const { risk, ...rated } = await policyGround(ports, rows, request, policy);
  const input = {
    ...{ request: { ...domainRequest(request), risk }, ...partiesOf(request), targetCanGrant },
    ...{ policy, roster: ground.roster.contacts, now: at, ...rated },
  };
  const { deadlineMinutes } = termsOf(policy, input.request);
  const deadline = deadlineOf(request, deadlineMinutes);
  const { gates, next } = shutForGood(
    evaluateFunnel(GATES, input),
    () => nextOpening(GATES, input),
    deadline,
  );
  const found = { gates, next, at, ...ground };
  await store.unit(org.orgId, (unit) => conclude(unit, ports, { ...request, risk, deadline }, found), {
    lock: id,
  });
}

const GATES = [...accessGates, quorumSupported, ...policyGates];

/** It runs from the submission and never starts anew: by the risk that was rated first. */
const deadlineOf = ({ risk, submittedAt, deadline }: StoredRequest, minutes: number): string | null =>
  risk === null && submittedAt !== null ? later(submittedAt, { minutes }) : deadline;

/** A request that would be taken up after its deadline alone is refused at once rather than left to expire. */
function shutForGood(
  gates: GateVerdict[],
  search: () => string | null,
  deadline: string | null,
): { gates: GateVerdict[]; next: string | null } {
  if (funnelOutcome(gates) !== 'waits') return { gates, next: null };
  const next = search();
  if (next !== null && (deadline === null || isBefore(next, deadline))) return { gates, next };
  const when = next === null ? 'not within 60 days' : `at ${next} at the earliest`;
  const reason = `It could be taken up ${when}, which is after its deadline.`;
  return { gates: [...gates, { gate: 'opens_before_deadline', state: 'closed', reason }], next: null };
}

interface Evaluation {
  gates: GateVerdict[];
  /** When all gates open by waiting. */
  next: string | null;
  at: string;
  policy: PolicyInForce;
  roster: RosterInForce;
}

async function conclude(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  found: Evaluation,
): Promise<void> {
  const { gates, next, at, policy, roster } = found;
  const outcome = funnelOutcome(gates);
  const pointer = await unit.append({
    v: 1,
    type: 'policy.evaluated',
    org: request.orgId,
    at,
    request: request.id,
    revision: request.revision,
    policyVersion: policy.version,
    rosterVersion: roster.version,
    gates,
    outcome,
  });
  const { risk, deadline } = request;
  const change = { gates, risk, deadline, policyVersion: policy.version, rosterVersion: roster.version };
  if (deadline) await unit.enqueue(EXPIRE, { request: request.id }, { key: request.id, at: deadline });
  const fields = {
    ...gateFields(gates),
    Submitted_At__c: request.submittedAt,
    Deadline__c: request.deadline,
    Mode__c: request.mode,
    Check_Phrase__c: request.checkPhrase,
    Policy_Version__c: policy.version,
    Roster_Version__c: roster.version,
    Revision__c: request.revision,
  };
  if (outcome === 'open') return open(unit, ports, request, found, { change, fields });
  if (outcome === 'closed') return refuse(unit, ports, request, found, { change, fields });
  await unit.requests.change(request.id, { ...change, nextOpen: next });
  await unit.projections.intend(requestIntention(request.id, { ...fields, Next_Open__c: next }, pointer));
  if (next) await unit.enqueue(EVALUATE, { request: request.id }, { key: request.id, at: next });
}

interface Written {
  change: Partial<StoredRequest>;
  fields: Readonly<Record<string, string | number | null>>;
}

async function open(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { at, policy, roster }: Evaluation,
  { change, fields }: Written,
): Promise<void> {
  const asked = eligibleContacts(roster.contacts, partiesOf(request), policy.policy.firstLevel);
  const names = asked.map(({ name }) => name).join(', ');
  await transition(unit, request, {
    to: 'Awaiting_decision',
    at,
    because: 'every gate of the policy is open',
    change: { ...change, nextOpen: null },
    fields: { ...fields, Next_Open__c: null },
    entry: {
      ...{ kind: 'Policy', actor: null, textKey: 'policy.open', values: { contacts: names } },
      summary: `Every rule of the policy is met. Asked: ${names}`,
    },
  });
  const informed = noticeOnlyContacts(roster.contacts, policy.policy.firstLevel);
  await announce(unit, ports, { ...request, ...change }, [...asked, ...informed], at);
}

async function refuse(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { at, gates, policy, roster }: Evaluation,
  { change, fields }: Written,
): Promise<void> {
  const reasons = gates.filter(({ state }) => state !== 'open').map(({ reason }) => reason);
  await transition(unit, request, {
    to: 'Refused_by_policy',
    at,
    because: gates.flatMap(({ gate, state }) => (state === 'open' ? [] : [`${gate} is ${state}`])).join(', '),
    change: { ...change, nextOpen: null, settledAt: at },
    fields,
    entry: {
      ...{ kind: 'Policy', actor: null, textKey: 'policy.closed', values: { reasons } },
      summary: `Refused by policy: ${reasons.join(' ')}`,
    },
  });
  await forgetTimers(unit, request.id);
  await tellRequester(unit, ports, request, reasons, at);
  const { firstLevel } = policy.policy;
  if (eligibleContacts(roster.contacts, partiesOf(request), firstLevel).length > 0) return;
  await raiseFinding(unit, request.orgId, at, {
    key: `no-contact:${request.id}`,
    kind: 'Roster_proposal',
    severity: 'Critical',
    title: `${request.name} found nobody who may decide`,
    details: `No authorization contact of level ${firstLevel} is sealed, active, has a passkey and is neither the requester nor the target user. Requests like this one are refused until somebody is.`,
    nextStep:
      'Seal the roster if that was not done, and see to it that the invited contacts set up their passkeys.',
    facts: [['Support case', request.caseNumber]],
    requestId: request.id,
    subject: { request: request.id },
    detail: 'No contact is eligible.',
  });
}

async function tellRequester(
  unit: Unit,
  { org }: RelayPorts,
  request: StoredRequest,
  reasons: readonly string[],
  at: string,
): Promise<void> {
  const { requester } = request;
  const address = partiesOf(request).requester.address;
  if (address === null) return;
  const content = refusedMail({
    orgName: org.name,
    requestName: request.name,
    caseNumber: request.caseNumber,
    reasons,
    at,
    zone: requester?.timeZone ?? null,
    url: `${org.instanceUrl}/lightning/r/Access_Request__c/${request.id}/view`,
  });
  const contact = { id: null, name: requester?.name ?? address, address };
  const key = `refused:${request.id}`;
  await postMail(unit, { at, key, kind: 'refused', requestId: request.id, contact, content });
}
