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

/** @param bound loses what is undone. @throws AppError assertion_invalid when there was nothing to undo */
export function checkIdpUnbinding(entry: IdpUnbound, bound: Set<string>): void {
  if (!bound.delete(`${entry.contact} ${entry.issuer}`))
    throw new AppError('assertion_invalid', 'no account of this provider was bound to the contact');
}
