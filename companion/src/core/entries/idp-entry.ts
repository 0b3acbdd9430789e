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

/** It is undone: the next account with the verified address of the contact is bound anew. */
export type IdpUnbound = Fact<'idp.unbound'> & {
  contact: string;
  issuer: string;
  /** The operator, or the contact whose signature gave the entry to another person. */
  by: Commitment;
  /** Ledger index of the act.signed entry that gave it away; absent for an operator's word. */
  signed?: number;
};
