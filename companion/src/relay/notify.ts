/** A notice to a contact: one delivery on each of his channels, and on each device on which he has turned notices on. */
import { MAIL, WEB_PUSH } from './channel-names.ts';
import { type Letter, post } from './deliveries.ts';
import type { MailContent } from './mails/layout.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { standing } from './roster.ts';

export interface Notice extends Omit<Letter, 'contact' | 'content' | 'id'> {
  /** What it is about: of one matter a person is told once a minute at most, on each channel. */
  matter: string;
  contact: { id: string; name: string; address: string };
  content: MailContent;
}

/**
 * Stores a notice with its jobs. Mail is among the channels where the roster names no other that is set up; else it
 * steps in when all of them have failed. Devices come on top: a phone may be off.
 */
export async function notify(
  unit: Unit,
  { channels, log }: Pick<RelayPorts, 'channels' | 'log'>,
  notice: Notice,
): Promise<void> {
  const { id: contactId } = notice.contact;
  const row = await unit.contacts.get(contactId);
  const named = ((row && standing(row)?.channels) ?? '').split(', ').filter((name) => name !== '');
  const unknown = named.filter((name) => name !== MAIL && !channels.has(name));
  if (unknown.length > 0)
    log.warn({ contact: contactId, channels: unknown }, 'channels of the roster are not set up');
  const usable = named.filter((name) => !unknown.includes(name));
  for (const channel of usable.length > 0 ? usable : [MAIL]) await post(unit, notice, { channel });
  for (const { id } of await unit.pushSubscriptions.ofContact(contactId)) {
    await post(unit, notice, { channel: WEB_PUSH, device: id });
  }
}
