/** The policy in force: read from the org, its versions logged. */
import type { Json } from '../core/canonical.ts';
import { AppError } from '../core/errors.ts';
import { type AccessPolicy, policyVersion } from '../core/policy.ts';
import { clockTime } from './clock.ts';
import type { RelayPorts, Rows } from './ports.ts';

const POLICY_SETTING = 'relay.policy';

export interface PolicyInForce {
  version: string;
  policy: AccessPolicy;
}

/** @throws AppError configuration when the org has never had an active policy */
export async function policyInForce(rows: Rows): Promise<PolicyInForce> {
  const kept = (await rows.settings.get(POLICY_SETTING)) as { version: string; values: Json } | null;
  if (!kept) throw new AppError('configuration', 'The org has no active record of Access_Policy__mdt.');
  return { version: kept.version, policy: kept.values as unknown as AccessPolicy };
}

/**
 * Reads the policy and logs it if it is another one. An org whose policy record is gone keeps the last one: rules must
 * not get wider because a record was deleted.
 * @throws AppError org_unreachable, configuration (the object cannot be read)
 */
export async function refreshPolicy(ports: RelayPorts): Promise<void> {
  const { org, store, sha256, log } = ports;
  const policy = await org.readPolicy();
  if (!policy) {
    log.warn({ org: org.orgId }, 'the org has no active access policy; the last known one stays in force');
    return;
  }
  const version = await policyVersion(sha256, policy);
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const kept = (await unit.settings.get(POLICY_SETTING)) as { version: string } | null;
    if (kept?.version === version) return;
    const values = { ...policy };
    await unit.append({ v: 1, type: 'policy.seen', org: org.orgId, at, version, values });
    await unit.settings.put(POLICY_SETTING, { version, values }, at);
  });
}
