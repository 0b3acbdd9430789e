/**
 * A change of the policy that was made in the org takes force when a contact has signed it: he sees each term that differs,
 * whom it would have asked, and what it would have done to past requests. One that weakens the policy needs two of them. The
 * first policy is signed as the beginning.
 */
import type { Json } from '../../core/canonical.ts';
import { AppError } from '../../core/errors.ts';
import type { AccessPolicy } from '../../core/policy.ts';
import { policyDiff } from '../../core/policy-diff.ts';
import { policyWeakenings } from '../../core/weakening.ts';
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
import type { ActGround, ActKind, OpenAct, Prepared } from './kind.ts';
import {
  collect,
  sealedSigning,
  signaturesShown,
  type Signing,
  signingGround,
  signingOf,
  tellIfAlone,
} from './signatures.ts';

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
    const open: OpenAct[] = [];
    for (const found of await waitingPolicies(ground.rows)) {
      const signed = await signing(ground, found);
      open.push({
        ...{ type: 'policy-change', subject: found.version, title: titleOf(found) },
        ...{ mayAct: signed.because === null, because: signed.because, founding: found.kind === 'Founding' },
        ...signaturesShown(ground, signed),
      });
    }
    return open;
  },
  async prepare(ground, subject) {
    const found = await find(ground.rows, subject);
    const signed = await signing(ground, found);
    if (signed.because !== null) throw new AppError('not_eligible', signed.because);
    const { kind, version, before } = found;
    return {
      plain: { kind, version, before: before?.version ?? null, signing: signingGround(signed) },
      sealed: async (seal) => ({
        ...(await shown(ground, found, seal)),
        ...(await sealedSigning(ground, signed, seal)),
      }),
    };
  },
  async apply(unit, ground, act, { shown: { kind } }) {
    const { ports, at } = ground;
    const here = { ...ground, rows: unit };
    const proposal = await policyProposal(unit);
    // The first policy is in force already: its signature says that it is known.
    if (kind === 'Founding' || proposal?.version !== act.subject) return;
    if (act.choice === 'Reject') {
      await unit.acts.settle(act.type, act.subject);
      return turnDownPolicy(unit, proposal, at);
    }
    const found = await find(unit, act.subject);
    const signed = await signing(here, found);
    const told = { kind: 'Policy_proposal', what: titleOf(found), facts: [] } as const;
    const cosigned = await collect(unit, ground, { act, ...signed, told });
    if (cosigned === null) return 'waits';
    await putInForce(unit, ports.org.orgId, proposal, { signed: act.index, cosigned, at });
    await evaluateWaiting(unit);
    await tellIfAlone(unit, ground, { act, told, weakens: signed.weakens, cosigned });
  },
  after: (ports) => followChanges(ports),
};

function signing(ground: ActGround, { kind, version, before, policy }: Waiting): Promise<Signing> {
  const isChange = kind === 'Change' && before !== null;
  return signingOf(ground, {
    ...{ type: 'policy-change', subject: version, concerned: [] },
    weakens: isChange ? policyWeakenings(before.policy, policy) : [],
    // Beside another policy in force the same terms are another change, which nobody has looked at yet.
    isSame: ({ shown: { kind: signed, policyVersion, replaces } }) =>
      signed === kind && policyVersion === version && replaces === (before?.version ?? null),
  });
}

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
