/**
 * Drills as the ledger tells them: who was asked, what reached him on which channel, and in what time he answered. Companion,
 * report and verification kit count with this code alone.
 */
import type { Json } from './canonical.ts';
import type {
  DrillAnswer,
  DrillEnded,
  DrillFigures,
  DrillOrigin,
  DrillStarted,
} from './entries/drill-entries.ts';
import type { LedgerEntry, Notice } from './entries/entries.ts';
import { millisecondsOf } from './instants.ts';

/** Kind of the notices that ask; reminders and results bear others and count for nothing. */
export const DRILL_NOTICE = 'drill';

/** The label that every statement of a drill bears, in both languages of the pages. */
export const DRILL_LABEL = 'DRILL / ÜBUNG';

/** What a contact is shown of a drill, and signs; the note besides is free text and says nothing that counts. */
export function shownDrill({
  name,
  at,
  endsAt,
  checkPhrase,
}: Pick<DrillStarted, 'name' | 'at' | 'endsAt' | 'checkPhrase'>): { readonly [name: string]: Json } {
  return { label: DRILL_LABEL, drill: name, checkPhrase, startedAt: at, endsAt };
}

/** One message of a drill to one contact; `at` is when it was handed over to the channel, or given up. */
export interface DrillDelivery {
  /** Id of the message. */
  delivery: string;
  channel: string;
  at: string;
  result: 'accepted' | 'failed';
}

/** What a drill measured of one contact. Seconds are whole and count from the start of the drill. */
export interface DrilledContact {
  contact: string;
  deliveries: DrillDelivery[];
  openedAt: string | null;
  answeredAt: string | null;
  answer: DrillAnswer | null;
  seconds: number | null;
}

export interface Drill {
  id: string;
  name: string;
  origin: DrillOrigin;
  level: number | null;
  startedAt: string;
  endsAt: string;
  /** Null while it runs. */
  endedAt: string | null;
  /** When the ledger first went on after its end while it was not ended; null while it did not. */
  overdueSince: string | null;
  people: DrilledContact[];
  started: DrillStarted;
  ended: DrillEnded | null;
}

/** @returns whole seconds from one instant to a later one */
export function secondsBetween(from: string, to: string): number {
  return Math.floor((millisecondsOf(to) - millisecondsOf(from)) / 1000);
}

/**
 * Takes one more entry into account. One drill runs at a time, so a notice of this kind belongs to the one that runs.
 * @param drills so far, the oldest first; the last is the one that runs, if one does
 */
export function applyDrillEntry(drills: Drill[], entry: LedgerEntry): void {
  if (entry.type === 'drill.started') drills.push(drillOf(entry));
  const last = drills.at(-1);
  if (!last || last.endedAt !== null) return;
  if (millisecondsOf(entry.at) >= millisecondsOf(last.endsAt)) last.overdueSince ??= entry.at;
  if (entry.type === 'drill.ended' && entry.drill === last.id) {
    last.endedAt = entry.at;
    last.ended = entry;
  }
  if (!('contact' in entry) || entry.contact === null) return;
  const person = last.people.find(({ contact }) => contact === entry.contact);
  if (!person) return;
  if (entry.type === 'notice' && entry.kind === DRILL_NOTICE) noteDelivery(person, entry);
  if (entry.type === 'drill.opened' && entry.drill === last.id) person.openedAt ??= entry.at;
  if (entry.type === 'drill.answered' && entry.drill === last.id) {
    person.answeredAt = entry.at;
    person.answer = entry.answer;
    person.seconds = secondsBetween(last.startedAt, entry.at);
  }
}

/** A mail that came back has a later receipt of its own: the last one counts. */
function noteDelivery({ deliveries }: DrilledContact, { delivery, channel, at, result }: Notice): void {
  const known = deliveries.findIndex((other) => other.delivery === delivery);
  deliveries.splice(known < 0 ? deliveries.length : known, 1, { delivery, channel, at, result });
}

/** @returns every drill of a ledger, the oldest first */
export function drillsOf(entries: Iterable<LedgerEntry>): Drill[] {
  const drills: Drill[] = [];
  for (const entry of entries) applyDrillEntry(drills, entry);
  return drills;
}

function drillOf(started: DrillStarted): Drill {
  const { drill: id, name, origin, level, endsAt, at: startedAt } = started;
  const people = started.contacts.map((contact) => ({
    ...{ contact, deliveries: [], openedAt: null, answeredAt: null, answer: null, seconds: null },
  }));
  return {
    ...{ id, name, origin, level, startedAt, endsAt, endedAt: null, overdueSince: null },
    ...{ people, started, ended: null },
  };
}

/** @returns the figures of a drill from what was measured of each contact */
export function drillFigures(people: readonly DrilledContact[]): DrillFigures {
  const answers = people.flatMap(({ seconds }) => seconds ?? []);
  return {
    asked: people.length,
    reached: people.filter(({ deliveries }) => deliveries.some(({ result }) => result === 'accepted')).length,
    opened: people.filter(({ openedAt }) => openedAt !== null).length,
    answered: answers.length,
    firstAnswerSeconds: answers.length === 0 ? null : Math.min(...answers),
    silent: people.flatMap(({ contact, answeredAt }) => (answeredAt === null ? [contact] : [])),
  };
}

/** `40 s`, `4 min`, `1 h 5 min` */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
