/** A mail that its relay had taken and that came back: the reader never had it, whatever the receipt said before. */
import { MAIL, WEB_PUSH } from './channel-names.ts';
import { clockTime } from './clock.ts';
import { post } from './deliveries.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { recordBounce } from './receipts.ts';
import { standing } from './roster.ts';
import type { Delivery } from './rows.ts';
import { watchRoster } from './watchdog.ts';
import { writeSoon } from './writing.ts';

export interface Bounce {
  /** Id of the delivery, as it stands in the Message-ID. */
  deliveryId: string;
  /** For people: what the receiving side said. */
  detail: string;
}

/**
 * Notes it once, has the watchdog look at the roster, and tells the reader on what is left of his channels.
 * @returns false when there is no such mail, or it was known not to have arrived
 */
export async function bounced(ports: RelayPorts, { deliveryId, detail }: Bounce): Promise<boolean> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const isNews = await store.unit(org.orgId, async (unit) => {
    const delivery = await unit.deliveries.get(deliveryId);
    if (delivery?.channel !== MAIL || !(await unit.deliveries.bounce(deliveryId, { at, detail })))
      return false;
    await recordBounce(unit, ports, delivery, { at, detail });
    await tellOtherwise(unit, ports, delivery, at);
    return true;
  });
  if (isNews) await watchRoster(ports);
  await writeSoon(ports);
  return isNews;
}

/** On channels of the reader that this notice has not gone to: set up since, or added to his entry. */
async function tellOtherwise(unit: Unit, ports: RelayPorts, mail: Delivery, at: string): Promise<void> {
  const { notice, kind, matter, requestId, contactId, message } = mail;
  const row = contactId === null ? null : await unit.contacts.get(contactId);
  const contact = row && standing(row);
  const { form } = message;
  if (!contact?.active || !form) return;
  const told = await unit.deliveries.ofNotice(notice);
  const isTold = (way: string) =>
    told.some(({ channel, destination }) => [channel, destination].includes(way));
  const named = contact.channels.split(', ').filter((name) => ports.channels.has(name) && !isTold(name));
  const devices = (await unit.pushSubscriptions.ofContact(contact.id)).filter(({ id }) => !isTold(id));
  const content = { ...message, form, language: message.language ?? ('en' as const) };
  const letter = { at, key: notice, kind: kind as 'request', matter, requestId, contact, content };
  for (const channel of named) await post(unit, letter, { channel });
  for (const { id } of devices) await post(unit, letter, { channel: WEB_PUSH, device: id });
}
