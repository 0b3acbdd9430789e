/** Drills of a ledger: who was asked stood on the roster, each answer was signed for this drill, the figures are as counted. */
import type { ActStatement } from '../acts.ts';
import { canonicalize } from '../canonical.ts';
import type { DrillAnswered, DrillEnded, DrillOpened, DrillStarted } from '../entries/drill-entries.ts';
import { applyDrillEntry, type Drill, drillFigures, shownDrill } from '../drills.ts';
import type { ActSigned, LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { millisecondsOf } from '../instants.ts';
import type { SignedActs } from './verify-acts.ts';

/**
 * Takes one more entry into account.
 * @param drills so far; grows
 * @throws AppError assertion_invalid
 */
export function checkDrill(
  entry: LedgerEntry,
  drills: Drill[],
  acts: SignedActs,
  roster: ReadonlySet<string>,
): void {
  if (entry.type === 'drill.started') checkStarted(entry, drills, roster);
  if (entry.type === 'drill.opened') checkOpened(entry, drills);
  if (entry.type === 'drill.answered') checkAnswered(entry, drills, acts);
  applyDrillEntry(drills, entry);
  if (entry.type === 'drill.ended') checkEnded(entry, drills, roster);
  else checkOverdue(entry, drills);
}

/** A server that was down ends it soon after it is up again, whatever else it logs first. */
const ENDED_WITHIN_MS = 24 * 3_600_000;

/** A drill that is never ended shows no figures, and would keep every later one from beginning. Told once. */
function checkOverdue({ at }: LedgerEntry, drills: readonly Drill[]): void {
  const drill = drills.at(-1);
  if (!drill || drill.endedAt !== null || drill.overdueSince === null) return;
  if (millisecondsOf(at) - millisecondsOf(drill.overdueSince) <= ENDED_WITHIN_MS) return;
  drill.endedAt = drill.endsAt;
  throw wrong(`${drill.name} was over at ${drill.endsAt}, and nothing ended it`);
}

/** A signed answer is one of the drill that runs, over what was logged of it. @throws AppError assertion_invalid */
export function checkDrillAct(entry: ActSigned, drills: readonly Drill[]): void {
  if (entry.act !== 'drill-answer') return;
  const drill = running(drills, entry.subject);
  if (millisecondsOf(entry.at) >= millisecondsOf(drill.endsAt)) throw wrong('it was answered after its end');
  const { shown } = entry.statement as unknown as ActStatement;
  for (const [name, value] of Object.entries(shownDrill(drill.started))) {
    if (canonicalize(shown[name] ?? null) !== canonicalize(value))
      throw wrong(`the signed ${name} is not that of the drill`);
  }
}

/** @returns what a verification that found nothing says of signatures: how many decisions, and drills where there were some */
export function signedText(decisions: number, { length }: readonly Drill[]): string {
  const drills = length === 0 ? '' : `; ${length} drills are as their entries say`;
  return `${decisions} decisions are signed${drills}`;
}

function checkStarted(entry: DrillStarted, drills: readonly Drill[], roster: ReadonlySet<string>): void {
  const last = drills.at(-1);
  if (last && last.endedAt === null) throw wrong('another drill was still running');
  if (drills.some(({ id, name }) => id === entry.drill || name === entry.name))
    throw wrong('there was a drill of this name before');
  if (entry.contacts.length === 0 || new Set(entry.contacts).size < entry.contacts.length)
    throw wrong('a drill asks each contact once, and at least one');
  const stranger = entry.contacts.find((contact) => !roster.has(contact));
  if (stranger !== undefined) throw wrong(`the roster does not name ${stranger}, who was asked`);
}

function checkOpened({ drill, contact }: DrillOpened, drills: readonly Drill[]): void {
  if (personOf(running(drills, drill), contact).openedAt !== null) throw wrong('it was opened before');
}

function checkAnswered(entry: DrillAnswered, drills: readonly Drill[], acts: SignedActs): void {
  const person = personOf(running(drills, entry.drill), entry.contact);
  if (person.answeredAt !== null) throw wrong('the contact had answered before');
  const act = acts.get(entry.signed);
  const isOfIt =
    act?.act === 'drill-answer' &&
    act.subject === entry.drill &&
    act.contact === entry.contact &&
    act.choice === entry.answer &&
    act.at === entry.at;
  if (!isOfIt) throw wrong('no signed act of this contact answers the drill so');
  acts.delete(entry.signed);
}

function checkEnded(entry: DrillEnded, drills: readonly Drill[], roster: ReadonlySet<string>): void {
  const { v: _, type: __, org: ___, at, drill: id, stopped, ...figures } = entry;
  const drill = drills.at(-1);
  if (drill?.id !== id || drill.ended !== entry) throw wrong('this drill was not running');
  const counted = drillFigures(drill.people);
  if (canonicalize(figures) !== canonicalize({ ...counted }))
    throw wrong('the figures of the drill are not those that its entries give');
  const isOver = counted.silent.length === 0 || millisecondsOf(at) >= millisecondsOf(drill.endsAt);
  if (!isOver && !stopped) throw wrong('the drill was ended before its time, while answers were open');
  if (isOver && stopped) throw wrong('the drill is said to be stopped, and was over');
  if (!stopped) return;
  const byContact = stopped.origin === 'Contact';
  if (byContact !== (stopped.contact !== null) || (stopped.contact !== null && !roster.has(stopped.contact)))
    throw wrong('the roster does not name who stopped the drill');
}

function running(drills: readonly Drill[], id: string): Drill {
  const drill = drills.at(-1);
  if (drill?.id === id && drill.endedAt === null) return drill;
  throw wrong('this drill was not running');
}

function personOf(drill: Drill, contact: string): Drill['people'][number] {
  const person = drill.people.find((one) => one.contact === contact);
  if (!person) throw wrong('the drill did not ask this contact');
  return person;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
