/** Signed acts of a ledger, and the chain of the roster: every change after the founding was accepted by other contacts. */
import type { ActStatement } from '../acts.ts';
import { canonicalize, type Json } from '../canonical.ts';
import type { ActSigned, LedgerEntry, RosterChanged } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { type AcceptedChange, type SignerRules, takeSignatures } from './verify-signers.ts';
import { isHandover } from './verify-handover.ts';
import { rosterWeakenings } from '../weakening.ts';

/** By ledger index; only acts whose signature holds. */
export type SignedActs = Map<number, ActSigned>;

/** What follows at once from an act that takes something away, that is the last which a change of the rules needs, or that answers a drill. */
const FOLLOWED_BY = {
  'key-revoke': { choice: 'Revoke', type: 'key.revoked' },
  'delegation-end': { choice: 'End', type: 'delegation.ended' },
  'roster-change': { choice: 'Accept', type: 'roster.changed' },
  'break-glass-review': { choice: null, type: 'breakglass.reviewed' },
  'alteration-look': { choice: null, type: 'freeze.ended' },
  'policy-change': { choice: 'Accept', type: 'policy.in_force' },
  'governance-mode': { choice: 'Accept', type: 'mode.set' },
  // Whatever a contact answers in a drill: a server that leaves answers out makes him look as if he had not been there.
  'drill-answer': { choice: null, type: 'drill.answered' },
} as const;

/** Whether an act of this kind and choice has something follow it. */
export function isFollowed({ act, choice }: Pick<ActSigned, 'act' | 'choice'>): boolean {
  if (!Object.hasOwn(FOLLOWED_BY, act)) return false;
  const due = FOLLOWED_BY[act as keyof typeof FOLLOWED_BY].choice;
  // A review and a look are heeded whichever way they judge.
  return due === null || choice === due;
}

/**
 * A server that logs such an act and does not heed it lets a revoked key sign, a removed contact decide, or goes on under
 * rules that contacts have replaced.
 * @throws AppError assertion_invalid unless the entry behind the act, which is null at the ledger's end, follows from it
 */
export function checkFollowed(
  { act, choice, statement }: Pick<ActSigned, 'act' | 'choice' | 'statement'>,
  index: number,
  next: LedgerEntry | null,
): void {
  if (!isFollowed({ act, choice })) return;
  const { type } = FOLLOWED_BY[act as keyof typeof FOLLOWED_BY];
  // The first policy and the first mode are in force already: their signatures say that they are known.
  const { shown } = statement as unknown as Partial<ActStatement>;
  if ((act === 'policy-change' || act === 'governance-mode') && shown?.['kind'] === 'Founding') return;
  if (next?.type !== type || next.signed !== index) throw wrong(`the signed ${act} was not heeded at once`);
}

/** What was signed must be what was logged. @throws AppError assertion_invalid */
export function checkActStatement(entry: ActSigned, roster: ReadonlySet<string>, nonces: Set<string>): void {
  const statement = entry.statement as unknown as ActStatement;
  const pairs: [string, Json, Json][] = [
    ['kind of act', statement.type, entry.act],
    ['subject', statement.subject, entry.subject],
    ['contact', statement.contact.id, entry.contact],
    ['org', statement.org.id, entry.org],
    ['choice', statement.choice, entry.choice],
  ];
  for (const [name, signed, logged] of pairs) {
    if (signed !== logged) throw wrong(`the signed ${name} is not the logged one`);
  }
  if (nonces.has(statement.nonce)) throw wrong('its nonce was used before');
  nonces.add(statement.nonce);
  if (!roster.has(entry.contact)) throw wrong('the roster does not name this contact');
}

/** The change of the roster that an act accepts, or that took force. */
export function rosterAcceptance(
  contact: string,
  entry: RosterChanged['entry'],
  { book }: Pick<SignerRules, 'book'>,
): AcceptedChange {
  return {
    ...{ act: 'roster-change', subject: contact, concerned: contact, concernedUser: entry.userId },
    content: (shown) => shown['entry'] ?? null,
    weakens: rosterWeakenings(book.get(contact)?.entry ?? null, entry),
  };
}

/**
 * @returns the roster after the change
 * @throws AppError assertion_invalid unless as many other contacts as are needed accepted exactly this entry
 */
export function checkRosterChange(
  entry: RosterChanged,
  acts: SignedActs,
  roster: ReadonlySet<string>,
  rules: SignerRules,
): ReadonlySet<string> {
  const shown = takeSignatures(entry, rosterAcceptance(entry.contact, entry.entry, rules), acts, rules);
  if (canonicalize(shown['entry'] ?? null) !== canonicalize(entry.entry)) {
    throw wrong('the entry is not the one that was signed');
  }
  if (isHandover(entry, rules.book) && shown['passesOn'] !== true)
    throw wrong('that another person gets the entry was not shown');
  const next = new Set(roster);
  if (entry.entry.active) next.add(entry.contact);
  else next.delete(entry.contact);
  return next;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
