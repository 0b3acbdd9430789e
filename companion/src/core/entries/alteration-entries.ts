/** Entries of the ledger about records that were altered in the org, and the contact's look that ends the freeze. */
import type { LookChoice } from '../alterations.ts';
import type { Json } from '../canonical.ts';
import type { Commitment } from '../commitments.ts';
import type { Fact } from './entries.ts';

export type RecordAltered = Fact<'record.altered'> & {
  object: string;
  record: string;
  fields: readonly { name: string; logged: Json; found: Json }[];
  /** User id of who changed the row last, as the org tells it. */
  by: string | null;
  /** What became of the row; this and what follows is absent in entries of earlier versions. */
  kind?: 'changed' | 'deleted' | 'missing' | 'not ours';
  /** Null when nobody can tell. */
  byName?: Commitment | null;
  /** His mail address and username, by which an entry of the roster without a user is known to be his; absent where not known. */
  byAddress?: Commitment;
  byUsername?: Commitment;
  /** When it was changed last, as the org tells it. */
  modifiedAt?: string | null;
  /** The request that it freezes; null for none. */
  request?: string | null;
};
/** A contact has looked at every alteration that froze the request. */
export type FreezeEnded = Fact<'freeze.ended'> & {
  request: string;
  /** Ledger indexes of the record.altered entries that he was shown. */
  altered: readonly number[];
  choice: LookChoice;
  /** Ledger index of the act.signed entry. */
  signed: number;
};
