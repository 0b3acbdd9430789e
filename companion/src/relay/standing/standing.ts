/**
 * What holds now, as the org shows it to administrators: the governance mode and who signed it, policy and roster in
 * force, what waits for a signature, which alarms stand, and who is asked when. All of it follows from the record; it is
 * written when it differs from what the org has, and opens nothing.
 */
import type { Json } from '../../core/canonical.ts';
import { absentUntil } from '../../core/roster.ts';
import { intendChanged } from '../changed-rows.ts';
import { clockTime } from '../clock.ts';
import { askingOf } from './standing-asking.ts';
import { contactStanding } from './standing-contacts.ts';
import { waitingFor } from './standing-waiting.ts';
import { modeSigners } from '../modes.ts';
import { policyInForce, policySigners } from '../policy.ts';
import type { RelayPorts, Rows, Unit } from '../ports.ts';
import { deletedContacts, rosterInForce } from '../roster.ts';
import type { Fields } from '../rows.ts';
import { standingAlarms } from '../watchdog.ts';
import { shortened } from '../org-rows.ts';
import { writeSoon } from '../writing.ts';

/** Length of the long fields. */
const LONG = 131_072;

/** Writes what differs. Safe to repeat. */
export async function showStanding(ports: RelayPorts): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const row = { object: 'Governance_Status__c', key: org.orgId };
    await intendChanged(unit, row, await statusFields(unit, ports, at));
    await showContacts(unit, ports, at);
  });
  await writeSoon(ports);
}

const json = (value: Json): string | null => shortened(JSON.stringify(value), LONG);

async function statusFields(rows: Rows, ports: RelayPorts, at: string): Promise<Fields> {
  const { orgId } = ports.org;
  const { policy, ...inForce } = await policyInForce(rows);
  const { contacts, version: rosterVersion } = await rosterInForce(rows, ports);
  const mode = await modeSigners(rows, at);
  const policySigned = await policySigners(rows, inForce.version);
  return {
    Org_Id__c: orgId,
    Mode__c: mode?.mode ?? 'Standard',
    Mode_Since__c: mode?.effectiveFrom ?? null,
    Mode_Set_By__c: shortened(mode?.setBy ?? null),
    Mode_Signed_By__c: shortened(namesOf(contacts, mode?.signedBy ?? [])),
    Policy_Version__c: inForce.version,
    Policy_Since__c: inForce.since,
    Policy_Signed_By__c: shortened(namesOf(contacts, policySigned)),
    Roster_Version__c: contacts.some(({ sealed }) => sealed) ? rosterVersion : null,
    Waiting__c: json(await waitingFor(rows, at)),
    Alarms__c: json(await standingAlarms(ports, rows)),
    Asking__c: json(askingOf(policy, contacts)),
  };
}

/** Names of contacts, in order; null for nobody. */
function namesOf(contacts: readonly { id: string; name: string }[], ids: readonly string[]): string | null {
  const names = ids.map((id) => contacts.find((contact) => contact.id === id)?.name ?? id);
  return names.length > 0 ? [...new Set(names)].join(', ') : null;
}

async function showContacts(unit: Unit, ports: RelayPorts, at: string): Promise<void> {
  const deleted = await deletedContacts(unit);
  const { contacts } = await rosterInForce(unit, ports);
  const keys = await unit.passkeys.list();
  for (const row of await unit.contacts.list()) {
    // A row that is gone takes nothing; what was signed of it stands in the ledger.
    if (deleted.has(row.id)) continue;
    const contact = contacts.find(({ id }) => id === row.id);
    const fields = contactStanding(row, {
      awayUntil: contact ? absentUntil(contact, at) : null,
      keys: keys.filter(({ contactId }) => contactId === row.id),
    });
    const reference = { object: 'Authorization_Contact__c', key: row.id, recordId: row.id };
    await intendChanged(unit, reference, fields);
  }
}
