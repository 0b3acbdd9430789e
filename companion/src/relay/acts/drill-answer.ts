/**
 * The signed answer to a drill: the ceremony of a decision, over a statement of a kind of its own. Its nonce lies with the acts,
 * where no decision looks, and its choices are no words of a decision: neither can stand in the other's place.
 */
import { type DrillAnswer, DRILL_ANSWERS } from '../../core/entries/drill-entries.ts';
import { shownDrill } from '../../core/drills.ts';
import { AppError } from '../../core/errors.ts';
import { isBefore } from '../clock.ts';
import type { StoredDrill } from '../drills/drill-ports.ts';
import { answerDrill } from '../drills/drills.ts';
import type { ActGround, ActKind } from './kind.ts';

/** @throws AppError not_found, not_eligible, request_expired, request_closed */
async function openDrillFor({ rows, contact, at }: ActGround, subject: string): Promise<StoredDrill> {
  const drill = await rows.drills.get(subject);
  const people = drill ? await rows.drills.people(drill.id) : [];
  const own = people.find(({ contactId }) => contactId === contact.id);
  if (!drill) throw new AppError('not_found', 'There is no such drill.');
  if (!own) throw new AppError('not_eligible', 'This drill does not ask you.');
  if (own.answeredAt !== null) throw new AppError('request_closed', 'You have answered this drill.');
  if (drill.endedAt !== null || !isBefore(at, drill.endsAt))
    throw new AppError('request_expired', 'This drill has ended.');
  return drill;
}

const isAnswer = (choice: string): choice is DrillAnswer => DRILL_ANSWERS.some((answer) => answer === choice);

export const drillAnswer: ActKind = {
  type: 'drill-answer',
  // It waits in the inbox, as a request does.
  open: () => Promise.resolve([]),
  async prepare(ground, subject) {
    const drill = await openDrillFor(ground, subject);
    const { id, name, startedAt, endsAt, checkPhrase, note } = drill;
    const shown = shownDrill({ name, at: startedAt, endsAt, checkPhrase });
    return {
      plain: { ...shown, note },
      sealed: async (seal) => ({
        ...shown,
        note: note === null ? null : await seal(`Drill/${id}/Note`, note),
      }),
    };
  },
  async apply(unit, ground, { index, choice, subject, contactId }) {
    const drill = await openDrillFor({ ...ground, rows: unit }, subject);
    const { ports, at } = ground;
    if (!isAnswer(choice)) throw new AppError('malformed', 'There is no such choice.');
    if (!(await unit.drills.answered(drill.id, contactId, choice, at)))
      throw new AppError('request_closed', 'You have answered this drill.');
    await unit.append({
      ...{ v: 1, type: 'drill.answered', org: ports.org.orgId, at },
      ...{ drill: drill.id, contact: contactId, answer: choice, signed: index },
    });
    await answerDrill(unit, ports, { drill, at });
  },
};
