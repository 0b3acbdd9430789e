/** What follows when a delegation begins or ends: the row in the org, and a mail to the delegate. */
import type { RosterContact } from '../core/roster.ts';
import { delegationMail, type DelegationMail } from './mails/delegation.ts';
import type { Reader } from './mails/tongue.ts';
import { notify } from './notify.ts';
import { contactIntention } from './org-rows.ts';
import type { Pointer, RelayPorts, Unit } from './ports.ts';
import { standing } from './roster.ts';

/** Shows in the org who decides for the contact. */
export async function projectDelegation(
  unit: Unit,
  contactId: string,
  delegation: { delegateId: string; from: string; until: string } | null,
  pointer: Pointer,
): Promise<void> {
  const fields = {
    Delegate__c: delegation?.delegateId ?? null,
    Delegated_From__c: delegation?.from ?? null,
    Delegated_Until__c: delegation?.until ?? null,
  };
  await unit.projections.intend(contactIntention(contactId, fields, pointer));
}

export interface DelegationNews extends Pick<DelegationMail, 'state' | 'from' | 'until'> {
  delegator: Pick<RosterContact, 'name' | 'role'>;
  delegateId: string;
  at: string;
  /** Id of the absence: each state of it is told once. */
  key: string;
}

export async function tellDelegate(
  unit: Unit,
  ports: RelayPorts,
  { state, from, until, delegator, delegateId, at, key }: DelegationNews,
): Promise<void> {
  const row = await unit.contacts.get(delegateId);
  const contact = row && standing(row);
  if (!contact) return;
  const content = (reader: Reader) =>
    delegationMail({
      ...{ ...reader, state, from, until, delegator: delegator.name, role: delegator.role },
      ...{ orgName: ports.org.name, url: `${ports.origin}/` },
    });
  const matter = `delegation:${key}:${state}`;
  await notify(unit, ports, {
    at,
    key: matter,
    matter,
    kind: 'delegation',
    requestId: null,
    contact,
    content,
  });
}

/** Another person may stand behind the entry now: what was delegated by or to the former one ends, and the delegates are told. */
export async function endDelegationsOf(
  unit: Unit,
  ports: RelayPorts,
  contactId: string,
  { at, pointer }: { at: string; pointer: Pointer },
): Promise<void> {
  for (const { id, contactId: delegatorId, delegateId, from, until } of await unit.absences.standing()) {
    if (delegateId === null || ![delegatorId, delegateId].includes(contactId)) continue;
    await unit.absences.endDelegation(id, at);
    await projectDelegation(unit, delegatorId, null, pointer);
    const delegator = await unit.contacts.get(delegatorId);
    if (!delegator) continue;
    await tellDelegate(unit, ports, { state: 'ended', delegator, delegateId, from, until, at, key: id });
  }
}
