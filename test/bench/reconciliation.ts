/** Holding observed logins against authorizations, beside reading the same rows once. */
import { type Authorization, bookOf } from '../../companion/src/core/authorizations.ts';
import type { Source, SourceCoverage } from '../../companion/src/core/coverage.ts';
import type { ObservedLogin } from '../../companion/src/core/evidence.ts';
import { type ReconcileContext, reconcileAccesses } from '../../companion/src/core/reconcile.ts';
import { type Figure, perSecond, sideBySide } from './figure.ts';

const ACCESSES = 100_000;
const WINDOWS = 1_000;
const USERS = 250;
const FIRST = Temporal.Instant.from('2026-01-01T00:00:00Z');
/** Between the starts of two windows of one user. */
const APART = Temporal.Duration.from({ hours: 48 });
const LONG = Temporal.Duration.from({ hours: 4 });
const RUNS = 9;

const user = (index: number) => `005000000${String(index % USERS).padStart(6, '0')}AAA`;
const startOf = (window: number) =>
  FIRST.add({ hours: Math.floor(window / USERS) * APART.hours, minutes: window % USERS });

function authorization(index: number): Authorization {
  const start = startOf(index);
  return {
    requestId: `a00${String(index).padStart(12, '0')}AAA`,
    caseNumber: String(40_000_000 + index),
    caseId: null,
    targetUserId: user(index),
    requestingParty: 'Salesforce_employee',
    approvedAt: start.toString(),
    start: start.toString(),
    end: start.add(LONG).toString(),
    revokedAt: null,
  };
}

/** Spread over the windows; of ten one comes after its window, and every other one names its case. */
function login(index: number): ObservedLogin {
  const window = index % WINDOWS;
  const minutes = index % 10 === 9 ? LONG.hours * 60 + 90 : 10 + (Math.floor(index / WINDOWS) % 200);
  const at = startOf(window).add({ minutes, milliseconds: index % 1000 });
  return {
    key: `SetupAuditTrail:0Ym${String(index).padStart(12, '0')}`,
    actorClass: 'Salesforce_Support',
    actor: null,
    actorKey: `engineer-${window}`,
    target: { state: 'Resolved', userId: user(window) },
    targetName: null,
    caseIdentifier: index % 2 === 0 ? String(40_000_000 + window) : null,
    loginAt: at.toString(),
    logoutAt: at.add({ minutes: 5 }).toString(),
    evidence: [],
  };
}

function coverage(source: Source): SourceCoverage {
  const to = '2026-12-31T00:00:00Z';
  const reliable = { readable: true, from: FIRST.toString(), to, gaps: [], reason: null };
  return { source, knownDelayMinutes: 5, ...reliable };
}

function contextOf(authorizations: readonly Authorization[]): ReconcileContext {
  return {
    authorizations: bookOf(authorizations),
    modes: [{ mode: 'Opt_out_enabled', effectiveFrom: FIRST.toString() }],
    coverage: [coverage('Setup_audit_trail'), coverage('Support_login_log')],
    clockOffsetMs: 0,
    loginGraceSeconds: 5,
    now: '2026-12-31T00:00:00Z',
  };
}

/** The least that any reconciliation does: read each row once, as it is kept. */
function plainPass(lines: readonly string[]): number {
  let resolved = 0;
  for (const line of lines) {
    const { target } = JSON.parse(line) as ObservedLogin;
    if (target.state === 'Resolved') resolved += 1;
  }
  return resolved;
}

/** @returns how many logins were matched; a verdict is looked at and let go, as a report does */
function matchedOf(logins: readonly ObservedLogin[], context: ReconcileContext): number {
  let matched = 0;
  for (const { verdict } of reconcileAccesses(logins, context)) if (verdict === 'Matched') matched += 1;
  return matched;
}

/** Reconciles {@link ACCESSES} logins with {@link WINDOWS} windows. */
export async function reconciliation(): Promise<Figure[]> {
  const authorizations = Array.from({ length: WINDOWS }, (_, index) => authorization(index));
  const logins = Array.from({ length: ACCESSES }, (_, index) => login(index));
  const context = contextOf(authorizations);
  const matched = matchedOf(logins, context);
  // A fast wrong answer is no figure.
  if (matched !== ACCESSES * 0.9) throw new Error(`${matched} logins were matched; nine of ten were to be.`);
  const lines = logins.map((row) => JSON.stringify(row));
  const few = logins.slice(0, ACCESSES / 10);
  const [taken, pass, takenByFew] = await sideBySide(RUNS, [
    () => matchedOf(logins, context),
    () => plainPass(lines),
    () => matchedOf(few, context),
  ]);
  return [
    {
      what: `Reconcile ${ACCESSES.toLocaleString('en')} accesses × ${WINDOWS.toLocaleString('en')} windows`,
      measured: perSecond(ACCESSES, taken, 'accesses'),
      limit: { what: 'reading the same rows once, as JSON', measured: perSecond(ACCESSES, pass, 'rows') },
      ratio: taken / pass,
      budget: '≤ 2 ×',
    },
    {
      what: 'Reconcile ten times as many accesses',
      measured: perSecond(ACCESSES, taken, 'accesses'),
      limit: {
        what: `of ${few.length.toLocaleString('en')}`,
        measured: perSecond(few.length, takenByFew, 'accesses'),
      },
      ratio: taken / ACCESSES / (takenByFew / few.length),
      budget: '1 × (linear)',
    },
  ];
}
