/**
 * When a contact is away: he says so himself on his page, in whole days of his own zone. An absence only keeps the ladder
 * from asking him, so that it needs no signature; it is on the ledger all the same.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { clockTime, isBefore } from './clock.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { standing } from './roster.ts';
import type { Absence, StoredContact } from './rows.ts';

/** Longer than any leave; whoever is away for more should leave the roster. */
const LONGEST_DAYS = 366;
const MOST = 20;

export interface AbsenceView {
  id: string;
  from: string;
  until: string;
}

async function contactOf(rows: Rows, contactId: string): Promise<StoredContact> {
  const row = await rows.contacts.get(contactId);
  const contact = row && standing(row);
  if (contact?.active) return contact;
  throw new AppError('not_signed_in', 'This contact is not on the sealed roster any more.');
}

const view = ({ id, from, until }: Absence): AbsenceView => ({ id, from, until });

/** Own absences that are not over. @throws AppError not_signed_in */
export async function ownAbsences(ports: RelayPorts, contactId: string): Promise<AbsenceView[]> {
  const rows = ports.store.rows(ports.org.orgId);
  await contactOf(rows, contactId);
  return (await ahead(rows, contactId, await clockTime(ports))).map(view);
}

async function ahead(rows: Rows, contactId: string, at: string): Promise<Absence[]> {
  const all = await rows.absences.standing();
  return all.filter((absence) => absence.contactId === contactId && isBefore(at, absence.until));
}

/**
 * @param days first and last day, both away, as YYYY-MM-DD in the contact's zone; UTC where the roster names none
 * @throws AppError not_signed_in, malformed
 */
export async function setAbsence(
  ports: RelayPorts,
  contactId: string,
  days: { first: string; last: string },
): Promise<AbsenceView> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  return store.unit(org.orgId, async (unit) => {
    const { timeZone } = await contactOf(unit, contactId);
    const span = spanOf(days, timeZone ?? 'UTC');
    if (!isBefore(at, span.until)) throw new AppError('malformed', 'The last day is over already.');
    if ((await ahead(unit, contactId, at)).length >= MOST)
      throw new AppError('malformed', `At most ${MOST} absences can stand. Take one back first.`);
    const absence = { id: randomUUID(), contactId, ...span };
    await unit.absences.put(absence);
    const about = { contact: contactId, absence: absence.id, ...span };
    await unit.append({ v: 1, type: 'absence.set', org: org.orgId, at, ...about });
    return { id: absence.id, ...span };
  });
}

function spanOf({ first, last }: { first: string; last: string }, zone: string) {
  const [from, to] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last)];
  const length = from.until(to).total('days') + 1;
  if (length < 1) throw new AppError('malformed', 'The last day is before the first.');
  if (length > LONGEST_DAYS) throw new AppError('malformed', `At most ${LONGEST_DAYS} days at once.`);
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant().toString();
  return { from: midnight(from), until: midnight(to.add({ days: 1 })) };
}

/** @throws AppError not_signed_in, not_found */
export async function withdrawAbsence(ports: RelayPorts, contactId: string, id: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    await contactOf(unit, contactId);
    if (!(await unit.absences.withdraw(id, contactId, at)))
      throw new AppError('not_found', 'You have no such absence.');
    const about = { contact: contactId, absence: id };
    await unit.append({ v: 1, type: 'absence.withdrawn', org: org.orgId, at, ...about });
  });
}
