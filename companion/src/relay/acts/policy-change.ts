/**
 * A change of the policy that was made in the org takes force when a contact has signed it: he sees each term that differs,
 * whom it would have asked, and what it would have done to past requests. The first policy is signed as the beginning.
 */
import type { Json } from '../../core/canonical.ts';
import { AppError } from '../../core/errors.ts';
import type { AccessPolicy } from '../../core/policy.ts';
import { policyDiff } from '../../core/policy-diff.ts';
import { followChanges } from '../voiding.ts';
import {
  type PolicyInForce,
  policyDigest,
  policyInForce,
  policyProposal,
  putInForce,
  turnDownPolicy,
} from '../policy.ts';
import type { RelayPorts, Rows, Unit } from '../ports.ts';
import type { Sealer } from '../sealer.ts';
import { askedBy, simulatePast } from '../simulation.ts';
import { EVALUATE } from '../timers.ts';
import { hindranceOf } from './hindrance.ts';
import type { ActGround, ActKind, Prepared } from './kind.ts';

interface Waiting {
  kind: 'Founding' | 'Change';
  version: string;
  before: PolicyInForce | null;
  policy: AccessPolicy;
}

/** The first policy, while nobody has said a word about it; and what the org proposes. */
export async function waitingPolicies(rows: Rows): Promise<Waiting[]> {
  const current = await policyInForce(rows);
  const { version, policy } = current;
  const proposal = await policyProposal(rows);
  const isNew = current.signed === null && (await rows.acts.ofSubject('policy-change', version)).length === 0;
  return [
    ...(isNew ? [{ kind: 'Founding' as const, version, before: null, policy }] : []),
    ...(proposal && !proposal.rejected
      ? [{ kind: 'Change' as const, version: proposal.version, before: current, policy: proposal.policy }]
      : []),
  ];
}

async function find(rows: Rows, subject: string): Promise<Waiting> {
  const found = (await waitingPolicies(rows)).find(({ version }) => version === subject);
  if (!found) throw new AppError('not_found', 'No such change of the policy waits for a signature.');
  return found;
}

const titleOf = ({ kind, before, policy }: Waiting): string => {
  if (kind === 'Founding') return 'Confirm the first access policy';
  const count = policyDiff(before?.policy ?? null, policy).length;
  return `Change of the access policy: ${count} ${count === 1 ? 'term' : 'terms'}`;
};

export const policyChange: ActKind = {
  type: 'policy-change',
  async open(ground) {
    const because = hindranceOf(ground);
    return (await waitingPolicies(ground.rows)).map((found) => ({
      ...{ type: 'policy-change' as const, subject: found.version, title: titleOf(found) },
      ...{ mayAct: because === null, because, founding: found.kind === 'Founding' },
    }));
  },
  async prepare(ground, subject) {
    const found = await find(ground.rows, subject);
    const because = hindranceOf(ground);
    if (because !== null) throw new AppError('not_eligible', because);
    return {
      plain: { kind: found.kind, version: found.version, before: found.before?.version ?? null },
      sealed: (seal) => shown(ground, found, seal),
    };
  },
  async apply(unit, { ports, at }, act, { shown: { kind } }) {
    const proposal = await policyProposal(unit);
    // The first policy is in force already: its signature says that it is known.
    if (kind === 'Founding' || proposal?.version !== act.subject) return;
    if (act.choice === 'Reject') return turnDownPolicy(unit, proposal, at);
    await putInForce(unit, ports.org.orgId, proposal, { signed: act.index, at });
    await evaluateWaiting(unit);
  },
  after: (ports) => followChanges(ports),
};

/** What waits under the rules of before may be open, or shut, under the new ones. */
async function evaluateWaiting(unit: Unit): Promise<void> {
  for (const { id } of await unit.requests.list(['Submitted']))
    await unit.enqueue(EVALUATE, { request: id }, { key: id });
}

const MOST_CASES = 12;

async function shown(
  { ports, rows, roster }: ActGround,
  { kind, version, before, policy }: Waiting,
  seal: Sealer['seal'],
): ReturnType<Prepared['sealed']> {
  const notified = [];
  for (const { contact, level, afterMinutes } of askedBy(policy, roster.contacts)) {
    const name = await seal(`Authorization_Contact__c/${contact.id}/Name`, contact.name);
    notified.push({ name, level, afterMinutes });
  }
  const changes = policyDiff(before?.policy ?? null, policy).map(({ before: old, ...change }) =>
    kind === 'Founding' ? change : { ...change, before: old },
  );
  return {
    ...{ kind, changes, policyVersion: version, replaces: before?.version ?? null },
    policyDigest: await policyDigest(ports, { ...policy } as never),
    people: notified.length,
    ...(notified.length > 0 && { notified }),
    ...(kind === 'Change' && { simulation: await tried(ports, rows, policy) }),
  };
}

async function tried(ports: RelayPorts, rows: Rows, policy: AccessPolicy): Promise<Json> {
  const { requests, counts, cases } = await simulatePast(ports, rows, policy);
  const newest = cases.slice(-MOST_CASES).map(({ name, outcome, because }) => ({ name, outcome, because }));
  return { requests, ...counts, ...(newest.length > 0 && { cases: newest }) };
}
