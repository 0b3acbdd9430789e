/** The verdicts of reconciliation, and what each one asks of people. API names of Observed_Access__c.Verdict__c. */
export const VERDICTS = [
  'Matched',
  'Matched_by_break_glass',
  'No_authorization',
  'Outside_window',
  'After_revocation',
  'Stayed_after_window',
  'End_not_seen',
  'Wrong_user',
  'Wrong_case',
  'Second_actor',
  'Granted_before_authorization',
  'Longer_than_window',
  'Standing_after_window',
  'Unused',
  'Target_ambiguous',
  'Outside_user',
  'Login_access_only',
  'Before_governance',
  'Unknown',
] as const;
export type VerdictName = (typeof VERDICTS)[number];

/** @returns the verdict of what matches: it never hides that no contact approved the window */
export function matchedVerdict({ breakGlass }: { breakGlass?: true }): VerdictName {
  return breakGlass ? 'Matched_by_break_glass' : 'Matched';
}

/** @returns whether an entry or a grant has its authorization, by contacts or by break-glass */
export function isMatch(verdict: string | null): boolean {
  return verdict === 'Matched' || verdict === 'Matched_by_break_glass';
}

export type MatchStrength = 'By_case' | 'By_user_and_time' | 'None';
export type Severity = 'Critical' | 'Warning' | 'Notice';

const SEVERITIES: Partial<Record<VerdictName, Severity>> = {
  No_authorization: 'Critical',
  Outside_window: 'Critical',
  After_revocation: 'Critical',
  Wrong_user: 'Critical',
  Wrong_case: 'Critical',
  Second_actor: 'Critical',
  Stayed_after_window: 'Warning',
  Granted_before_authorization: 'Warning',
  Longer_than_window: 'Warning',
  Standing_after_window: 'Warning',
  Target_ambiguous: 'Warning',
  End_not_seen: 'Warning',
  Outside_user: 'Warning',
  Unknown: 'Notice',
};

/** @returns how serious the finding is that a verdict makes; null when it makes none. */
export function findingSeverity(verdict: VerdictName): Severity | null {
  return SEVERITIES[verdict] ?? null;
}
