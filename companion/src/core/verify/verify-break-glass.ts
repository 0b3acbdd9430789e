/**
 * Break-glass in a ledger, derived and not believed: that the signed policy allowed it, that the window is no longer than
 * its terms, that every contact was named as told, and that an eligible contact reviewed it in time or a finding says so.
 */
import type { ActStatement } from '../acts.ts';
import { extensionFits } from '../access-gates.ts';
import {
  asksForBreakGlass,
  BREAK_GLASS_CAP,
  breakGlassGates,
  breakGlassMinutes,
  type EarlierOpening,
  isOverridable,
  openingsWithin,
  REVIEW_WITHIN,
} from '../break-glass.ts';
import type { Json } from '../canonical.ts';
import type {
  BreakGlassOpened,
  BreakGlassReviewed,
  Finding,
  LedgerEntry,
  PolicyEvaluated,
  RequestRevision,
} from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { funnelOutcome } from '../funnel.ts';
import { millisecondsOf } from '../instants.ts';
import { type AccessPolicy, policyOf } from '../policy.ts';
import { type RequestTerms, termsOf } from '../terms.ts';
import type { SignedActs } from './verify-acts.ts';
import { aspectsOf, riskAmong } from './verify-gates.ts';
import { wantedMinutes } from '../windows.ts';

/** A finding is due when the time has passed; a companion that was away makes it when it is back. */
const FOUND_WITHIN_MS = 3_600_000;
/** From the evaluation until the org has taken what it opens. */
const OPENED_WITHIN_MS = 12 * 3_600_000;

interface Opening extends EarlierOpening {
  index: number;
  entry: BreakGlassOpened;
  outcome: BreakGlassReviewed['outcome'] | null;
  reviewedAt: string | null;
}

export interface BreakGlassBook {
  policies: Map<string, AccessPolicy>;
  inForce: string | null;
  /** Versions that a contact accepted or confirmed by signature. */
  signed: Set<string>;
  /** Newest revision of each request. */
  revisions: Map<string, RequestRevision>;
  /** By ledger index; whether a contact had signed the policy when it was evaluated. */
  evaluations: Map<number, { entry: PolicyEvaluated; signed: boolean }>;
  /** Newest evaluation of each request. */
  newest: Map<string, number>;
  openings: Map<string, Opening>;
  /** Requests for which a finding of this kind was made: when. */
  findings: Map<string, string>;
  /** Requests by the keys of log-ins that were held against them; of emergencies alone. */
  matched: Map<string, string>;
}

export function noBreakGlass(): BreakGlassBook {
  return {
    ...{ policies: new Map(), inForce: null, signed: new Set(), revisions: new Map() },
    ...{ evaluations: new Map(), newest: new Map(), openings: new Map() },
    ...{ findings: new Map(), matched: new Map() },
  };
}

/** What the rest of the verification has established. */
export interface Established {
  acts: SignedActs;
  /** Contacts of the roster. */
  roster: ReadonlySet<string>;
  /** Those of them whose keys count. */
  enrolled: ReadonlySet<string>;
  /** Contacts as far as the log holds them in the clear. */
  people: ReadonlyMap<string, { userId: string | null; votes: boolean }>;
}

/** Takes what was seen, and how it was judged, into account: a review must show each log-in that was known. */
export function learnMatches(entry: LedgerEntry, { matched, revisions }: BreakGlassBook): void {
  if (entry.type === 'access.seen') for (const key of entry.supersedes) matched.delete(key);
  if (entry.type !== 'verdict' || entry.subject !== 'access') return;
  const { key, request } = entry;
  if (request !== null && asksForBreakGlass(revisions.get(request)?.fields ?? {})) matched.set(key, request);
  else matched.delete(key);
}

/** Takes one more entry into account. @throws AppError assertion_invalid for break-glass that does not follow */
export function checkBreakGlass(
  entry: LedgerEntry,
  index: number,
  book: BreakGlassBook,
  established: Established,
): void {
  switch (entry.type) {
    case 'policy.seen':
      book.policies.set(entry.version, policyOf(entry.values));
      break;
    case 'policy.in_force':
      book.inForce = entry.version;
      if (entry.signed !== null) book.signed.add(entry.version);
      break;
    case 'act.signed':
      // The first policy is confirmed after it took force. Only acts whose signature holds count.
      if (entry.act === 'policy-change' && entry.choice === 'Accept' && established.acts.has(index))
        book.signed.add(entry.subject);
      break;
    case 'request.revision':
      book.revisions.set(entry.request, entry);
      break;
    case 'policy.evaluated':
      evaluate(entry, index, book);
      break;
    case 'finding':
      find(entry, book);
      break;
    case 'breakglass.opened':
      open(entry, index, book, established);
      break;
    case 'breakglass.reviewed':
      review(entry, book, established);
      break;
    default:
      break;
  }
}

