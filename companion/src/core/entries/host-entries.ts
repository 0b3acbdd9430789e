import type { Commitment } from '../commitments.ts';
import type { Fact } from './entries.ts';

/** From here on keys may be enrolled at the next address as well; the operator has set it. */
export type HostMoving = Fact<'host.moving'> & {
  /** Origins: scheme, host and port. */
  from: string;
  next: string;
};

/** From here on no key of the old address signs anything. */
export type HostMoved = Fact<'host.moved'> & {
  from: string;
  next: string;
  /** Contacts who had a key in force at the old address and none at the new one, by id, in order. */
  left: string[];
  /** The operator. */
  by: Commitment;
};
