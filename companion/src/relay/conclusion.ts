/** What follows from the evaluation of a request: it is asked for, waits for a gate to open, or is refused. */
import { funnelOutcome, type GateVerdict } from '../core/funnel.ts';
import { eligibleContacts } from '../core/roster.ts';
import { isBreakGlass } from './break-glass/break-glass.ts';
import { keepOpening } from './break-glass/break-glass-opening.ts';
import { raiseFinding } from './findings.ts';
import { climbLadder } from './ladder.ts';
import { refusedMail } from './mails/refused.ts';
import type { Reader } from './mails/tongue.ts';
import { gateFields, requestIntention } from './org-rows.ts';
import { partiesOf } from './parties.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { inOrg, notifyRequester } from './requester.ts';
import type { StoredRequest } from './rows.ts';
import { forgetTimers } from './settled.ts';
import { termsFor } from './terms.ts';
import { EVALUATE, EXPIRE } from './timers.ts';
import { transition } from './transitions.ts';
import type { Evaluation } from './weighing.ts';

/**
 * Logs what was found and lets it follow: the request is asked for, waits or is refused. Within a unit that holds the
 * ledger, under the policy in force.
 */
export async function conclude(unit: Unit, ports: RelayPorts, found: Evaluation): Promise<void> {
  const { request, gates, next, at, policy, roster } = found;
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
  if (outcome === 'open') return open(unit, ports, found, { change, fields });
  if (outcome === 'closed') return refuse(unit, ports, found, { change, fields });
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
  { request, at, policy }: Evaluation,
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
  { request, at, gates, policy, roster }: Evaluation,
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
