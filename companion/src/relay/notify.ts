/** A notice to a contact: one delivery on each of his channels, and on each device on which he has turned notices on. */
import { MAIL, WEB_PUSH } from './channel-names.ts';
import { type Letter, post } from './deliveries.ts';
import type { MailContent } from './mails/layout.ts';
import type { Reader } from './mails/tongue.ts';
import { originFor } from './moving.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { readerOf } from './readers.ts';
import { standing } from './roster.ts';

/** `origin`: where this reader's links lead. */
export type NoticeReader = Reader & { origin: string };

export interface Notice extends Omit<Letter, 'contact' | 'content' | 'id'> {
  /** What it is about: of one matter a person is told once a minute at most, on each channel. */
  matter: string;
  contact: { id: string; name: string; address: string };
  /** Says it as its reader reads: in the language and zone of his entry on the roster. */
  content: (reader: NoticeReader) => MailContent;
}

/**
 * Stores a notice with its jobs. Mail is among the channels where the roster names no other that is set up; else it
 * steps in when all of them have failed. Devices come on top: a phone may be off.
 */
export async function notify(
  unit: Unit,
  { channels, log, ...addresses }: Pick<RelayPorts, 'channels' | 'log' | 'origin' | 'nextOrigin'>,
  notice: Notice,
): Promise<void> {
  const { id: contactId } = notice.contact;
  const row = await unit.contacts.get(contactId);
  const reader = { ...readerOf(row), origin: await originFor(unit, addresses, contactId) };
  const letter = { ...notice, content: notice.content(reader) };
  const named = ((row && standing(row)?.channels) ?? '').split(', ').filter((name) => name !== '');
  const unknown = named.filter((name) => name !== MAIL && !channels.has(name));
  if (unknown.length > 0)
    log.warn({ contact: contactId, channels: unknown }, 'channels of the roster are not set up');
  const usable = named.filter((name) => !unknown.includes(name));
  for (const channel of usable.length > 0 ? usable : [MAIL]) {
    const english =
      channels.get(channel)?.readBy === 'programs' && reader.language !== 'en'
        ? notice.content({ ...reader, language: 'en' })
        : undefined;
    await post(unit, letter, { channel, english });
  }
  for (const { id } of await unit.pushSubscriptions.ofContact(contactId)) {
    await post(unit, letter, { channel: WEB_PUSH, device: id });
  }
}
