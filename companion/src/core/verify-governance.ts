/** The chain of policies and of governance modes: each after the first was accepted by a contact's signature. */
import type { ActStatement } from './acts.ts';
import { toHex, type Sha256, utf8 } from './bytes.ts';
import { canonicalize, type Json } from './canonical.ts';
import type { ActSigned, LedgerEntry } from './entries.ts';
import { AppError } from './errors.ts';
import type { ModeSet, PolicyEvaluated, PolicyInForce, PolicySeen } from './governance-entries.ts';
import { millisecondsOf } from './instants.ts';
import type { SignedActs } from './verify-acts.ts';

export interface Governance {
  /** Logged policies, by version. */
  policies: Map<string, PolicySeen['values']>;
  /** Null before the first policy.in_force entry, as in ledgers of before there were any. */
  inForce: string | null;
  /** How many mode.set entries there were. */
  modes: number;
}

export function noGovernance(): Governance {
  return { policies: new Map(), inForce: null, modes: 0 };
}

/**
 * Takes one more entry into account.
 * @throws AppError assertion_invalid when a policy or a mode took force that no contact accepted
 */
export async function checkGovernance(
  entry: LedgerEntry,
  governance: Governance,
  acts: SignedActs,
  { sha256 }: { sha256: Sha256 },
): Promise<void> {
  if (entry.type === 'policy.seen') see(entry, governance);
  if (entry.type === 'policy.in_force') await checkPolicyInForce(entry, governance, acts, sha256);
  if (entry.type === 'policy.evaluated') checkEvaluation(entry, governance);
  if (entry.type === 'mode.set') checkMode(entry, governance, acts);
}

/** One version names one content for good, so that what was accepted cannot be exchanged afterwards. */
function see({ version, values }: PolicySeen, { policies }: Governance): void {
  const before = policies.get(version);
  if (before && canonicalize(before) !== canonicalize(values))
    throw wrong(`the policy ${version} was logged before with another content`);
  policies.set(version, values);
}

async function checkPolicyInForce(
  { version, signed }: PolicyInForce,
  governance: Governance,
  acts: SignedActs,
  sha256: Sha256,
): Promise<void> {
  const values = governance.policies.get(version);
  if (!values) throw wrong(`the policy ${version} was not logged before`);
  const digest = toHex(await sha256(utf8(canonicalize(values))));
  if (!version.endsWith(`-${digest.slice(0, 16)}`))
    throw wrong('the version is not that of the logged policy');
  if (signed === null) {
    if (governance.inForce !== null) throw wrong('a later policy took force without a signature');
  } else {
    const shown = accepted(acts, signed, { act: 'policy-change', subject: version });
    if (shown['policyDigest'] !== digest) throw wrong('the policy is not the one that was signed');
  }
  governance.inForce = version;
}

function checkEvaluation({ policyVersion }: PolicyEvaluated, { inForce }: Governance): void {
  if (inForce !== null && policyVersion !== inForce)
    throw wrong(`a request was evaluated under ${policyVersion}, while ${inForce} was in force`);
}

/** A mode that was accepted holds from its date on, but never from before the signature. */
function checkMode(entry: ModeSet, governance: Governance, acts: SignedActs): void {
  governance.modes += 1;
  const { signed = null, mode, effectiveFrom } = entry;
  if (signed === null) {
    if (governance.modes > 1) throw wrong('a later governance mode took force without a signature');
    return;
  }
  const at = acts.get(signed)?.at;
  const shown = accepted(acts, signed, { act: 'governance-mode' });
  if (shown['mode'] !== mode) throw wrong('the governance mode is not the one that was signed');
  const from = millisecondsOf(effectiveFrom);
  const wanted = shown['effectiveFrom'];
  if (typeof wanted !== 'string' || at === undefined) throw wrong('it names no time');
  if (from !== Math.max(millisecondsOf(wanted), millisecondsOf(at)))
    throw wrong('the governance mode holds from another time than was signed');
}

/** @returns what was shown to the contact who accepted; the act is used up */
function accepted(
  acts: SignedActs,
  index: number,
  { act, subject }: { act: ActSigned['act']; subject?: string },
): { readonly [name: string]: Json } {
  const found = acts.get(index);
  if (found?.act !== act || found.choice !== 'Accept' || (subject ?? found.subject) !== found.subject)
    throw wrong('no signed act accepts it');
  acts.delete(index);
  return (found.statement as unknown as ActStatement).shown;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
