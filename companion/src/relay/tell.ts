/** The mails that tell of findings, whoever made them. */
import { clockTime } from './clock.ts';
import { postMail } from './deliveries.ts';
import { findingMail } from './mails/finding.ts';
import type { RelayPorts } from './ports.ts';
import { rosterInForce } from './roster.ts';
import { writeSoon } from './writing.ts';

/** Mails a finding to every sealed, active contact; once. */
export async function tellFinding(ports: RelayPorts, key: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const finding = await unit.findings.get(key);
    if (!finding || finding.toldAt !== null) return;
    const { contacts } = await rosterInForce(unit, ports);
    for (const contact of contacts.filter(({ sealed, active }) => sealed && active)) {
      const { timeZone } = (await unit.contacts.get(contact.id)) ?? { timeZone: null };
      const content = findingMail({ ...finding, orgName: org.name, zone: timeZone, url: null });
      await postMail(unit, {
        at,
        key: `finding:${key}:${contact.id}`,
        kind: 'finding',
        requestId: finding.requestId,
        contact,
        content,
      });
    }
    await unit.findings.change(key, { toldAt: at });
    await unit.projections.intend({ object: 'Access_Finding__c', key, fields: { Told_At__c: at } });
  });
  await writeSoon(ports);
}
