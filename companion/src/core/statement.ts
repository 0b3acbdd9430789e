/**
 * What a contact signs. The server fixes a snapshot; the browser adds decision, reason and window, renders from the
 * resulting statement alone, and signs SHA-256 of its canonical JSON. Server, browser and kit run this very code.
 */
import { asksForBreakGlass } from './break-glass.ts';
import { fromBase64url, type Hmac, type Sha256, toHex, utf8 } from './bytes.ts';
import { canonicalize, type Json } from './canonical.ts';
import { commit, type Commitment, type Opening } from './commitments.ts';
import type { GateVerdict } from './funnel.ts';
import type { Mode } from './requests.ts';
import type { AccessWindow, Bounds } from './windows.ts';

/** `Withdraw` takes the own approval back before the quorum; `Revoke` ends what was authorized. */
export const SIGNED_DECISIONS = ['Approve', 'Deny', 'Ask_for_more', 'Withdraw', 'Revoke'] as const;
export type SignedDecision = (typeof SIGNED_DECISIONS)[number];

/** A user or contact: the id is a pseudonym, the name is committed to (path `User/<id>/Name`). */
export type NamedReference = { readonly id: string | null; readonly name: Commitment };

/** Fields of the request as they are shown, by their names in the org. */
export type ShownFields = { readonly [field: string]: Json };

/** The content that a statement shows: all of it, as it was logged, missing values as null. */
export const SHOWN_FIELDS = [
  'Support_Case_Number__c',
  'Support_Case_Id__c',
  'Related_Case__c',
  'Extends__c',
  'Requesting_Party__c',
  'Incident_Type__c',
  'Purpose__c',
  'Necessity__c',
  'Data_Viewed__c',
  'Target_User__c',
  'Environment__c',
  'Hours_Wanted__c',
  'Requested_By__c',
  'Answer__c',
] as const;

/** Fields that earlier versions neither logged nor showed: a statement on such a revision may be without them. */
export const SHOWN_SINCE: ReadonlySet<string> = new Set(['Extends__c']);

/** One earlier request of a chain of extensions, as the ledger told it when it was counted. */
export interface ShownEarlier {
  readonly id: string;
  readonly name: string;
  readonly state: string | null;
  readonly window: AccessWindow | null;
  readonly approvers: readonly NamedReference[];
  /** See core/extensions.ts. */
  readonly logins: number;
  readonly findings: number;
  readonly grant: string;
}

/** What an extension follows on: each earlier request, newest first, and the minutes that were authorized in all. */
export interface ShownExtension {
  /** Entries of the ledger that were counted. */
  readonly ledgerSize: number;
  readonly minutes: number;
  readonly earlier: readonly ShownEarlier[];
}

/** What a request that asks for break-glass shows besides. */
const BREAK_GLASS_FIELDS = ['Break_Glass__c', 'Break_Glass_Reason__c', 'Break_Glass_Confirmation__c'];

/** @returns names of the fields that a statement on a request with this logged content shows */
export function shownFieldsOf(content: ShownFields): readonly string[] {
  return asksForBreakGlass(content) ? [...SHOWN_FIELDS, ...BREAK_GLASS_FIELDS] : SHOWN_FIELDS;
}

/** All of the statement that the server fixes before the contact decides. */
export interface StatementBase {
  v: 1;
  /** A decision on a request that waits; or the end of what was authorized. */
  type: 'access-decision' | 'access-revocation';
  /** 32 random bytes, base64url; single use. */
  nonce: string;
  org: { id: string; environment: string };
  /** `rosterEntry` is the roster version under which the contact decides. */
  contact: { id: string; rosterEntry: string };
  /** In whose place he decides besides his own, with the role that his signature fills; absent where there is nobody. */
  actsFor?: readonly { readonly contact: NamedReference; readonly role: string }[];
  request: { id: string; name: string; revision: number; fields: ShownFields };
  scope: {
    targetUser: NamedReference;
    caseNumber: string;
    caseId: string | null;
    dataViewed: boolean;
    purpose: Commitment;
  };
  /** Null for a request that extends none. */
  extension: ShownExtension | null;
  gates: readonly GateVerdict[];
  accessPreview: { asOf: string; digest: string; summary: readonly string[] } | null;
  deadline: string;
  /** Approvals of different persons that count now, and how many are needed. */
  standing: { given: number; needed: number };
  /** The window that stands; null before there is one. */
  authorized: AccessWindow | null;
  mode: Mode;
  policyVersion: string;
  rosterVersion: string;
  checkPhrase: string;
  shownAt: string;
  locale: string;
}

export interface DecisionStatement extends StatementBase {
  decision: SignedDecision;
  reason: Commitment;
  /** Null on everything but an approval. */
  window: Bounds | null;
}

/** What the browser gets: the base, what opens its commitments, and the salt for the reason that is still to come. */
export interface Snapshot {
  base: StatementBase;
  openings: Opening[];
  /** 32 bytes, base64url. */
  reasonSalt: string;
  /** The snapshot may be signed until then. */
  expiresAt: string;
  /** Those of `openings` that no entry of the ledger holds yet: logged with the signature. */
  own?: Opening[];
  /** What this contact may sign. */
  choices: readonly SignedDecision[];
  /** What the form may offer; the server checks the signed bounds again. */
  limits: { defaultMinutes: number; maximumMinutes: number; latestEnd: string };
}

export interface Choice {
  decision: SignedDecision;
  reason: string;
  window: Bounds | null;
}

/** Path of the committed reason: bound to the one signature by its nonce. */
function reasonPath(nonce: string): string {
  return `Access_Decision__c/${nonce}/Reason__c`;
}

/** @returns what opens the reason's commitment. */
export function reasonOpening(snapshot: Snapshot, reason: string): Opening {
  return { path: reasonPath(snapshot.base.nonce), value: reason, salt: snapshot.reasonSalt };
}

/**
 * Completes the snapshot to the statement that is signed.
 * @throws RangeError when an approval has no window, or another decision has one; for a decision of another kind of statement
 */
export async function buildStatement(
  snapshot: Snapshot,
  { decision, reason, window }: Choice,
  hmac: Hmac,
): Promise<DecisionStatement> {
  if ((decision === 'Revoke') !== (snapshot.base.type === 'access-revocation')) {
    throw new RangeError('a revocation is signed on what is authorized, a decision on what is asked for');
  }
  if ((decision === 'Approve') !== (window !== null)) {
    throw new RangeError('an approval names a window, any other decision names none');
  }
  const salt = fromBase64url(snapshot.reasonSalt);
  return {
    ...snapshot.base,
    decision,
    reason: await commit(hmac, salt, reasonPath(snapshot.base.nonce), reason),
    window: window === null ? null : { ...window },
  };
}

/** @returns the canonical JSON whose SHA-256 is the WebAuthn challenge. */
export function statementText(statement: DecisionStatement): string {
  return canonicalize(statement as unknown as Json);
}

/** @returns SHA-256 of the canonical statement, lower-case hex. */
export async function statementDigest(sha256: Sha256, statement: DecisionStatement): Promise<string> {
  return toHex(await sha256(utf8(statementText(statement))));
}
