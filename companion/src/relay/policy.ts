/**
 * The policy in force, and the one that the org proposes. What stands in the org takes force when a contact has signed it;
 * until then the signed one holds. The very first policy holds unsigned, marked as the beginning.
 */
import { toHex, utf8 } from '../core/bytes.ts';
import { canonicalize, type Json } from '../core/canonical.ts';
import { AppError } from '../core/errors.ts';
import { type AccessPolicy, policyOf, policyVersion } from '../core/policy.ts';
import { changeText, policyDiff } from '../core/policy-diff.ts';
import { clockTime } from './clock.ts';
import { raiseFinding } from './findings.ts';
import type { RelayPorts, Rows, Unit } from './ports.ts';

const POLICY_SETTING = 'relay.policy';
const PROPOSAL_SETTING = 'relay.policy-proposal';
/** Decisions are counted by the policy that was signed, also when another has come meanwhile. */
const versionSetting = (version: string): string => `${POLICY_SETTING}:${version}`;

type Values = { readonly [name: string]: Json };

export interface PolicyInForce {
  version: string;
  policy: AccessPolicy;
  /** Ledger index of the act.signed entry that accepted it; null for the first of all. */
  signed: number | null;
  /** ISO 8601 with Z; null for one that took force before this was kept. */
  since: string | null;
}

interface Kept {
  version: string;
  values: Values;
  signed?: number | null;
  since?: string;
}

/** What the org says and nobody has signed. */
export interface PolicyProposal {
  version: string;
  values: Values;
  policy: AccessPolicy;
  seenAt: string;
  /** Turned down by signature: it is not asked for again. */
  rejected: boolean;
}

/** @throws AppError configuration when the org has never had an active policy */
export async function policyInForce(rows: Rows): Promise<PolicyInForce> {
  const kept = (await rows.settings.get(POLICY_SETTING)) as Kept | null;
  if (!kept) throw new AppError('configuration', 'The org has no active record of Access_Policy__mdt.');
  const { version, values, signed = null, since = null } = kept;
  return { version, policy: policyOf(values), signed, since };
}

/** @returns ids of the contacts who accepted this version, or confirmed that they know the first of all */
export async function policySigners(rows: Rows, version: string): Promise<string[]> {
  const acts = await rows.acts.ofSubject('policy-change', version);
  return acts.filter(({ choice }) => choice === 'Accept').map(({ contactId }) => contactId);
}

/** @returns the policy of that version, as it was once in force; the one in force when nobody kept it */
export async function policyOfVersion(rows: Rows, version: string): Promise<AccessPolicy> {
  const kept = (await rows.settings.get(versionSetting(version))) as Values | null;
  return kept ? policyOf(kept) : (await policyInForce(rows)).policy;
}

export async function policyProposal(rows: Rows): Promise<PolicyProposal | null> {
  const kept = (await rows.settings.get(PROPOSAL_SETTING)) as Omit<PolicyProposal, 'policy'> | null;
  return kept && { ...kept, policy: policyOf(kept.values) };
}

/** The proposal stays where it is, so that it is not told and asked for a second time. */
export async function turnDownPolicy(unit: Unit, { policy: _, ...kept }: PolicyProposal, at: string) {
  await unit.settings.put(PROPOSAL_SETTING, { ...kept, rejected: true }, at);
}

/** @param signed ledger index of the act that accepted it; null for the first of all */
export async function putInForce(
  unit: Unit,
  orgId: string,
  { version, values }: { version: string; values: Values },
  { signed, at }: { signed: number | null; at: string },
): Promise<void> {
  await unit.append({ v: 1, type: 'policy.in_force', org: orgId, at, version, signed });
  await unit.settings.put(POLICY_SETTING, { version, values, signed, since: at }, at);
  await unit.settings.put(versionSetting(version), values, at);
  await unit.settings.put(PROPOSAL_SETTING, null, at);
}

