/**
 * Verifies a report's bundle offline: the ledger's tree and signatures, every decision, every commitment, and every
 * verdict derived anew. Nothing in the bundle is trusted but what a signature or a hash shows; keys come from the caller.
 */
import { type Hmac, type Sha256, type Sha256Sync, toHex } from '../bytes.ts';
import { BUNDLE_FILES, type BundleFiles, linesOf, PERSONAL_FILE } from '../bundle.ts';
import type { VerifySignature } from '../assertion.ts';
import { AppError } from '../errors.ts';
import { noFacts } from '../facts.ts';
import { checkAlone } from './verify-alone.ts';
import { checkFigures } from '../figures.ts';
import { checkDecisions } from './verify-decisions.ts';
import { checkLedger, readLedger } from './verify-ledger.ts';
import { checkTrust, type TrustedKey } from './verify-trust.ts';
import { checkManifest, readKeys } from './verify-manifest.ts';
import { checkReport } from './verify-report.ts';
import { checkPersonal } from './verify-personal.ts';
import { checkFrozen } from './verify-frozen.ts';
import { checkStates } from './verify-states.ts';
import { checkTimes } from './verify-times.ts';
import { checkVerdicts } from './verify-verdicts.ts';
import { checkWindows } from './verify-windows.ts';

export interface VerifyCrypto {
  sha256: Sha256;
  /** For the tree: a million entries are not waited for one by one. */
  sha256Sync: Sha256Sync;
  hmac: Hmac;
  /** ES256 or RS256 with a COSE key. */
  verifySignature: VerifySignature;
  /** Ed25519 with a raw public key of 32 bytes. */
  verifyEd25519: (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

export type CheckResult = 'ok' | 'tampered' | 'unexpected signer' | 'incomplete';

export interface Check {
  name: string;
  result: CheckResult;
  /** One line per thing that was found, in plain words; what was counted when nothing was. */
  detail: string[];
}

export interface Verification {
  /**
   * `verified`: all holds and each key is one that the caller trusts. `consistent`: all holds, but keys were not
   * independently confirmed. Else the worst that was found.
   */
  result: 'verified' | 'consistent' | 'tampered' | 'unexpected signer' | 'incomplete';
  checks: Check[];
  /** Commitments without an opening. */
  withheld: number;
  /** SHA-256 of each key that signed something, lower-case hex, with what it is. */
  keys: { fingerprint: string; holder: string }[];
}

/**
 * @param files of the bundle, by name
 * @param trustKeys keys that the caller holds to be right; null when he has none
 */
export async function verifyBundle(
  files: BundleFiles,
  crypto: VerifyCrypto,
  trustKeys: readonly TrustedKey[] | null,
): Promise<Verification> {
  const missing = Object.values(BUNDLE_FILES).filter((name) => !files.has(name));
  if (missing.length > 0) {
    return failed({
      name: 'files',
      result: 'incomplete',
      detail: missing.map((name) => `${name} is missing`),
    });
  }
  try {
    return await verifyWhole(files, crypto, trustKeys);
  } catch (error) {
    // A bundle is hostile until it is verified: what breaks the reader was not written by the maker.
    const message = error instanceof Error ? error.message : String(error);
    return failed({ name: 'readable', result: 'tampered', detail: [message] });
  }
}

async function verifyWhole(
  files: BundleFiles,
  crypto: VerifyCrypto,
  trustKeys: readonly TrustedKey[] | null,
): Promise<Verification> {
  const keys = readKeys(fileOf(files, 'keys'));
  const manifest = await checkManifest(files, keys, crypto);
  const entries = readLedger(linesOf(fileOf(files, 'ledger')));
  const signed = { checkpointFile: fileOf(files, 'checkpoint'), key: keys };
  const tree = await checkLedger(fileOf(files, 'ledger'), entries, signed, crypto);
  const personal = await checkPersonal(entries, files.get(PERSONAL_FILE), crypto);
  const decisions = await checkDecisions(entries, crypto, personal.opened);
  const facts = noFacts();
  const verdicts = checkVerdicts(entries, linesOf(fileOf(files, 'verdicts')), facts);
  const used = [
    { fingerprint: toHex(await crypto.sha256(keys.publicKey)), holder: `ledger ${keys.name}` },
    ...decisions.keys,
  ];
  const checks = [
    manifest,
    ...tree.checks,
    ...decisions.checks,
    await checkAlone(entries, crypto.sha256),
    checkStates(entries),
    checkWindows(entries),
    checkFrozen(entries),
    checkTimes(entries),
    verdicts,
    checkFigures(files, entries),
    checkReport(files, { entries, facts, leafAt: (index) => tree.leaves.get(index) ?? '' }),
    personal.check,
    checkTrust(used, trustKeys),
  ];
  return { result: worst(checks, trustKeys !== null), checks, withheld: personal.withheld, keys: used };
}

/** What is changed weighs more than who signed, and both more than what is not there. */
function worst(checks: readonly Check[], trusted: boolean): Verification['result'] {
  for (const result of ['tampered', 'unexpected signer', 'incomplete'] as const) {
    if (checks.some((check) => check.result === result)) return result;
  }
  return trusted ? 'verified' : 'consistent';
}

function fileOf(files: BundleFiles, name: keyof typeof BUNDLE_FILES): Uint8Array {
  const bytes = files.get(BUNDLE_FILES[name]);
  if (!bytes) throw new AppError('malformed', `${BUNDLE_FILES[name]} is missing.`);
  return bytes;
}

function failed(check: Check & { result: 'tampered' | 'incomplete' }): Verification {
  return { result: check.result, checks: [check], withheld: 0, keys: [] };
}
