/** The gates of an evaluation: whether the list is whole, and whether each says what the log gives. */
import { contentGates } from '../access-gates.ts';
import { canonicalize, type Json } from '../canonical.ts';
import type { Fields } from '../entries/entries.ts';
import { evaluateFunnel, type Gate, type GateVerdict } from '../funnel.ts';
import type { PolicyEvaluated } from '../entries/governance-entries.ts';
import type { AccessPolicy } from '../policy.ts';
import { policyGates, type PolicyGateInput } from '../policy-gates.ts';
import type { AccessRequest, Mode } from '../requests.ts';
import { type Reach, riskOf, RISKS, type Risk } from '../risk.ts';
import { termsOf } from '../terms.ts';

/**
 * The gates that every evaluation of version 2 names: which of them a policy closes depends on its terms, and none is left
 * out. A gate that comes later begins a version of its own; more gates than these do no harm.
 */
export const GATES_OF_VERSION_2: readonly string[] = [
  'case_number_present',
  'purpose_given',
  'duration_within_policy',
  'enrolled_contact_available',
  'requester_not_the_only_contact',
  'target_can_grant',
  'governance_mode',
  'environment_agrees',
  'risk_rated',
  'business_hours',
  'blackout_dates',
  'rate_cap',
];

/** What these depend on stands in the log in the clear, all of it. */
const DERIVED: readonly string[] = [
  'case_number_present',
  'duration_within_policy',
  'business_hours',
  'blackout_dates',
];

const DERIVED_GATES: readonly Gate<PolicyGateInput>[] = [...contentGates, ...policyGates].filter(({ name }) =>
  DERIVED.includes(name),
);
/** What the derived gates do not look at. */
const UNUSED = { orgEnvironment: '', mode: null, reach: 'unknown', earlier: [] } as const;

export interface GateGround {
  policy: AccessPolicy;
  /** Of the newest revision that was logged before. */
  fields: Fields;
  /** In force when the request was submitted. */
  mode: Mode;
}

/** @returns what is wrong with the gates of an evaluation, one sentence each */
export function gateProblems(entry: PolicyEvaluated, ground: GateGround): string[] {
  const named = new Map(entry.gates.map((gate) => [gate.gate, gate]));
  const found: string[] = [];
  if (named.size < entry.gates.length) found.push('a gate is named twice');
  if (entry.v === 2) {
    const missing = GATES_OF_VERSION_2.filter((name) => !named.has(name));
    if (missing.length > 0) found.push(`the gates ${missing.join(', ')} were left out`);
  }
  const request = aspectsOf(ground.fields, riskAmong(entry.gates));
  const input = { ...UNUSED, request: request as AccessRequest, policy: ground.policy, now: entry.at };
  for (const derived of evaluateFunnel(DERIVED_GATES, input)) {
    const logged = named.get(derived.gate);
    if (logged && (logged.state !== derived.state || logged.until !== derived.until))
      found.push(`the gate ${derived.gate} is called ${logged.state}, and is ${derived.state}`);
  }
  return [...found, ...evidenceProblems(named, request, ground)];
}

/** What a gate rests on besides its state: the rating, the rule that it picked, the mode, how many could decide. */
function evidenceProblems(
  named: ReadonlyMap<string, GateVerdict>,
  request: RequestAspects,
  { policy, mode }: GateGround,
): string[] {
  const found: string[] = [];
  const terms = termsOf(policy, request);
  const rated = evidenceOf(named.get('risk_rated'));
  if (rated && rated['rule'] !== terms.rule) found.push('another rule of the policy applies to the request');
  // Only an org of the request's own environment opens this gate: the risk is then rated in that one.
  const isOfEnvironment = named.get('environment_agrees')?.state === 'open';
  if (rated && isOfEnvironment && rated['risk'] !== riskOf(rated['reach'] as Reach, request))
    found.push('the risk is not the one that the reach of the user gives');
  const said = named.get('governance_mode')?.evidence;
  if (said !== undefined && canonicalize(said) !== canonicalize(mode))
    found.push('the governance mode is not the one of the submission');
  const available = evidenceOf(named.get('enrolled_contact_available'));
  const isOpen = named.get('enrolled_contact_available')?.state === 'open';
  if (available && isOpen && !(Number(available['available']) >= terms.quorum))
    found.push('fewer contacts were available than the policy asks for');
  return found;
}

const evidenceOf = (gate: GateVerdict | undefined): { readonly [name: string]: Json } | null =>
  typeof gate?.evidence === 'object' && gate.evidence !== null && !Array.isArray(gate.evidence)
    ? (gate.evidence as { readonly [name: string]: Json })
    : null;

/** @returns the risk that an evaluation rated; null in those of before there was a rating */
export function riskAmong(gates: readonly GateVerdict[]): Risk | null {
  const rated = evidenceOf(gates.find(({ gate }) => gate === 'risk_rated'));
  return RISKS.find((risk) => risk === rated?.['risk']) ?? null;
}

export type RequestAspects = Pick<
  AccessRequest,
  'caseNumber' | 'incidentType' | 'environment' | 'dataViewed' | 'hoursWanted'
> & { risk: Risk | null };

/** @returns what a request says of itself by which the policy chooses, as it was logged */
export function aspectsOf(fields: Fields, risk: Risk | null): RequestAspects {
  const text = (name: string) => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const viewed = text('Data_Viewed__c');
  const hours = fields['Hours_Wanted__c'];
  return {
    caseNumber: text('Support_Case_Number__c') ?? '',
    incidentType: text('Incident_Type__c'),
    environment: text('Environment__c'),
    dataViewed: viewed === null ? null : viewed === 'Yes',
    hoursWanted: typeof hours === 'number' ? hours : null,
    risk,
  };
}
