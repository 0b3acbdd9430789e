/** What was measured of drills so far, and who still has one to answer. */
import { type DrilledContact, secondsBetween } from '../../core/drills.ts';
import { isBefore } from '../clock.ts';
import type { Unit } from '../ports.ts';
import type { StoredDrill } from './drill-ports.ts';

/** Under which the notice of a drill to a contact stands. */
export const noticeOf = (drill: string, contact: string): string => `drill:${drill}:${contact}`;

/** What was measured of each contact so far, as the ledger will tell it; by drill, in two reads for all of them. */
export async function measured(
  rows: Pick<Unit, 'drills' | 'deliveries'>,
  drills: readonly StoredDrill[],
): Promise<Map<string, DrilledContact[]>> {
  const people = await rows.drills.peopleOf(drills.map(({ id }) => id));
  const notices = people.map(({ drillId, contactId }) => noticeOf(drillId, contactId));
  const sent = Map.groupBy(await rows.deliveries.ofNotices(notices), ({ notice }) => notice);
  const found = new Map(drills.map(({ id }): [string, DrilledContact[]] => [id, []]));
  const startOf = new Map(drills.map(({ id, startedAt }) => [id, startedAt]));
  for (const { drillId, contactId, openedAt, answeredAt, answer } of people) {
    const startedAt = startOf.get(drillId);
    found.get(drillId)?.push({
      ...{ contact: contactId, openedAt, answeredAt, answer },
      deliveries: (sent.get(noticeOf(drillId, contactId)) ?? []).flatMap(
        ({ id: delivery, channel, status, settledAt: at }) =>
          at === null ? [] : [{ delivery, channel, at, result: status === 'failed' ? 'failed' : 'accepted' }],
      ),
      seconds: answeredAt === null || startedAt === undefined ? null : secondsBetween(startedAt, answeredAt),
    });
  }
  return found;
}

/** Drills that run and wait for this contact's answer. */
export async function drillsWaitingFor(
  { drills }: Pick<Unit, 'drills'>,
  contactId: string,
  now: string,
): Promise<{ id: string; name: string; startedAt: string; endsAt: string }[]> {
  const drill = await drills.running();
  if (!drill || !isBefore(now, drill.endsAt)) return [];
  const own = (await drills.people(drill.id)).find((person) => person.contactId === contactId);
  if (own?.answeredAt !== null) return [];
  const { id, name, startedAt, endsAt } = drill;
  return [{ id, name, startedAt, endsAt }];
}
