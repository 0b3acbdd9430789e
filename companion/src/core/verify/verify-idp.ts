/** Accounts of an identity provider in a ledger: each contact has one until it is undone, and stands on the roster when it is bound. */
import type { IdpBound, IdpUnbound } from '../entries/idp-entry.ts';
import { AppError } from '../errors.ts';

/** @param bound `contact issuer` of earlier entries; grows by this one. @throws AppError assertion_invalid */
export function checkIdpBinding(entry: IdpBound, roster: ReadonlySet<string>, bound: Set<string>): void {
  const key = `${entry.contact} ${entry.issuer}`;
  if (bound.has(key)) {
    throw new AppError('assertion_invalid', 'a second account of this provider is bound to the contact');
  }
  bound.add(key);
  if (!roster.has(entry.contact)) {
    throw new AppError('assertion_invalid', 'the roster does not name the contact of this account');
  }
}

/**
 * @param bound loses what is undone
 * @param handover under which the accounts of one contact end
 * @throws AppError assertion_invalid when there was nothing to undo, or no act that it names gave the entry away
 */
export function checkIdpUnbinding(
  entry: IdpUnbound,
  bound: Set<string>,
  handover: { contact: string; signed: number } | null,
): void {
  const isHandedOver = handover?.contact === entry.contact && handover.signed === entry.signed;
  if (entry.signed !== undefined && !isHandedOver)
    throw new AppError('assertion_invalid', 'no signed act gave the entry of this account away');
  if (!bound.delete(`${entry.contact} ${entry.issuer}`))
    throw new AppError('assertion_invalid', 'no account of this provider was bound to the contact');
}
