/** The chain of policies and of governance modes: each after the first was accepted by contacts' signatures. */
import type { ActStatement } from '../acts.ts';
import { toHex, type Sha256, utf8 } from '../bytes.ts';
import { canonicalize } from '../canonical.ts';
import type { ActSigned, LedgerEntry, RosterChanged } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import type { ModeSet, PolicyEvaluated, PolicyInForce, PolicySeen } from '../entries/governance-entries.ts';
import { modeReplaced, type ModeEntry } from '../governance.ts';
import { millisecondsOf } from '../instants.ts';
import { policyOf } from '../policy.ts';
import { isFollowed, rosterAcceptance, type SignedActs } from './verify-acts.ts';
import { type AcceptedChange, completes, type SignerRules, takeSignatures } from './verify-signers.ts';
import { modeWeakenings, policyWeakenings } from '../weakening.ts';

export interface Governance {
  /** Logged policies, by version. */
  policies: Map<string, PolicySeen['values']>;
  /** Null before the first policy.in_force entry, as in ledgers of before there were any. */
  inForce: string | null;
  /** In the order in which they were set. */
  modes: ModeEntry[];
}

export function noGovernance(): Governance {
  return { policies: new Map(), inForce: null, modes: [] };
}

/**
 * Takes one more entry into account.
 * @throws AppError assertion_invalid when a policy or a mode took force that no contact accepted
 */
export async function checkGovernance(
  entry: LedgerEntry,
  governance: Governance,
  acts: SignedActs,
  { sha256, rules }: { sha256: Sha256; rules: SignerRules },
): Promise<void> {
  if (entry.type === 'policy.seen') see(entry, governance);
  if (entry.type === 'policy.in_force') await checkPolicyInForce(entry, governance, acts, { sha256, rules });
  if (entry.type === 'policy.evaluated') checkEvaluation(entry, governance);
  if (entry.type === 'mode.set') checkMode(entry, governance, acts, rules);
}

/** One version names one content for good, so that what was accepted cannot be exchanged afterwards. */
function see({ version, values }: PolicySeen, { policies }: Governance): void {
  const before = policies.get(version);
  if (before && canonicalize(before) !== canonicalize(values))
    throw wrong(`the policy ${version} was logged before with another content`);
  policies.set(version, values);
}

/** The policy that an act accepts, or that took force. @returns null when nobody logged it */
function policyAcceptance(version: string, { policies, inForce }: Governance): AcceptedChange | null {
  const [before, after] = [policies.get(inForce ?? ''), policies.get(version)];
  if (!after) return null;
  return {
    ...{ act: 'policy-change', subject: version, concerned: null },
    content: ({ policyDigest = null, replaces = null }) => [policyDigest, replaces],
    weakens: before ? policyWeakenings(policyOf(before), policyOf(after)) : [],
  };
}

async function checkPolicyInForce(
  entry: PolicyInForce,
  governance: Governance,
  acts: SignedActs,
  { sha256, rules }: { sha256: Sha256; rules: SignerRules },
): Promise<void> {
  const { version, signed } = entry;
  const values = governance.policies.get(version);
  const change = policyAcceptance(version, governance);
  if (!values || !change) throw wrong(`the policy ${version} was not logged before`);
  const digest = toHex(await sha256(utf8(canonicalize(values))));
  if (!version.endsWith(`-${digest.slice(0, 16)}`))
    throw wrong('the version is not that of the logged policy');
  if (signed === null) {
    if (governance.inForce !== null) throw wrong('a later policy took force without a signature');
  } else {
    const shown = takeSignatures({ ...entry, signed }, change, acts, rules);
    if (shown['policyDigest'] !== digest) throw wrong('the policy is not the one that was signed');
    if (rules.strict && governance.inForce !== null && shown['replaces'] !== governance.inForce)
      throw wrong('it was signed as a change of another policy');
  }
  governance.inForce = version;
}

function checkEvaluation({ policyVersion }: PolicyEvaluated, { inForce }: Governance): void {
  if (inForce !== null && policyVersion !== inForce)
    throw wrong(`a request was evaluated under ${policyVersion}, while ${inForce} was in force`);
}

/** The mode that an act accepts, or that was set. */
function modeAcceptance(
  subject: string,
  { mode, effectiveFrom }: ModeEntry,
  { modes }: Pick<Governance, 'modes'>,
): AcceptedChange {
  return {
    ...{ act: 'governance-mode', subject, concerned: null },
    content: ({ mode: shown = null, effectiveFrom = null }) => [shown, effectiveFrom],
    weakens: modeWeakenings(modeReplaced(modes, effectiveFrom), mode),
  };
}

/** A mode that was accepted holds from its date on, but never from before the signature. */
function checkMode(entry: ModeSet, governance: Governance, acts: SignedActs, rules: SignerRules): void {
  const { signed = null, mode, effectiveFrom } = entry;
  const before = governance.modes;
  governance.modes = [...before, { mode, effectiveFrom }];
  if (signed === null) {
    if (before.length > 0) throw wrong('a later governance mode took force without a signature');
    return;
  }
  const { at, subject = '' } = acts.get(signed) ?? {};
  const change = modeAcceptance(subject, entry, { modes: before });
  const shown = takeSignatures({ ...entry, signed }, change, acts, rules);
  // Whoever runs the server must not use it once more, for a mode of another day.
  if (shown['kind'] === 'Founding') throw wrong('its signature only says that the first mode is known');
  if (shown['mode'] !== mode) throw wrong('the governance mode is not the one that was signed');
  const from = millisecondsOf(effectiveFrom);
  const wanted = shown['effectiveFrom'];
  if (typeof wanted !== 'string' || at === undefined) throw wrong('it names no time');
  if (from !== Math.max(millisecondsOf(wanted), millisecondsOf(at)))
    throw wrong('the governance mode holds from another time than was signed');
}

/** Acts by which the rules change: one that weakens them needs a second of its kind. */
const RULES: readonly ActSigned['act'][] = ['roster-change', 'policy-change', 'governance-mode'];

/**
 * @returns whether something must follow the act at once: of a change that needs two signatures the second is followed
 */
export function isLastNeeded(
  act: ActSigned,
  governance: Governance,
  acts: SignedActs,
  rules: SignerRules,
): boolean {
  if (!isFollowed(act)) return false;
  if (!RULES.includes(act.act)) return true;
  const change = acceptedBy(act, governance, rules);
  return change === null || completes(act, change, acts, rules);
}

/** @returns null for a policy that was not logged */
function acceptedBy(act: ActSigned, governance: Governance, rules: SignerRules): AcceptedChange | null {
  const { shown } = act.statement as unknown as ActStatement;
  if (act.act === 'roster-change')
    return rosterAcceptance(act.subject, shown['entry'] as unknown as RosterChanged['entry'], rules);
  if (act.act === 'policy-change') return policyAcceptance(act.subject, governance);
  const { mode, effectiveFrom } = shown as unknown as ModeEntry;
  const from = millisecondsOf(effectiveFrom) < millisecondsOf(act.at) ? act.at : effectiveFrom;
  return modeAcceptance(act.subject, { mode, effectiveFrom: from }, governance);
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
