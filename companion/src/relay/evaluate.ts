/** The policy funnel of a submitted request, and what follows from it: refused, waiting, or announced. */
import { accessGates, extensionFits } from '../core/access-gates.ts';
import { AppError } from '../core/errors.ts';
import { evaluateFunnel, funnelOutcome, type GateVerdict, nextOpening } from '../core/funnel.ts';
import { policyGates } from '../core/policy-gates.ts';
import { eligibleContacts } from '../core/roster.ts';
import { termsOf } from '../core/terms.ts';
import { breakGlassVerdicts, isBreakGlass } from './break-glass/break-glass.ts';
import { keepOpening, openKept } from './break-glass/break-glass-opening.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { extensionGround } from './extensions.ts';
import { raiseFinding } from './findings.ts';
import { climbLadder } from './ladder.ts';
import { refusedMail } from './mails/refused.ts';
import type { Reader } from './mails/tongue.ts';
import { gateFields, requestIntention } from './org-rows.ts';
import { domainRequest, partiesOf } from './parties.ts';
import { type PolicyInForce, policyInForce } from './policy.ts';
import { policyGround } from './policy-ground.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { inOrg, notifyRequester } from './requester.ts';
import { type RosterInForce, rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import { forgetTimers } from './settled.ts';
import { termsFor } from './terms.ts';
import { EVALUATE, EXPIRE } from './timers.ts';
import { transition } from './transitions.ts';
import { writeSoon } from './writing.ts';

/**
 * When to try again what failed because the org was out of reach or refused it, or because another policy took force
 * meanwhile: doubling from the first pause to the last, so that an org that goes on refusing is not asked for ever.
 */
const FIRST_PAUSE_SECONDS = 20;
const LONGEST_PAUSE_SECONDS = 600;
const RETRIED: readonly string[] = ['org_unreachable', 'rate_limited', 'request_changed'];

const pauseAfter = (failures: number): { seconds: number } => ({
  seconds: Math.min(FIRST_PAUSE_SECONDS * 2 ** failures, LONGEST_PAUSE_SECONDS),
});

/**
 * Evaluates a request that is still submitted; repeatable. An org out of reach leaves it for a timer.
 * @param failures how often in a row it came to nothing before
 */
export async function evaluate(ports: RelayPorts, id: string, failures = 0): Promise<void> {
  const { org, store, log } = ports;
  try {
    await store.exclusive(org.orgId, id, () => evaluateNow(ports, id));
    await writeSoon(ports);
  } catch (error) {
    if (!(error instanceof AppError) || !RETRIED.includes(error.code)) throw error;
    log.warn({ request: id, code: error.code }, 'a request is evaluated again soon');
    const at = later(await clockTime(ports), pauseAfter(failures));
    const again = { request: id, failures: failures + 1 };
    await store.unit(org.orgId, (unit) => unit.enqueue(EVALUATE, again, { key: id, at }));
  }
}

async function evaluateNow(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const request = await rows.requests.get(id);
  if (request?.state !== 'Submitted') return;
  const isEmergency = isBreakGlass(request);
  if (isEmergency && request.breakGlass !== null && (await openKept(ports, id))) return;
  const ground = { policy: await policyInForce(rows), roster: await rosterInForce(rows, ports) };
  const targetCanGrant = request.targetUser
    ? await org.targetCanGrant(request.targetUser)
    : { state: 'closed' as const, reason: 'The request names no user to log in as.' };
  const at = await clockTime(ports);
  const { policy } = ground.policy;
  const { risk, ...rated } = await policyGround(ports, rows, request, policy);
  const extension = await extensionGround(rows, request);
  const input = {
    ...{ request: { ...domainRequest(request), risk }, ...partiesOf(request), targetCanGrant },
    ...{ policy, roster: ground.roster.contacts, now: at, ...rated, ...extension },
  };
  const { deadlineMinutes } = termsOf(policy, input.request);
  const deadline = deadlineOf(request, deadlineMinutes);
  const asked = 'extended' in extension ? [...GATES, extensionFits] : GATES;
  const verdicts = evaluateFunnel(asked, input);
  const { gates, next } = isEmergency
    ? atOnce(await breakGlassVerdicts(ports, rows, request, { verdicts, ...input, policy: ground.policy }))
    : shutForGood(verdicts, () => nextOpening(asked, input), deadline);
  const found = { gates, next, at, ...ground };
  await store.unit(org.orgId, (unit) => conclude(unit, ports, { ...request, risk, deadline }, found), {
    lock: id,
  });
  if (isEmergency && !(await openKept(ports, id)))
    throw new AppError('request_changed', 'The ground of this emergency has changed meanwhile.');
}

const GATES = [...accessGates, ...policyGates];

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
  const reason =
    next === null
      ? 'It could not be taken up within 60 days, and its deadline is before that.'
      : `It could be taken up at ${next} at the earliest, which is after its deadline.`;
  return { gates: [...gates, { gate: 'opens_before_deadline', state: 'closed', reason }], next: null };
}

