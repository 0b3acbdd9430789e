/** What each kind of signed act must say of itself; `acts.ts` does the rest for all of them alike. */
import type { ActStatement, ActType } from '../../core/acts.ts';
import type { Json } from '../../core/canonical.ts';
import type { RosterContact } from '../../core/roster.ts';
import type { RelayPorts, Rows, Unit } from '../ports.ts';
import type { RosterInForce } from '../roster.ts';
import type { StoredAct } from '../rows.ts';
import type { Sealer } from '../sealer.ts';
import type { SignerChain } from './signatures.ts';

/** An act that waits for somebody's signature. */
export interface OpenAct {
  type: ActType;
  subject: string;
  /** One line for a list, in the clear. */
  title: string;
  /** Whether the contact who asks may sign it; if not, `because` says why in a sentence. */
  mayAct: boolean;
  because: string | null;
  /** Names of who has signed already, of so many; absent where one signature always suffices. */
  signatures?: { given: string[]; needed: number };
  /** Of what holds already since setting up, and is to be confirmed once. */
  founding?: boolean;
}

export interface ActGround {
  rows: Rows;
  ports: RelayPorts;
  roster: RosterInForce;
  /** Who asks or signs: sealed, active, of this roster. */
  contact: RosterContact;
  at: string;
  chain: SignerChain;
}

/** What one subject is now. */
export interface Prepared {
  /** In the clear; a change of it voids what was shown before. */
  plain: Json;
  /** The same with commitments in the place of personal values: what is shown and signed. */
  sealed(seal: Sealer['seal'], again: Sealer['again']): Promise<{ readonly [name: string]: Json }>;
}

export interface ActKind {
  type: ActType;
  /** Its subject is a request, whose row is locked before the ledger as by everything else that changes it. */
  readonly ofRequest?: true;
  /** What waits for a signature now. */
  open(ground: ActGround): Promise<OpenAct[]>;
  /** @throws AppError not_found for a subject that does not wait, not_eligible for a contact who may not sign it */
  prepare(ground: ActGround, subject: string): Promise<Prepared>;
  /** Makes the signed act effective, in the unit that logs it. @returns `waits` when a second signature must come */
  apply(unit: Unit, ground: ActGround, act: StoredAct, statement: ActStatement): Promise<'waits' | void>;
  /** After the commit: mails that follow. */
  after?(ports: RelayPorts): Promise<void>;
}
