/** Builders for the tests of reconciliation: one approved request, a login that it covers, sources that were read. */
import { type Authorization, bookOf } from '../src/core/authorizations.ts';
import { KNOWN_DELAY_MINUTES, type Source, type SourceCoverage } from '../src/core/coverage.ts';
import type { ObservedLogin } from '../src/core/evidence.ts';
import { type AccessVerdict, reconcileAccesses, type ReconcileContext } from '../src/core/reconcile.ts';

export const at = (time: string) => `2026-11-20T${time}Z`;
export const CASE_ID = '5005g00000AAAAA';

/** Approved at 09:00 for four hours, as user u7, under case 47110815. */
export const approved: Authorization = {
  requestId: 'r1',
  caseNumber: '47110815',
  caseId: CASE_ID,
  targetUserId: 'u7',
  requestingParty: 'Salesforce_employee',
  approvedAt: at('09:00:00'),
  start: at('09:00:00'),
  end: at('13:00:00'),
  revokedAt: null,
};

export const login = (change: Partial<ObservedLogin> = {}): ObservedLogin => ({
  key: 'SetupAuditTrail:1',
  actorClass: 'Support_or_publisher',
  actor: null,
  actorKey: 'engineer',
  target: { state: 'Resolved', userId: 'u7' },
  targetName: null,
  caseIdentifier: null,
  loginAt: at('09:10:00'),
  logoutAt: at('09:40:00'),
  evidence: [],
  ...change,
});
export const byCase = (change: Partial<ObservedLogin> = {}) =>
  login({ actorClass: 'Salesforce_Support', caseIdentifier: CASE_ID, ...change });

export const covered = (source: Source, change: Partial<SourceCoverage> = {}): SourceCoverage => ({
  source,
  readable: true,
  from: '2026-10-01T00:00:00Z',
  to: at('20:00:00'),
  gaps: [],
  knownDelayMinutes: KNOWN_DELAY_MINUTES[source],
  reason: null,
  ...change,
});
export const TRAIL = covered('Setup_audit_trail');
export const LOG = covered('Support_login_log');

export function context(
  authorizations: readonly Authorization[] = [approved],
  change: Partial<ReconcileContext> = {},
): ReconcileContext {
  return {
    authorizations: bookOf(authorizations),
    modes: [
      { mode: 'Standard', effectiveFrom: '2026-10-01T00:00:00Z' },
      { mode: 'Opt_out_enabled', effectiveFrom: '2026-11-01T00:00:00Z' },
    ],
    coverage: [TRAIL, LOG],
    clockOffsetMs: 0,
    loginGraceSeconds: 5,
    now: at('20:00:00'),
    ...change,
  };
}

export const judge = (one: ObservedLogin, within = context()): AccessVerdict => {
  const [verdict] = reconcileAccesses([one], within);
  if (!verdict) throw new Error('a login gets a verdict');
  return verdict;
};
export const verdicts = (logins: ObservedLogin[], within = context()) =>
  [...reconcileAccesses(logins, within)].map(({ verdict }) => verdict);
