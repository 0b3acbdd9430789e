/**
 * When a contact is away: he says so himself on his page, in whole days of his own zone. An absence only keeps the ladder
 * from asking him, so that it needs no signature; it is on the ledger all the same.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { clockTime, isBefore } from './clock.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { projectDelegation, tellDelegate } from './delegations.ts';
import { standing } from './roster.ts';
import type { Absence } from './people-ports.ts';
import type { StoredContact } from './rows.ts';
import { writeSoon } from './writing.ts';

/** Longer than any leave; whoever is away for more should leave the roster. */
const LONGEST_DAYS = 366;
const MOST = 20;

export interface AbsenceView {
  id: string;
  from: string;
  until: string;
  /** Name of who decides meanwhile; null when nobody does. */
  delegate: string | null;
}

async function contactOf(rows: Rows, contactId: string): Promise<StoredContact> {
  const row = await rows.contacts.get(contactId);
  const contact = row && standing(row);
  if (contact?.active) return contact;
  throw new AppError('not_signed_in', 'This contact is not on the sealed roster any more.');
}

async function view(rows: Rows, { id, from, until, delegateId }: Absence): Promise<AbsenceView> {
  const delegate = delegateId === null ? null : await rows.contacts.get(delegateId);
  return { id, from, until, delegate: delegate?.name ?? null };
}

/** Own absences that are not over. @throws AppError not_signed_in */
export async function ownAbsences(ports: RelayPorts, contactId: string): Promise<AbsenceView[]> {
  const rows = ports.store.rows(ports.org.orgId);
  await contactOf(rows, contactId);
  const own = await ahead(rows, contactId, await clockTime(ports));
  return Promise.all(own.map((absence) => view(rows, absence)));
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
    const span = spanOf(days, timeZone ?? 'UTC', LONGEST_DAYS);
    if (!isBefore(at, span.until)) throw new AppError('malformed', 'The last day is over already.');
    if ((await ahead(unit, contactId, at)).length >= MOST)
      throw new AppError('malformed', `At most ${MOST} absences can stand. Take one back first.`);
    const absence = { id: randomUUID(), contactId, ...span, delegateId: null, signed: null, signedAt: null };
    await unit.absences.put(absence);
    const about = { contact: contactId, absence: absence.id, ...span };
    await unit.append({ v: 1, type: 'absence.set', org: org.orgId, at, ...about });
    return { id: absence.id, ...span, delegate: null };
  });
}

/** @throws AppError malformed for days that are none, or too many of them */
export function spanOf(
  { first, last }: { first: string; last: string },
  zone: string,
  longestDays: number,
): { from: string; until: string } {
  if (![first, last].every(isDay)) throw new AppError('malformed', 'There is no such day.');
  const [from, to] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last)];
  const length = from.until(to).total('days') + 1;
  if (length < 1) throw new AppError('malformed', 'The last day is before the first.');
  if (length > longestDays) throw new AppError('malformed', `At most ${longestDays} days at once.`);
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant().toString();
  return { from: midnight(from), until: midnight(to.add({ days: 1 })) };
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/** Takes the absence back, and the delegation with it. @throws AppError not_signed_in, not_found */
export async function withdrawAbsence(ports: RelayPorts, contactId: string, id: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    // In the order in which the end of a delegation locks: the ledger, then the row.
    await unit.holdLedger();
    const contact = await contactOf(unit, contactId);
    const absence = (await unit.absences.standing()).find((one) => one.id === id);
    if (!(await unit.absences.withdraw(id, contactId, at)))
      throw new AppError('not_found', 'You have no such absence.');
    const about = { contact: contactId, absence: id };
    const pointer = await unit.append({ v: 1, type: 'absence.withdrawn', org: org.orgId, at, ...about });
    if (!absence?.delegateId) return;
    const { delegateId, from, until } = absence;
    await projectDelegation(unit, contactId, null, pointer);
    await tellDelegate(unit, ports, {
      state: 'ended',
      delegator: contact,
      delegateId,
      from,
      until,
      at,
      key: id,
    });
  });
  await writeSoon(ports);
}
