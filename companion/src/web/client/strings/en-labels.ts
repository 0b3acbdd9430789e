import { labelsEn } from '../../../core/sentences/labels-en.ts';

/** English labels of values that the org keeps by their API names. */
export const enLabels: Readonly<Record<string, string>> = {
  ...labelsEn.values,
  dataViewed: 'Customer data is viewed',
  dataNotViewed: 'No customer data is viewed',
  // How it stands
  Draft: 'Draft',
  Submitted: 'Submitted',
  Refused_by_policy: 'Refused by policy',
  Awaiting_decision: 'Awaiting decision',
  More_information: 'More information',
  Approved: 'Approved',
  Window_open: 'Window open',
  Completed: 'Completed',
  Denied: 'Denied',
  Expired: 'Expired',
  Cancelled: 'Cancelled',
  Revoked: 'Revoked',
  // What a contact answers
  Approve: 'Approve',
  Ask_for_more: 'Ask for more',
  Withdraw: 'Withdraw',
  Revoke: 'Revoke',
  Deny: 'Deny',
  Would_approve: 'Would approve',
  Would_deny: 'Would deny',
  // Governance mode
  Opt_out_enabled: 'Opt-out enabled',
  Standard: 'Standard access controls',
  Founding: 'First version',
  Change: 'Change',
  First_passkey: 'First passkey',
  Further_passkey: 'Further passkey',
  Allowed: 'Allowed',
  Not_allowed: 'Not allowed',
  // Break-glass, and what was seen in its window
  Added: 'Added',
  Changed: 'Changed',
  Removed: 'Removed',
  Break_glass: 'BREAK-GLASS',
  Matched: 'matched',
  Matched_by_break_glass: 'matched by break-glass',
};

/** Rules of the funnel. */
export const enGates: Readonly<Record<string, string>> = {
  case_number_present: 'Case number present',
  purpose_given: 'Purpose given',
  duration_within_policy: 'Duration within policy',
  enrolled_contact_available: 'Enrolled contact available',
  requester_not_the_only_contact: 'Requester not the only contact',
  target_can_grant: 'Target can grant',
  governance_mode: 'Governance mode',
  environment_agrees: 'Environment agrees',
  risk_rated: 'Risk rated',
  business_hours: 'Business hours',
  blackout_dates: 'Blackout dates',
  rate_cap: 'Rate cap',
  extension_fits: 'Extension fits',
  break_glass_allowed: 'Break-glass allowed',
  break_glass_confirmed: 'Break-glass confirmed',
  break_glass_seldom: 'Break-glass used seldom',
  break_glass_reviewer: 'Break-glass can be reviewed',
  break_glass_at_once: 'Break-glass opens at once',
  clocks_agree: 'Clocks agree',
  quorum_supported: 'Quorum supported',
};

/** What a rule was held against. */
export const enEvidence: Readonly<Record<string, string>> = {
  evidence: 'Evidence',
  until: 'Until',
  wantedMinutes: 'wanted minutes',
  maximumMinutes: 'maximum minutes',
  eligible: 'eligible',
  level: 'level',
};
