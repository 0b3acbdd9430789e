import type { Commitment } from '../commitments.ts';
import type { Fact } from './entries.ts';

/** An account of the company's identity provider signs in as this contact from now on. */
export type IdpBound = Fact<'idp.bound'> & {
  contact: string;
  issuer: string;
  /** Of the sealed roster entry, which the provider had verified. */
  address: Commitment;
  subject: Commitment;
};

/** An operator has undone it: the next account with the verified address of the contact is bound anew. */
export type IdpUnbound = Fact<'idp.unbound'> & {
  contact: string;
  issuer: string;
  /** The operator. */
  by: Commitment;
};
