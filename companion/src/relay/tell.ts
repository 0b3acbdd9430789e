/** The mails that tell of findings, whoever made them. */
import { clockTime } from './clock.ts';
import { findingMail } from './mails/finding.ts';
import type { Reader } from './mails/tongue.ts';
import { notify } from './notify.ts';
import type { RelayPorts } from './ports.ts';
import { standing } from './roster.ts';
import { writeSoon } from './writing.ts';

/** Mails a finding to every contact of the signed roster; once. */
export async function tellFinding(ports: RelayPorts, key: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const finding = await unit.findings.get(key);
    if (!finding || finding.toldAt !== null) return;
    // Whoever deactivates an entry must not keep its owner from hearing of it.
    const signed = (await unit.contacts.list()).filter(({ sealed }) => sealed?.['active'] === true);
    for (const contact of signed.flatMap((row) => standing(row) ?? [])) {
      const content = (reader: Reader) =>
        findingMail({ ...finding, ...reader, orgName: org.name, url: null });
      await notify(unit, ports, {
        at,
        key: `finding:${key}:${contact.id}`,
        matter: `finding:${key}`,
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
