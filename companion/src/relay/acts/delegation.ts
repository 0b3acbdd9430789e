/**
 * Out of office: a contact who is away lets another one decide in his place. He signs it himself, for at most thirty days; it
 * widens who is asked and which roles a signature fills, it counts as no second person, and it is not handed on. What it is
 * about stands in its subject, as the page of absences puts it together.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import { isAvailable, LONGEST_DELEGATION_DAYS, type RosterContact, samePerson } from '../../core/roster.ts';
import { spanOf } from '../absences.ts';
import { isBefore } from '../clock.ts';
import { projectDelegation, tellDelegate } from '../delegations.ts';
import { followChanges } from '../voiding.ts';
import { hindranceOf } from './hindrance.ts';
import type { ActGround, ActKind } from './kind.ts';

interface Wish {
  delegate: RosterContact;
  from: string;
  until: string;
  /** IANA zone of the days. */
  zone: string;
}

/** `<id of the delegate>:<first day>:<last day>` */
const SUBJECT = /^([A-Za-z0-9]{15,18}):(\d{4}-\d{2}-\d{2}):(\d{4}-\d{2}-\d{2})$/;

/** @throws AppError malformed, not_found, not_eligible */
async function wishOf(ground: ActGround, subject: string): Promise<Wish> {
  const { rows, roster, contact, at } = ground;
  const [, id, first = '', last = ''] = SUBJECT.exec(subject) ?? [];
  const delegate = roster.contacts.find((other) => other.id === id && other.sealed && other.active);
  if (!delegate) throw new AppError('not_found', 'There is no such contact on the sealed roster.');
  const zone = (await rows.contacts.get(contact.id))?.timeZone ?? 'UTC';
  const { from, until } = spanOf({ first, last }, zone, LONGEST_DELEGATION_DAYS);
  if (!isBefore(at, until)) throw new AppError('malformed', 'The last day is over already.');
  const because = hindranceOf(ground) ?? hindrance(contact, delegate, { from, until });
  if (because !== null) throw new AppError('not_eligible', because);
  return { delegate, from, until, zone };
}

const overlaps = (a: { from: string; until: string }, b: { from: string; until: string }): boolean =>
  isBefore(a.from, b.until) && isBefore(b.from, a.until);

function hindrance(
  contact: RosterContact,
  delegate: RosterContact,
  span: { from: string; until: string },
): string | null {
  if (delegate.id === contact.id || samePerson(contact, delegate))
    return 'Nobody delegates to himself. Choose another contact.';
  if (!isAvailable(delegate)) return 'This contact cannot sign: he needs a vote and a passkey.';
  if ((delegate.absences ?? []).some((absence) => overlaps(absence, span)))
    return 'This contact is away in that time, too. A delegation is not handed on: choose another one.';
  return (contact.delegations ?? []).some((one) => overlaps(one, span))
    ? 'Somebody decides for you in that time already. End that delegation first.'
    : null;
}

export const delegation: ActKind = {
  type: 'delegation',
  // Nothing waits: it begins on the page of absences.
  open: () => Promise.resolve([]),
  async prepare(ground, subject) {
    const { delegate, from, until, zone } = await wishOf(ground, subject);
    const { id, name } = delegate;
    const { role } = ground.contact;
    return {
      plain: { delegate: id, name, from, until, zone, role },
      sealed: async (seal) => ({
        delegate: { id, name: await seal(`Authorization_Contact__c/${id}/Name`, name) },
        ...{ from, until, zone, role },
      }),
    };
  },
  async apply(unit, ground, act) {
    const { delegate, from, until } = await wishOf({ ...ground, rows: unit }, act.subject);
    const { ports, contact, at } = ground;
    const { orgId } = ports.org;
    const absence = randomUUID();
    const span = { contact: contact.id, absence, from, until };
    const pointer = await unit.append({
      ...{ v: 1, type: 'delegation.set', org: orgId, at, ...span, delegate: delegate.id, signed: act.index },
    });
    await unit.append({ v: 1, type: 'absence.set', org: orgId, at, ...span });
    await unit.absences.put({
      ...{ id: absence, contactId: contact.id, from, until, delegateId: delegate.id },
      ...{ signed: act.index, signedAt: at },
    });
    await projectDelegation(unit, contact.id, { delegateId: delegate.id, from, until }, pointer);
    await tellDelegate(unit, ports, {
      ...{ state: 'given', delegator: contact, delegateId: delegate.id, from, until, at, key: absence },
    });
  },
  after: (ports) => followChanges(ports),
};
