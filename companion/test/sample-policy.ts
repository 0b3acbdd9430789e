/** The policy of the sample ledger, and the gates of its request. */
import { toHex, utf8 } from '../src/core/bytes.ts';
import { canonicalize, type Json } from '../src/core/canonical.ts';
import type { GateVerdict } from '../src/core/funnel.ts';
import { kitCrypto } from '../src/reports/kit-crypto.ts';

export const POLICY: Record<string, Json> = {
  ...{ name: 'Default', quorum: 1, deadlineMinutes: 720, minimumPurposeLength: 10 },
  ...{ defaultWindowMinutes: 240, maximumWindowMinutes: 1440 },
  ...{ grantGraceMinutes: 120, grantGraceLimitMinutes: 1440, loginGraceSeconds: 5 },
};

export async function versionOf(policy: Record<string, Json>): Promise<string> {
  return `Default-${toHex(await kitCrypto.sha256(utf8(canonicalize(policy)))).slice(0, 16)}`;
}

const gate = (name: string, reason: string, evidence?: Json): GateVerdict => ({
  ...{ gate: name, state: 'open', reason, ...(evidence !== undefined && { evidence }) },
});
/** Every gate of a request that the sample policy lets through. */
export const GATES: GateVerdict[] = [
  gate('case_number_present', 'The request names its support case.', '04711815'),
  gate('purpose_given', 'Purpose and necessity are given, and whether data is viewed.'),
  gate('duration_within_policy', '240 minutes are wanted; the policy allows 1440.'),
  gate('enrolled_contact_available', '1 authorization contact of level 1 can decide.', {
    ...{ available: 1, needed: 1, levels: [1] },
  }),
  gate('requester_not_the_only_contact', 'Somebody else than the requester decides.'),
  gate('target_can_grant', 'The user can grant login access.'),
  gate('governance_mode', 'Opt-out is enabled: this entry needs its own authorization.', 'Opt_out_enabled'),
  gate('environment_agrees', 'The request is for this org, which is Production.'),
  gate('risk_rated', 'The risk is medium: the user reaches what is shared with the user.', {
    ...{ risk: 'Medium', reach: 'own_records', rule: null },
  }),
  gate('business_hours', 'Requests are taken up at any time.'),
  gate('blackout_dates', 'It is no blackout date.'),
  gate('rate_cap', 'The number of requests is not capped.'),
];
