/** Signed acts of a ledger, and the chain of the roster: every change after the founding was accepted by another contact. */
import type { ActStatement } from './acts.ts';
import { canonicalize, type Json } from './canonical.ts';
import type { ActSigned, RosterChanged } from './entries.ts';
import { AppError } from './errors.ts';

/** By ledger index; only acts whose signature holds. */
export type SignedActs = Map<number, ActSigned>;

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

/**
 * @returns the roster after the change
 * @throws AppError assertion_invalid unless another contact of the roster accepted exactly this entry
 */
export function checkRosterChange(
  entry: RosterChanged,
  acts: SignedActs,
  roster: ReadonlySet<string>,
): ReadonlySet<string> {
  const act = acts.get(entry.signed);
  if (act?.act !== 'roster-change' || act.choice !== 'Accept' || act.subject !== entry.contact) {
    throw wrong('no signed act accepts this change of the roster');
  }
  if (act.contact === entry.contact) throw wrong('a contact accepted a change of his own entry');
  const { shown } = act.statement as unknown as ActStatement;
  if (canonicalize(shown['entry'] ?? null) !== canonicalize(entry.entry)) {
    throw wrong('the entry is not the one that was signed');
  }
  acts.delete(entry.signed);
  const next = new Set(roster);
  if (entry.entry.active) next.add(entry.contact);
  else next.delete(entry.contact);
  return next;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