/** Nothing is overridden but by a request that asks for break-glass, and then no other rule than those that may be. */
function evaluate(entry: PolicyEvaluated, index: number, book: BreakGlassBook): void {
  book.evaluations.set(index, { entry, signed: book.signed.has(entry.policyVersion) });
  book.newest.set(entry.request, index);
  const overridden = entry.gates.filter((gate) => gate.overridden !== undefined);
  if (overridden.length === 0) return;
  if (!asksForBreakGlass(book.revisions.get(entry.request)?.fields ?? {}))
    throw wrong('rules were overridden for a request that is not break-glass');
  for (const gate of overridden) {
    if (!isOverridable(gate) || gate.state !== 'closed') throw wrong(`nothing overrides ${gate.gate}`);
  }
}

function find({ kind, subject, at }: Finding, book: BreakGlassBook): void {
  const request = subject['request'];
  if (
    typeof request === 'string' &&
    kind.startsWith('Break_glass_') &&
    !book.findings.has(`${kind}:${request}`)
  )
    book.findings.set(`${kind}:${request}`, at);
}

function open(entry: BreakGlassOpened, index: number, book: BreakGlassBook, established: Established): void {
  const { request } = entry;
  if (book.openings.has(request)) throw wrong('break-glass opened this request before');
  const revision = book.revisions.get(request);
  if (!revision || revision.revision !== entry.revision)
    throw wrong('it does not name the newest revision of the request');
  const parties = partiesOf(revision);
  // Kept even if it is wrong, so that its review and what else follows is judged as well.
  book.openings.set(request, {
    ...{ index, entry, at: entry.at, requester: parties.requester, targetUser: parties.target },
    ...{ reviewDue: entry.reviewDue, reviewed: false, outcome: null, reviewedAt: null },
  });
  checkAsk(revision, parties.requester);
  checkWindow(entry, checkLetThrough(entry, revision, book));
  checkSeldom(entry, request, book);
  for (const contact of established.enrolled) {
    if (established.roster.has(contact) && !entry.told.includes(contact))
      throw wrong(`contact ${contact} is not among those who were told`);
  }
  if (entry.told.length === 0) throw wrong('nobody was told');
}

