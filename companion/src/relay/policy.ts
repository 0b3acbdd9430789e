/** The policy in force: read from the org, its versions logged. */
import { toHex, utf8 } from '../core/bytes.ts';
import type { Json } from '../core/canonical.ts';
import { AppError } from '../core/errors.ts';
import { type AccessPolicy, policyOf, policyVersion } from '../core/policy.ts';
import { clockTime } from './clock.ts';
import { raiseFinding } from './findings.ts';
import type { RelayPorts, Rows } from './ports.ts';

const POLICY_SETTING = 'relay.policy';
/** Decisions are counted by the policy that was signed, also when another has come meanwhile. */
const versionSetting = (version: string): string => `${POLICY_SETTING}:${version}`;

export interface PolicyInForce {
  version: string;
  policy: AccessPolicy;
}

/** @throws AppError configuration when the org has never had an active policy */
export async function policyInForce(rows: Rows): Promise<PolicyInForce> {
  const kept = (await rows.settings.get(POLICY_SETTING)) as {
    version: string;
    values: { readonly [name: string]: Json };
  } | null;
  if (!kept) throw new AppError('configuration', 'The org has no active record of Access_Policy__mdt.');
  return { version: kept.version, policy: policyOf(kept.values) };
}

/** @returns the policy of that version, as it was once in force; the one in force when nobody kept it */
export async function policyOfVersion(rows: Rows, version: string): Promise<AccessPolicy> {
  const kept = (await rows.settings.get(versionSetting(version))) as { readonly [name: string]: Json } | null;
  return kept ? policyOf(kept) : (await policyInForce(rows)).policy;
}

/**
 * Reads the policy and logs it if it is another one. An org whose policy record is gone keeps the last one: rules must
 * not get wider because a record was deleted.
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
  await store.unit(org.orgId, async (unit) => {
    const kept = (await unit.settings.get(POLICY_SETTING)) as { version: string } | null;
    if (kept?.version === version) return;
    const values = { ...policy } as unknown as { readonly [name: string]: Json };
    await unit.append({ v: 1, type: 'policy.seen', org: org.orgId, at, version, values });
    await unit.settings.put(POLICY_SETTING, { version, values }, at);
    await unit.settings.put(versionSetting(version), values, at);
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
      facts: faults.map((fault, at) => [`Fault ${at + 1}`, fault] as const),
      requestId: null,
      subject: { faults: faults.length },
      detail: 'The policy record is out of bounds or cannot be read.',
    }),
  );
}
