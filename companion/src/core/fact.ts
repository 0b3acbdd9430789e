/** What every entry of the ledger says. */
import type { Json } from './canonical.ts';

export interface Fact<Type extends string> {
  v: 1;
  type: Type;
  /** Id of the org, 18 characters. */
  org: string;
  at: string;
}

export type Fields = { readonly [name: string]: Json };
