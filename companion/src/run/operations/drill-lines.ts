/** A drill in lines for people. Instants are ISO 8601 with Z, as in all commands. */
import { durationText } from '../../core/drills.ts';
import type { OrgRelay } from '../../relay/relay.ts';

type DrillDetail = Awaited<ReturnType<OrgRelay['drill']>>;

/** One line: number, times, how many answered. */
export function drillLine({
  name,
  startedAt,
  endsAt,
  endedAt,
  stoppedBy,
  asked,
  answered,
  firstAnswerSeconds,
}: DrillDetail): string {
  const first = firstAnswerSeconds === null ? '' : `, first after ${durationText(firstAnswerSeconds)}`;
  const ended = stoppedBy === null ? `ended ${endedAt}` : `stopped by ${stoppedBy} ${endedAt}`;
  const state = endedAt === null ? `runs until ${endsAt}` : ended;
  return `${name}  ${startedAt}  ${answered} of ${asked} answered${first}, ${state}`;
}

export function drillLines(drill: DrillDetail): string[] {
  const { origin, startedBy, level, note, reached, opened, asked, checkPhrase, people } = drill;
  return [
    `DRILL  ${drillLine(drill)}`,
    `  set off by ${origin === 'Schedule' ? 'the schedule' : (startedBy ?? origin)}${level === null ? '' : `, level ${level}`}, check phrase ${checkPhrase}`,
    ...(note === null ? [] : [`  note: ${note}`]),
    `  of ${asked} asked ${reached} were reached, ${opened} opened it`,
    ...people.flatMap(personLines),
  ];
}

function personLines({
  name,
  deliveries,
  openedAt,
  answeredAt,
  answer,
  seconds,
}: DrillDetail['people'][number]) {
  const said =
    answeredAt === null || answer === null
      ? 'no answer'
      : `${answer.replace('_', ' ').toLowerCase()} after ${durationText(seconds ?? 0)} (${answeredAt})`;
  return [
    `  ${name}: ${said}${openedAt === null ? ', not opened' : `, opened ${openedAt}`}`,
    ...deliveries.map(
      ({ channel, at, result }) =>
        `    ${channel}: ${result === 'accepted' ? 'handed over' : 'failed'} ${at}`,
    ),
  ];
}
