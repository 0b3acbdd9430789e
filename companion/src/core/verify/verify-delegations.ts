/** Delegations in a ledger: signed by the delegator, bounded in time, ended by him or with his absence, and not handed on. */
import type { ActStatement } from '../acts.ts';
import type { DecisionReceived, DelegationEnded, DelegationSet, LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { millisecondsOf } from '../instants.ts';
import { LONGEST_DELEGATION_DAYS } from '../roster.ts';
import type { DecisionStatement } from '../statement.ts';
import type { SignedActs } from './verify-acts.ts';
import type { Effects } from './verify-effects.ts';
import type { SignerRules } from './verify-signers.ts';
import { givesIdentity } from '../weakening.ts';

/** Delegations that have not ended before their time, by the absence that they belong to. */
export type DelegationBook = Map<string, DelegationSet>;

/** Takes one more entry into account. @throws AppError assertion_invalid when nobody signed it so */
export function learnDelegations(
  entry: LedgerEntry,
  book: DelegationBook,
  acts: SignedActs,
  signers: Pick<SignerRules, 'book'>,
): void {
  if (entry.type === 'delegation.set') begin(entry, book, acts);
  if (entry.type === 'delegation.ended') end(entry, book, acts);
  if (entry.type === 'absence.withdrawn' && book.get(entry.absence)?.contact === entry.contact)
    book.delete(entry.absence);
  // Another person may stand behind the entry now, who neither gave nor was given anything.
  if (
    entry.type === 'roster.changed' &&
    givesIdentity(signers.book.get(entry.contact)?.entry ?? null, entry.entry)
  )
    for (const [absence, { contact, delegate }] of book)
      if (contact === entry.contact || delegate === entry.contact) book.delete(absence);
}

const DAY_MS = 24 * 3_600_000;
/** A change of the clocks makes a span of whole days an hour longer. */
const CLOCKS_MS = 3_600_000;

function begin(entry: DelegationSet, book: DelegationBook, acts: SignedActs): void {
  const { contact, delegate, absence, from, until, signed } = entry;
  const act = acts.get(signed);
  if (act?.act !== 'delegation' || act.choice !== 'Delegate' || act.contact !== contact)
    throw wrong('no contact signed this delegation');
  const { shown } = act.statement as unknown as ActStatement;
  const named = (shown['delegate'] as { id?: string } | undefined)?.id;
  if (named !== delegate || shown['from'] !== from || shown['until'] !== until)
    throw wrong('the delegation is not the one that was signed');
  const length = millisecondsOf(until) - millisecondsOf(from);
  if (delegate === contact || !(length > 0 && length <= LONGEST_DELEGATION_DAYS * DAY_MS + CLOCKS_MS))
    throw wrong('the delegation is to the delegator himself, or longer than it may be');
  acts.delete(signed);
  book.set(absence, entry);
}

function end({ contact, absence, signed }: DelegationEnded, book: DelegationBook, acts: SignedActs): void {
  const act = acts.get(signed);
  if (act?.act !== 'delegation-end' || act.contact !== contact || act.subject !== absence)
    throw wrong('no contact signed the end of this delegation');
  if (book.get(absence)?.contact !== contact) throw wrong('there is no such delegation to end');
  acts.delete(signed);
  book.delete(absence);
}

/**
 * Whoever signs for others besides himself fills their roles; he is one person all the same.
 * @throws AppError assertion_invalid when the statement names somebody who had not delegated to him then
 */
export function checkActsFor(
  { contact, statement, at }: DecisionReceived,
  book: DelegationBook,
  { people }: Pick<Effects, 'people'>,
): void {
  const { actsFor = [], request, scope } = statement as unknown as DecisionStatement;
  const requester = request.fields['Requested_By__c'] as { id?: string | null } | null | undefined;
  const parties = [requester?.id ?? null, scope.targetUser.id].filter((id) => id !== null);
  const time = millisecondsOf(at);
  for (const { contact: delegator, role } of actsFor) {
    const isHeld = [...book.values()].some(
      (one) =>
        one.delegate === contact &&
        one.contact === delegator.id &&
        millisecondsOf(one.from) <= time &&
        time < millisecondsOf(one.until),
    );
    const person = people.get(delegator.id ?? '');
    if (!isHeld || !person?.votes || person.role !== role)
      throw wrong('it is signed for a contact who had not delegated to its signer');
    if (person.userId !== null && parties.includes(person.userId))
      throw wrong('it is signed for the requester, or for the user who would be entered');
  }
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
