/**
 * Entries of the ledger about drills. A drill is no access request: none of these has a field `request`, so that nothing that
 * is derived for requests can take one in.
 */
import type { Commitment } from '../commitments.ts';
import type { Fact } from './entries.ts';

/** Who set a drill off: an operator, a program with a token, or the schedule of the signed policy. */
export const DRILL_ORIGINS = ['Operator', 'Token', 'Schedule'] as const;
export type DrillOrigin = (typeof DRILL_ORIGINS)[number];

/** What a contact can say in a drill; neither is a word that a decision on a request knows. */
export const DRILL_ANSWERS = ['Would_approve', 'Would_deny'] as const;
export type DrillAnswer = (typeof DRILL_ANSWERS)[number];

export type DrillStarted = Fact<'drill.started'> & {
  drill: string;
  /** `DRILL-0001` */
  name: string;
  origin: DrillOrigin;
  /** Null for the schedule. */
  by: Commitment | null;
  note: Commitment | null;
  checkPhrase: string;
  /** Of the one level that was asked; null where the contacts were chosen otherwise. */
  level: number | null;
  /** Everybody who was asked, in the order of the roster. */
  contacts: readonly string[];
  endsAt: string;
  /** Under which the drill ran: the cadence of drills stands in it. */
  policyVersion: string;
};
/** The contact has signed in and opened the drill's page for the first time. */
export type DrillOpened = Fact<'drill.opened'> & { drill: string; contact: string };
export type DrillAnswered = Fact<'drill.answered'> & {
  drill: string;
  contact: string;
  answer: DrillAnswer;
  /** Ledger index of the act.signed entry. */
  signed: number;
};
/** Who ended a drill before its time: an operator, a program with a token, or a contact. */
export const DRILL_STOPPERS = ['Operator', 'Token', 'Contact'] as const;
export interface DrillStopped {
  origin: (typeof DRILL_STOPPERS)[number];
  by: Commitment;
  /** Id of the contact who did; null for others. */
  contact: string | null;
}

/** The figures follow from the entries before; a verifier counts them anew. */
export type DrillEnded = Fact<'drill.ended'> &
  DrillFigures & {
    drill: string;
    /** Only where somebody ended it before its time. */
    stopped?: DrillStopped;
  };

export interface DrillFigures {
  asked: number;
  /** Contacts to whom at least one message was handed over. */
  reached: number;
  opened: number;
  answered: number;
  /** From the start to the first answer, whole seconds; null without an answer. */
  firstAnswerSeconds: number | null;
  /** Who has not answered. */
  silent: readonly string[];
}

export type DrillEntry = DrillStarted | DrillOpened | DrillAnswered | DrillEnded;
