/** The rules of a request as data: one `Access_Policy__mdt` record, and the name of the version that it makes. */
import { type Sha256, toHex, utf8 } from './bytes.ts';
import { canonicalize } from './canonical.ts';

/** Lengths are minutes unless the name says otherwise. */
export interface AccessPolicy {
  name: string;
  deadlineMinutes: number;
  defaultWindowMinutes: number;
  maximumWindowMinutes: number;
  quorum: number;
  firstLevel: number;
  minimumPurposeLength: number;
  grantGraceMinutes: number;
  grantGraceLimitMinutes: number;
  loginGraceSeconds: number;
}

/** The latest end that an approval may name: 14 days ahead (design §4.4). */
export const LATEST_END_DAYS = 14;

/** @returns a name of this exact policy: the first 16 hex digits of the SHA-256 of its canonical JSON. */
export async function policyVersion(sha256: Sha256, policy: AccessPolicy): Promise<string> {
  const digest = toHex(await sha256(utf8(canonicalize({ ...policy }))));
  return `${policy.name}-${digest.slice(0, 16)}`;
}