/** An emergency does not wait: what opened later, unexpected, would be no emergency any more. */
function atOnce(gates: GateVerdict[]): { gates: GateVerdict[]; next: null } {
  if (funnelOutcome(gates) !== 'waits') return { gates, next: null };
  const reason = 'Break-glass opens at once or not at all; raise an ordinary request, which waits.';
  return { gates: [...gates, { gate: 'break_glass_at_once', state: 'closed', reason }], next: null };
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
    v: 2,
    type: 'policy.evaluated',
    org: request.orgId,
    at,
    request: request.id,
    revision: request.revision,
    policyVersion: policy.version,
    rosterVersion: roster.version,
    gates,
    outcome,
    ...{ submittedAt: request.submittedAt, deadline: request.deadline, mode: request.mode },
  });
  // No other policy can take force from the append on: what is logged holds.
  if ((await policyInForce(unit)).version !== policy.version)
    throw new AppError('request_changed', 'Another policy took force meanwhile.');
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
  if (outcome === 'open' && isBreakGlass(request)) {
    const terms = termsFor(policy.policy, request);
    return keepOpening(unit, request, { pointer, terms, at, change });
  }
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
  { at, policy }: Evaluation,
  { change, fields }: Written,
): Promise<void> {
  const { quorum } = termsFor(policy.policy, request);
  const numbers = { approvalsGiven: 0, approvalsNeeded: quorum };
  await transition(unit, request, {
    to: 'Awaiting_decision',
    at,
    because: 'every gate of the policy is open',
    change: { ...change, ...numbers, nextOpen: null },
    fields: { ...fields, Next_Open__c: null, Approvals_Given__c: 0, Approvals_Needed__c: quorum },
    entry: {
      ...{ kind: 'Policy', actor: null, textKey: 'policy.open', values: { quorum } },
      summary: `Every rule of the policy is met. ${quorum === 1 ? '1 approval is' : `${quorum} approvals are`} needed`,
    },
  });
  await climbLadder(unit, ports, { ...request, ...change, ...numbers, state: 'Awaiting_decision' }, at);
}

const shutGates = (gates: readonly GateVerdict[]) =>
  gates.filter(({ state, overridden }) => state !== 'open' && overridden === undefined);

async function refuse(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { at, gates, policy, roster }: Evaluation,
  { change, fields }: Written,
): Promise<void> {
  const reasons = shutGates(gates).map(({ reason }) => reason);
  await transition(unit, request, {
    to: 'Refused_by_policy',
    at,
    because: shutGates(gates)
      .map(({ gate, state }) => `${gate} is ${state}`)
      .join(', '),
    change: { ...change, nextOpen: null, settledAt: at },
    fields,
    entry: {
      ...{ kind: 'Policy', actor: null, textKey: 'policy.closed', values: { reasons } },
      summary: `Refused by policy: ${reasons.join(' ')}`,
    },
  });
  await forgetTimers(unit, request.id);
  await tellRequester(unit, ports, request, reasons, at);
  const levels = termsFor(policy.policy, request).ladder.map(({ level }) => level);
  const eligible = eligibleContacts(roster.contacts, partiesOf(request));
  if (eligible.some(({ level }) => levels.includes(level))) return;
  await raiseFinding(unit, request.orgId, at, {
    key: `no-contact:${request.id}`,
    kind: 'Roster_proposal',
    severity: 'Critical',
    title: `${request.name} found nobody who may decide`,
    details: `No authorization contact of level ${levels.join(', ')} is sealed, active, has a passkey and is neither the requester nor the target user. Requests like this one are refused until somebody is.`,
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
  ports: RelayPorts,
  request: StoredRequest,
  reasons: readonly string[],
  at: string,
): Promise<void> {
  const content = (reader: Reader) =>
    refusedMail({
      ...{ ...reader, orgName: ports.org.name, requestName: request.name, caseNumber: request.caseNumber },
      ...{ reasons, at, url: inOrg(ports, request) },
    });
  const key = `refused:${request.id}`;
  await notifyRequester(unit, ports, request, { at, key, matter: key, kind: 'refused', content });
}