/** @returns the SHA-256 of the policy's canonical JSON, lower-case hex: what a signature binds */
export async function policyDigest({ sha256 }: Pick<RelayPorts, 'sha256'>, values: Values): Promise<string> {
  return toHex(await sha256(utf8(canonicalize(values))));
}

/**
 * Reads the policy of the org. Another one than the one in force is logged and proposed. An org whose policy record is gone
 * keeps the last one: rules must not get wider because a record was deleted.
 * @throws AppError org_unreachable, configuration (the object cannot be read)
 */
export async function refreshPolicy(ports: RelayPorts): Promise<void> {
  const { org, store, sha256, log } = ports;
  const { policy, faults } = await org.readPolicy();
  if (faults.length > 0) return refuse(ports, faults, await clockTime(ports));
  if (!policy) {
    log.warn({ org: org.orgId }, 'the org has no active access policy; the last known one stays in force');
    return;
  }
  const version = await policyVersion(sha256, policy);
  const at = await clockTime(ports);
  await store.unit(org.orgId, (unit) => take(unit, org.orgId, { version, policy, at }));
}

async function take(
  unit: Unit,
  orgId: string,
  { version, policy, at }: { version: string; policy: AccessPolicy; at: string },
): Promise<void> {
  const kept = (await unit.settings.get(POLICY_SETTING)) as Kept | null;
  const proposal = await policyProposal(unit);
  if (kept?.version === version) {
    // Somebody has set the record back: nothing waits any more.
    if (proposal) await unit.settings.put(PROPOSAL_SETTING, null, at);
    return;
  }
  if (proposal?.version === version) return;
  const values = { ...policy } as unknown as Values;
  const { index } = await unit.append({ v: 1, type: 'policy.seen', org: orgId, at, version, values });
  if (!kept) return putInForce(unit, orgId, { version, values }, { signed: null, at });
  await unit.settings.put(PROPOSAL_SETTING, { version, values, seenAt: at, rejected: false }, at);
  await tellProposal(unit, orgId, { before: policyOf(kept.values), after: policy, index, at });
}

async function tellProposal(
  unit: Unit,
  orgId: string,
  { before, after, index, at }: { before: AccessPolicy; after: AccessPolicy; index: number; at: string },
): Promise<void> {
  const changes = policyDiff(before, after).map(changeText);
  await raiseFinding(unit, orgId, at, {
    key: `policy:${index}`,
    kind: 'Policy_proposal',
    severity: 'Warning',
    title: 'The access policy in the org is not the one that was signed',
    details: `The signed policy stays in force until a contact signs the change. ${changes.join('. ')}.`,
    nextStep:
      'Ask who made the change. Then sign it, or turn it down, on the page Signatures; or set the record back in the org.',
    facts: changes.map((change, place) => [`Change ${place + 1}`, change] as const),
    requestId: null,
    subject: { changes: changes.length },
    detail: 'The policy record was changed.',
  });
}

/** A record that cannot be read, or lies out of bounds, changes nothing; people are told once for each set of faults. */
async function refuse(
  { org, store, sha256 }: RelayPorts,
  faults: readonly string[],
  at: string,
): Promise<void> {
  const digest = toHex(await sha256(utf8(faults.join('\n')))).slice(0, 16);
  await store.unit(org.orgId, (unit) =>
    raiseFinding(unit, org.orgId, at, {
      key: `policy:${digest}`,
      kind: 'Policy_proposal',
      severity: 'Critical',
      title: 'The access policy in the org cannot be used',
      details: `The policy that was in force before stays in force. ${faults.join('. ')}.`,
      nextStep: 'Correct the record of Access policy or Access rule in the org.',
      facts: faults.map((fault, place) => [`Fault ${place + 1}`, fault] as const),
      requestId: null,
      subject: { faults: faults.length },
      detail: 'The policy record is out of bounds or cannot be read.',
    }),
  );
}
