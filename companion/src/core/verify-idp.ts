/** Accounts of an identity provider in a ledger: each contact has one for good, and stands on the roster when it is bound. */
import type { IdpBound } from './idp-entry.ts';
import { AppError } from './errors.ts';

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
