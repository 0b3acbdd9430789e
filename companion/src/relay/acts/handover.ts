/**
 * An entry of the roster that another person gets: what its former holder signed and read with is taken from it in the act
 * that gives it away, and the successor begins as any contact who joins, with a link of his own and a key that is compared.
 */
import type { RosterChanged } from '../../core/entries/entries.ts';
import { passesOn } from '../../core/signers.ts';
import { isBefore } from '../clock.ts';
import { invite } from '../invitations.ts';
import { revokeKey, tellOfKey } from '../passkeys.ts';
import type { Unit } from '../ports.ts';
import type { StoredAct, StoredContact } from '../rows.ts';
import { sealer } from '../sealer.ts';
import type { ActGround } from './kind.ts';

/** Whether the change gives the entry to another person, by what the ledger holds of it. */
export const isHandover = ({ chain }: ActGround, id: string, after: RosterChanged['entry']): boolean =>
  passesOn(chain.book, id, after);

/**
 * At once behind the entry that changes the roster, in the unit that logs it.
 * @param contact as it was signed
 */
export async function handOver(
  unit: Unit,
  { ports, at, contact: signer }: ActGround,
  act: StoredAct,
  contact: StoredContact,
): Promise<void> {
  const { orgId } = ports.org;
  const keys = await unit.passkeys.ofContact(contact.id);
  const ended = keys.filter(({ state }) => state !== 'Revoked');
  for (const key of ended) await revokeKey(unit, orgId, key, { signed: act.index, at });
  for (const issuer of await unit.idpBindings.remove(contact.id)) {
    const { seal, openings } = sealer(ports);
    const by = await seal(`Authorization_Contact__c/${signer.id}/Name`, signer.name);
    const about = { contact: contact.id, issuer, by, signed: act.index };
    await unit.append({ v: 1, type: 'idp.unbound', org: orgId, at, ...about }, openings);
  }
  for (const { endpoint } of await unit.pushSubscriptions.ofContact(contact.id))
    await unit.pushSubscriptions.removeOf(contact.id, endpoint);
  await unit.invitations.voidAll(contact.id, at);
  // Who never had a key is invited as everybody is who joins.
  if (contact.active && keys.length > 0)
    await invite(unit, ports, { contactId: contact.id, at, recovery: act.index });
  await endAbsences(unit, orgId, contact.id, at);
  await tellOfKey(unit, orgId, at, {
    ...{ key: `handed-over:${act.index}`, severity: 'Warning', contact, fingerprint: null },
    title: `The entry of ${contact.name} was given to another person`,
    details: `The passkeys of its former holder are revoked, his account of the identity provider is unbound, and his devices get no notices any more. What he signed before stays. ${signer.name} signed the change: “${act.reason}”.`,
    nextStep: `Call ${contact.name} on a number that you have, and compare the first passkey. If the entry was given to nobody else, tell your security team.`,
    detail: 'An entry of the roster was given to another person by signature.',
  });
}

/** That the former holder is away keeps nobody from asking his successor. */
async function endAbsences(unit: Unit, orgId: string, contactId: string, at: string): Promise<void> {
  for (const { id, contactId: away, until } of await unit.absences.standing()) {
    if (away !== contactId || !isBefore(at, until) || !(await unit.absences.withdraw(id, away, at))) continue;
    await unit.append({ v: 1, type: 'absence.withdrawn', org: orgId, at, contact: away, absence: id });
  }
}
