import { TERM_LABELS } from '../../../core/policy-diff.ts';

/** English words of a change of the policy or the governance mode. */
export const enPolicy = {
  notSet: 'not set',
  ofRule: (rule: string, term: string) => `Rule ${rule}: ${term}`,
  level: (level: number) => `Level ${level}`,
  atOnce: 'at once',
  after: (length: string) => `after ${length}`,
  /** Terms of a policy, and the gates that past requests would have met. */
  terms: {
    ...TERM_LABELS,
    case_number_present: 'case number',
    purpose_given: 'purpose and necessity',
    duration_within_policy: 'length of the window',
    environment_agrees: 'environment',
    business_hours: 'business hours',
    blackout_dates: 'blackout dates',
    rate_cap: 'rate cap',
  } as Readonly<Record<string, string>>,
  outcomes: {
    Refused: 'Would be refused',
    Expired: 'Would have expired',
    More_approvals: 'Would have needed more approvals',
    Shorter_window: 'Would have had a shorter window',
    Let_through: 'Would be let through',
  } as Readonly<Record<string, string>>,
  /** By the path below `shown`. */
  shown: {
    policyVersion: 'Version of the policy',
    policyDigest: 'Digest of the policy',
    replaces: 'In place of',
    people: 'People who would be asked',
    'simulation.requests': 'Past requests it was tried on',
    'simulation.Same': 'Would have gone the same way',
    'simulation.Refused': 'Would be refused',
    'simulation.Expired': 'Would have expired',
    'simulation.More_approvals': 'Would have needed more approvals',
    'simulation.Shorter_window': 'Would have had a shorter window',
    'simulation.Let_through': 'Would be let through',
    mode: 'Governance mode',
    effectiveFrom: 'In force from, but not before it is signed',
    because: 'Reason for it',
    proposedBy: 'Proposed by',
  } as Readonly<Record<string, string>>,
} as const;
