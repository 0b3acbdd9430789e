/** Drills as people and programs see them: one with all that was measured, and lists. */
import { type DrilledContact, drillFigures } from '../../core/drills.ts';
import { AppError } from '../../core/errors.ts';
import { clockTime, isBefore } from '../clock.ts';
import type { StoredDrill } from './drill-ports.ts';
import { nextDrillBy } from './drill-schedule.ts';
import { stopDrill } from './drills.ts';
import { measured } from './drill-measures.ts';
import { resultSentence } from '../mails/drill.ts';
import type { RelayPorts, Rows } from '../ports.ts';
import { requireContact } from '../views.ts';

export interface DrillPage {
  after: { at: string; id: string } | null;
  limit: number;
}

/** What the contacts' page lists at most: years of drills. */
const SHOWN = 50;

async function namesOf({ contacts }: Rows): Promise<Map<string, string>> {
  return new Map((await contacts.list()).map(({ id, name }) => [id, name]));
}

/** Of all of them with as many reads as of one. */
async function detailsOf(rows: Rows, drills: readonly StoredDrill[]) {
  const names = await namesOf(rows);
  const people = await measured(rows, drills);
  return drills.map((drill) => detailOf(drill, people.get(drill.id) ?? [], (id) => names.get(id) ?? id));
}

function detailOf(drill: StoredDrill, people: readonly DrilledContact[], nameOf: (id: string) => string) {
  const figures = drillFigures(people);
  return {
    ...drill,
    ...{ asked: figures.asked, reached: figures.reached, opened: figures.opened },
    ...{ answered: figures.answered, firstAnswerSeconds: figures.firstAnswerSeconds },
    result: drill.endedAt === null ? null : resultSentence(drill.name, figures, nameOf, drill.stoppedBy),
    people: people.map(({ contact, ...found }) => ({ id: contact, name: nameOf(contact), ...found })),
  };
}

/** @param named id or number. @throws AppError not_found */
export async function drillDetail({ org, store }: RelayPorts, named: string) {
  const rows = store.rows(org.orgId);
  const drill = (await rows.drills.get(named)) ?? (await rows.drills.byName(named));
  const [detail] = await detailsOf(rows, drill ? [drill] : []);
  if (!detail) throw new AppError('not_found', `There is no drill ${named}.`);
  return detail;
}

/** Newest first. */
export async function drillPage({ org, store }: RelayPorts, page: DrillPage) {
  const rows = store.rows(org.orgId);
  return { items: await detailsOf(rows, await rows.drills.page(page)), nextBy: await nextDrillBy(rows) };
}

/** A contact's own page of drills: his results, those of the others, and when the next one comes at the latest. */
export async function contactDrills(ports: RelayPorts, contactId: string) {
  await requireContact(ports, contactId);
  const now = await clockTime(ports);
  const { items, nextBy } = await drillPage(ports, { after: null, limit: SHOWN });
  return { now, nextBy, org: ports.org.orgId, items: items.map((drill) => seenBy(drill, contactId, now)) };
}

/**
 * One drill for a contact; that he has opened it is put on record the first time.
 * @throws AppError not_found, not_signed_in
 */
export async function contactDrillView(ports: RelayPorts, contactId: string, id: string) {
  const { org } = ports;
  await requireContact(ports, contactId);
  const now = await clockTime(ports);
  await noteOpened(ports, contactId, id, now);
  const drill = await drillDetail(ports, id);
  return {
    now,
    org: { id: org.orgId, name: org.name, environment: org.environment },
    ...seenBy(drill, contactId, now),
    people: drill.people.map((person) => ({ ...person, mine: person.id === contactId })),
    note: drill.note,
    checkPhrase: drill.checkPhrase,
    endedAt: drill.endedAt,
  };
}

/** A contact ends a running drill before its time. @throws AppError not_signed_in, not_found, request_expired */
export async function stopDrillAs(ports: RelayPorts, contactId: string, id: string): Promise<void> {
  const { name } = await requireContact(ports, contactId);
  await stopDrill(ports, id, { origin: 'Contact', by: name, contact: contactId });
}

async function noteOpened({ org, store }: RelayPorts, contactId: string, id: string, at: string) {
  const own = (await store.rows(org.orgId).drills.people(id)).find(
    (person) => person.contactId === contactId,
  );
  if (own?.openedAt !== null) return;
  await store.unit(org.orgId, async (unit) => {
    // Held first: a drill that is about to end counts what was opened before.
    await unit.holdLedger();
    const drill = await unit.drills.get(id);
    if (!drill || drill.endedAt !== null || !(await unit.drills.opened(id, contactId, at))) return;
    await unit.append({
      ...{ v: 1, type: 'drill.opened', org: org.orgId, at, drill: id, contact: contactId },
    });
  });
}

function seenBy(drill: Awaited<ReturnType<typeof drillDetail>>, contactId: string, now: string) {
  const own = drill.people.find(({ id }) => id === contactId) ?? null;
  const isOver = drill.endedAt !== null || !isBefore(now, drill.endsAt);
  const { id, name, startedAt, endsAt, endedAt, asked, reached, opened, answered, firstAnswerSeconds } =
    drill;
  return {
    stoppedBy: drill.stoppedBy,
    running: !isOver,
    ...{ id, name, startedAt, endsAt, endedAt, asked, reached, opened, answered, firstAnswerSeconds },
    mine: own && { answer: own.answer, answeredAt: own.answeredAt, seconds: own.seconds },
    waiting: own?.answeredAt === null && !isOver,
  };
}
