/** The delegator ends a delegation before its time. The absence stays. */
import { AppError } from '../../core/errors.ts';
import { projectDelegation, tellDelegate } from '../delegations.ts';
import type { Rows } from '../ports.ts';
import type { Absence } from '../people-ports.ts';
import type { ActGround, ActKind } from './kind.ts';

async function find(
  rows: Rows,
  { contact }: ActGround,
  subject: string,
): Promise<Absence & { delegateId: string }> {
  const found = (await rows.absences.standing()).find(
    ({ id, contactId }) => id === subject && contactId === contact.id,
  );
  if (!found?.delegateId) throw new AppError('not_found', 'You have no such delegation.');
  return { ...found, delegateId: found.delegateId };
}

export const delegationEnd: ActKind = {
  type: 'delegation-end',
  // Nothing waits: it begins on the page of absences.
  open: () => Promise.resolve([]),
  async prepare(ground, subject) {
    const { delegateId: id, from, until } = await find(ground.rows, ground, subject);
    const name = ground.roster.contacts.find((contact) => contact.id === id)?.name ?? id;
    return {
      plain: { delegate: id, name, from, until },
      sealed: async (seal) => ({
        delegate: { id, name: await seal(`Authorization_Contact__c/${id}/Name`, name) },
        ...{ from, until },
      }),
    };
  },
  async apply(unit, ground, act) {
    const { id, delegateId, from, until } = await find(unit, ground, act.subject);
    const { ports, contact, at } = ground;
    const about = { contact: contact.id, absence: id, signed: act.index };
    const pointer = await unit.append({ v: 1, type: 'delegation.ended', org: ports.org.orgId, at, ...about });
    await unit.absences.endDelegation(id, at);
    await projectDelegation(unit, contact.id, null, pointer);
    await tellDelegate(unit, ports, {
      state: 'ended',
      delegator: contact,
      delegateId,
      from,
      until,
      at,
      key: id,
    });
  },
};
