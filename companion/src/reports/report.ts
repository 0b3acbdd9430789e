/** A report as data: what a period's ledger says, for people and for machines. Instants are ISO 8601 with Z. */
import type { SourceCoverage } from '../core/coverage.ts';
import type { EvidenceReference } from '../core/entries/entries.ts';
import type { Bounds } from '../core/windows.ts';
import type { Friction } from '../core/friction.ts';
import type { ReportedDrill } from './figures.ts';
import type { Difference } from '../core/differences.ts';
import type { Period } from './period.ts';

export interface ReportedDecision {
  contact: string;
  decision: string;
  reason: string;
  /** What was signed; null for a denial. */
  bounds: Bounds | null;
  receivedAt: string;
  effectiveAt: string | null;
  withoutEffect: string | null;
  digest: string;
  /** SHA-256 of the COSE key, lower-case hex; null when no enrolment is known. */
  keyFingerprint: string | null;
}

/** One thing that happened to a request, in words. */
export interface ReportedStep {
  at: string;
  what: string;
}

/** A request that was submitted as break-glass, which may have opened a window that nobody approved. */
export interface ReportedBreakGlass {
  reason: string;
  openedAt: string | null;
  reviewDue: string | null;
  review: { outcome: string; by: string; reason: string; at: string } | null;
}

export interface ReportedRequest {
  id: string;
  name: string;
  state: string;
  outcome: string | null;
  caseNumber: string;
  caseId: string;
  requestingParty: string;
  incidentType: string;
  purpose: string;
  necessity: string;
  dataViewed: string;
  environment: string;
  hoursWanted: string;
  targetUser: string;
  requestedBy: string;
  submittedAt: string;
  /** Name of the earlier request that this one extends; its id where the ledger does not name it. */
  extends: string | null;
  window: { start: string; end: string } | null;
  /** Null for an ordinary request. */
  breakGlass: ReportedBreakGlass | null;
  gates: { gate: string; state: string; reason: string }[];
  decisions: ReportedDecision[];
  history: ReportedStep[];
}

interface Judged {
  verdict: string;
  provisional: boolean;
  reason: string;
  request: string | null;
}

export interface ReportedGrant extends Judged {
  key: string;
  user: string;
  grantedTo: string;
  state: string;
  grantedAt: string | null;
  endedAt: string | null;
  expirationDate: string | null;
}

export interface ReportedAccess extends Judged {
  key: string;
  actorClass: string;
  actor: string;
  target: string;
  caseIdentifier: string | null;
  loginAt: string;
  logoutAt: string | null;
  strength: string;
  evidence: readonly EvidenceReference[];
}

export interface ReportedFinding {
  key: string;
  kind: string;
  severity: string;
  detail: string;
  at: string;
}

export interface ReportedKey {
  contact: string;
  fingerprint: string;
  /** Record id of the contact, as a line of `--trust-keys` names it. */
  contactId: string;
  enrolledAt: string;
  /** Who signed for it: a name, `older key`, `founding`; null while nobody has. */
  vouchedBy: string | null;
  vouchedAt: string | null;
  revokedAt: string | null;
}

/** A member of the founding roster, and when he signed it. */
export interface FoundingSignature {
  contact: string;
  signedAt: string | null;
}

/** A change of roster, policy or mode that contacts signed, or a key that one vouched for. */
export interface ReportedRuleChange {
  at: string;
  what: string;
  /** What it makes weaker; empty where nothing. */
  weakens: string[];
  /** Names, in the order of signing. */
  signers: string[];
  /** One person stood alone where two should. */
  alone: boolean;
}

export interface AuditReport {
  name: string;
  org: { id: string; name: string; environment: string };
  demonstration: boolean;
  period: Period;
  from: string;
  to: string;
  madeAt: string;
  modes: { mode: string; effectiveFrom: string }[];
  coverage: SourceCoverage[];
  cannotSee: string[];
  requests: ReportedRequest[];
  grants: ReportedGrant[];
  accesses: ReportedAccess[];
  /** Own, site and partner administrators' Login-As: recorded and counted. */
  ownAdministrators: ReportedAccess[];
  findings: ReportedFinding[];
  alterations: { object: string; record: string; field: string; logged: string; found: string; at: string }[];
  differences: Difference[];
  /** Drills that began in the period; no other part of the report counts them. */
  drills: ReportedDrill[];
  friction: Friction;
  keys: ReportedKey[];
  founding: FoundingSignature[];
  ruleChanges: ReportedRuleChange[];
  withheld: number;
  checkpoint: { size: number; note: string };
}
