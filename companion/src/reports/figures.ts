/** Training evidence and the cost of waiting, as a report tells them to people. */
import {
  DRILL_LABEL,
  type Drill,
  drillFigures,
  drillsOf,
  durationText,
  type DrilledContact,
} from '../core/drills.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { type Friction, frictionOf, type Outcomes, type Waits } from '../core/friction.ts';
import { type Markup, markup, table } from './markup.ts';
import { type Interval, isWithin, localTime } from './period.ts';
import { labelOf, type Reader } from './reader.ts';
import type { AuditReport } from './report.ts';

export interface ReportedDrill extends Pick<Drill, 'name' | 'origin' | 'startedAt' | 'endedAt'> {
  note: string;
  /** Who ended it before its time; null where it had its time. */
  stopped: { origin: string; by: string } | null;
  asked: number;
  reached: number;
  opened: number;
  answered: number;
  firstAnswerSeconds: number | null;
  people: (DrilledContact & { name: string })[];
}

/** @returns the drills that began in the period, with names where they are not withheld */
export function reportedDrills(
  entries: readonly LedgerEntry[],
  names: ReadonlyMap<string, string>,
  reader: Reader,
  interval: Interval,
): ReportedDrill[] {
  return drillsOf(entries)
    .filter(({ startedAt }) => isWithin(interval, startedAt))
    .map(({ name, origin, startedAt, endedAt, people, started, ended }) => {
      const { silent: _, ...figures } = drillFigures(people);
      const stopped = ended?.stopped
        ? { origin: ended.stopped.origin, by: reader.text(ended.stopped.by) }
        : null;
      return {
        stopped,
        ...{ name, origin, startedAt, endedAt, note: reader.text(started.note), ...figures },
        people: people.map((person) => ({ ...person, name: names.get(person.contact) ?? person.contact })),
      };
    });
}

export function reportedFriction(entries: readonly LedgerEntry[], interval: Interval): Friction {
  return frictionOf(entries, { ...interval, until: entries.at(-1)?.at ?? interval.from });
}

const timeIn = (zone: string) => (at: string | null) =>
  at === null ? 'no' : markup`<span class="time">${localTime(at, zone)}</span>`;

/** Who was drilled when, and answered in what time. */
export const trainingSection = ({ drills, period }: AuditReport): Markup => {
  const time = timeIn(period.timeZone);
  const rows = drills.flatMap((drill) => drill.people.map((person) => ({ drill: drill.name, ...person })));
  return markup`<h2 id="training">Training evidence</h2><p>${DRILL_LABEL}: drills practise the way of a request. They are no requests, authorize nothing, and count in no other section.</p>${table(
    'Drills that began in the period',
    [
      { title: 'Drill', cell: ({ name, note }) => (note === '' ? name : markup`${name}<br>${note}`) },
      { title: 'Began', cell: ({ startedAt }) => time(startedAt) },
      {
        title: 'Ended',
        cell: ({ endedAt, stopped }) =>
          endedAt === null
            ? 'still running'
            : stopped === null
              ? time(endedAt)
              : markup`${time(endedAt)}<br>stopped before its time by ${stopped.by === '' ? labelOf(stopped.origin).toLowerCase() : stopped.by}`,
      },
      {
        title: 'Set off by',
        cell: ({ origin }) =>
          origin === 'Schedule' ? 'schedule of the policy' : labelOf(origin).toLowerCase(),
      },
      {
        title: 'Asked, reached, opened, answered',
        cell: ({ asked, reached, opened, answered }) => `${asked}, ${reached}, ${opened}, ${answered}`,
      },
      {
        title: 'First answer after',
        cell: ({ firstAnswerSeconds: first }) => (first === null ? 'no answer' : durationText(first)),
      },
    ],
    drills,
    'No drill began in this period.',
  )}${
    rows.length === 0
      ? ''
      : table(
          'Who was drilled, and answered in what time',
          [
            { title: 'Drill', cell: ({ drill }) => drill },
            { title: 'Contact', cell: ({ name }) => name },
            {
              title: 'Messages',
              cell: ({ deliveries }) =>
                deliveries.map(
                  ({ channel, at, result }) =>
                    markup`${channel} ${result === 'accepted' ? 'handed over' : 'failed'} ${time(at)}<br>`,
                ),
            },
            { title: 'Opened', cell: ({ openedAt }) => time(openedAt) },
            {
              title: 'Answered',
              cell: ({ seconds, answer }) =>
                seconds === null || answer === null
                  ? 'no answer'
                  : `${labelOf(answer).toLowerCase()}, after ${durationText(seconds)}`,
            },
          ],
          rows,
          '',
        )
  }`;
};

const hours = (value: number | null): string => (value === null ? '–' : `${value} h`);
const spread = ({ p50, p95, total }: Waits): string => `${hours(p50)}, ${hours(p95)}, ${hours(total)}`;
const counts = (outcomes: Outcomes): string =>
  Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${labelOf(outcome).toLowerCase()}`)
    .join(', ');

/** The price of the opt-out in hours. */
export const frictionSection = ({ friction }: AuditReport): Markup => {
  const { byScenario, byLevel, toWindow, decided, cases } = friction;
  if (cases.length === 0)
    return markup`<h2 id="friction">What waiting cost</h2><p class="none">No request was submitted in this period.</p>`;
  return markup`<h2 id="friction">What waiting cost</h2><p>Hours from the submission of a request to the answer that ended its waiting, for those that were approved, denied or expired. Half of them waited at most the first figure, 95 of 100 at most the second; the third is the sum. Drills are excluded. Over all requests: ${spread(decided)}; until the window opened: ${spread(toWindow)}.</p>${table(
    'By incident type and environment',
    [
      { title: 'Incident type', cell: ({ incidentType }) => labelOf(incidentType) },
      { title: 'Environment', cell: ({ environment }) => labelOf(environment) },
      { title: 'What came of them', cell: ({ outcomes }) => counts(outcomes) },
      { title: 'Waited: half, 95 %, sum', cell: ({ decided: waited }) => spread(waited) },
    ],
    byScenario,
    '',
  )}${table(
    'While each level was the last one asked',
    [
      { title: 'Level', cell: ({ level }) => level },
      { title: 'Requests', cell: ({ cases: count }) => count },
      { title: 'Waited: half, 95 %, sum', cell: spread },
    ],
    byLevel,
    'No level was asked in this period.',
  )}`;
};