function checkAsk({ fields, by }: RequestRevision, requester: string | null): void {
  if (!asksForBreakGlass(fields)) throw wrong('the request does not ask for break-glass');
  if (fields['Break_Glass_Confirmation__c'] !== fields['Support_Case_Number__c'])
    throw wrong('the support case number was not typed once more');
  if (isEmpty(fields['Break_Glass_Reason__c'])) throw wrong('no reason was given');
  if (requester === null || requester !== by) throw wrong('its requester is not who submitted it');
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

/** @returns the terms of the policy that let it through */
function checkLetThrough(
  entry: BreakGlassOpened,
  revision: RequestRevision,
  book: BreakGlassBook,
): { terms: RequestTerms; evaluatedAt: string; wanted: number } {
  const found = book.evaluations.get(entry.evaluated);
  if (found?.entry.request !== entry.request || book.newest.get(entry.request) !== entry.evaluated)
    throw wrong('it does not name the newest evaluation of the request');
  const { entry: evaluated, signed } = found;
  if (evaluated.revision !== entry.revision) throw wrong('another revision was evaluated');
  // Without a rating a rule that keeps high risks from it would not be the one that applies.
  if (evaluated.v < 2) throw wrong('an earlier version of the evaluation leaves gates out');
  const due = isEmpty(revision.fields['Extends__c']) ? breakGlassGates : [...breakGlassGates, extensionFits];
  const missing = due
    .map(({ name }) => name)
    .filter((name) => !evaluated.gates.some(({ gate }) => gate === name));
  if (missing.length > 0) throw wrong(`the gates ${missing.join(', ')} were left out`);
  if (funnelOutcome(evaluated.gates) !== 'open') throw wrong('the rules did not let it through');
  const policy = book.policies.get(evaluated.policyVersion);
  if (!policy) throw wrong(`the policy ${evaluated.policyVersion} was not logged before`);
  if (!signed) throw wrong('no contact had signed the policy that let it through');
  const terms = termsOf(policy, aspectsOf(revision.fields, riskAmong(evaluated.gates)));
  if (!terms.breakGlass.allowed) throw wrong('the policy does not allow break-glass for this request');
  const wanted = wantedMinutes(revision.fields['Hours_Wanted__c'], terms);
  return { terms, wanted, evaluatedAt: evaluated.at };
}

function checkWindow(
  { window, reviewDue, at }: BreakGlassOpened,
  { terms, evaluatedAt, wanted }: { terms: RequestTerms; evaluatedAt: string; wanted: number },
): void {
  const [start, end, opened] = [window.start, window.end, at].map(millisecondsOf) as [number, number, number];
  const evaluated = millisecondsOf(evaluatedAt);
  if (start !== evaluated || opened < evaluated || opened - evaluated > OPENED_WITHIN_MS)
    throw wrong('the window does not start when the rules let it through');
  if (end <= start || end - start > breakGlassMinutes(terms, wanted) * 60_000)
    throw wrong('the window is longer than policy and request allow');
  if (millisecondsOf(reviewDue) !== start + REVIEW_WITHIN.hours * 3_600_000)
    throw wrong(`the review is not due ${REVIEW_WITHIN.hours} hours after the opening`);
}

/** The cap, and that nothing opens while an earlier review is overdue. */
function checkSeldom({ at, window }: BreakGlassOpened, request: string, book: BreakGlassBook): void {
  const mine = book.openings.get(request);
  const earlier = [...book.openings.values()].filter((opening) => opening !== mine);
  const parties = { requester: mine?.requester ?? null, targetUser: mine?.targetUser ?? null };
  if (openingsWithin(earlier, parties, at) >= BREAK_GLASS_CAP.count)
    throw wrong('break-glass was used more often than it may be');
  const isOverdue = ({ reviewDue, reviewed }: Opening) =>
    !reviewed && millisecondsOf(reviewDue) <= millisecondsOf(window.start);
  if (earlier.some(isOverdue)) throw wrong('an earlier break-glass window was not reviewed in time');
}

function partiesOf({ fields }: RequestRevision): { requester: string | null; target: string | null } {
  const id = (name: string) => (fields[name] as { id?: Json } | null | undefined)?.id;
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : null);
  return { requester: text(id('Requested_By__c')), target: text(id('Target_User__c')) };
}

function review(entry: BreakGlassReviewed, book: BreakGlassBook, { acts, people }: Established): void {
  const opening = book.openings.get(entry.request);
  if (!opening || opening.index !== entry.opened) throw wrong('it names no break-glass window');
  if (opening.reviewed) throw wrong('the window was reviewed before');
  const act = acts.get(entry.signed);
  if (act?.act !== 'break-glass-review' || act.subject !== entry.request || act.choice !== entry.outcome)
    throw wrong('no signed act reviews it');
  acts.delete(entry.signed);
  const reviewer = people.get(act.contact);
  if (!reviewer?.votes) throw wrong('its contact has no vote');
  if (reviewer.userId !== null && [opening.requester, opening.targetUser].includes(reviewer.userId))
    throw wrong('its contact is the requester, or the user who was entered as');
  const { shown } = act.statement as unknown as ActStatement;
  const { window } = opening.entry;
  const isSame =
    shown['opened'] === opening.index &&
    shown['windowStart'] === window.start &&
    shown['windowEnd'] === window.end;
  if (!isSame) throw wrong('the window is not the one that was shown');
  const known = [...book.matched.values()].filter((request) => request === entry.request).length;
  if (typeof shown['seen'] !== 'number' || shown['seen'] < known)
    throw wrong('not every log-in that was known was shown');
  Object.assign(opening, { reviewed: true, outcome: entry.outcome, reviewedAt: entry.at });
}

/** What is missing at the ledger's end. @param end time of its last entry */
export function missingReviews({ openings, findings }: BreakGlassBook, end: string): string[] {
  return [...openings].flatMap(([request, { index, reviewDue, reviewedAt, outcome }]) => {
    const until = millisecondsOf(reviewedAt ?? end);
    const isLate = until - millisecondsOf(reviewDue) > FOUND_WITHIN_MS;
    const late =
      isLate && !findings.has(`Break_glass_not_reviewed:${request}`)
        ? [`entry ${index}: nobody reviewed break-glass in time, and no finding says so`]
        : [];
    const unjust =
      outcome === 'Not_justified' && !findings.has(`Break_glass_not_justified:${request}`)
        ? [`entry ${index}: break-glass was judged not justified, and no finding says so`]
        : [];
    return [...late, ...unjust];
  });
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
