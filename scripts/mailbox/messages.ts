/**
 * The kept messages: one `.eml` file each, as they came in, headed by the trace lines a mail server adds. Nothing is
 * ever changed or thrown away; a message that was sent again shows as one, with the number of its copies.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Address, type Email } from 'postal-mime';

export interface Message {
  /** Stable across restarts: the file's name without its ending. */
  id: string;
  to: string[];
  from: string;
  subject: string;
  /** When it came in, ISO 8601 with Z. */
  date: string;
  text: string;
  html: string;
  messageId: string;
  /** How often it came in under the same Message-ID. */
  copies: number;
}

export interface Messages {
  add(envelope: { from: string; to: string[] }, raw: Buffer): Promise<void>;
  /** Newest first; with `to`, those that were sent to this address. */
  list(filter?: { to?: string }): Message[];
  get(id: string): Message | null;
  source(id: string): Buffer | null;
}

/** Opens the folder, made if it is missing, and reads what lies in it. */
export async function openMessages(folder: string): Promise<Messages> {
  mkdirSync(folder, { recursive: true });
  const byId = new Map<string, Message>();
  const byMessageId = new Map<string, Message>();
  const keep = (message: Message) => {
    const first = byMessageId.get(message.messageId);
    if (first) first.copies += 1;
    else {
      byMessageId.set(message.messageId, message);
      byId.set(message.id, message);
    }
  };
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.eml')) continue;
    keep(await read(name.slice(0, -'.eml'.length), readFileSync(join(folder, name))));
  }
  return {
    add: async (envelope, raw) => {
      const at = Temporal.Now.instant();
      const id = `${at.epochMilliseconds}-${randomUUID().slice(0, 8)}`;
      const whole = Buffer.concat([Buffer.from(trace(envelope, at)), raw]);
      // Written beside and then moved, so that a file with the ending `.eml` is always a whole message.
      const file = join(folder, id);
      writeFileSync(`${file}.part`, whole, { mode: 0o600 });
      renameSync(`${file}.part`, `${file}.eml`);
      keep(await read(id, whole));
    },
    list: ({ to } = {}) =>
      [...byId.values()]
        .filter((message) => to === undefined || message.to.includes(to.trim().toLowerCase()))
        .sort((a, b) => (a.id < b.id ? 1 : -1)),
    get: (id) => byId.get(id) ?? null,
    source: (id) => (byId.has(id) ? readFileSync(join(folder, `${id}.eml`)) : null),
  };
}

function trace(envelope: { from: string; to: string[] }, at: Temporal.Instant): string {
  const lines = [
    `Return-Path: <${envelope.from}>`,
    ...envelope.to.map((address) => `Delivered-To: ${address}`),
    `X-Received-At: ${at.toString({ fractionalSecondDigits: 3 })}`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

async function read(id: string, raw: Buffer): Promise<Message> {
  const email = await PostalMime.parse(raw);
  const headers = (key: string) =>
    email.headers.filter((header) => header.key === key).map(({ value }) => value);
  const delivered = headers('delivered-to');
  return {
    id,
    to: (delivered.length > 0 ? delivered : addresses(email.to)).map((address) => address.toLowerCase()),
    from: sender(email),
    subject: email.subject ?? '(no subject)',
    date: headers('x-received-at')[0] ?? email.date ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    // A message without an id of its own is never a repeat of another.
    messageId: email.messageId ?? id,
    copies: 1,
  };
}

function sender({ from }: Email): string {
  if (!from) return '(unknown)';
  return from.name && from.address ? `${from.name} <${from.address}>` : (from.address ?? from.name);
}

function addresses(list: Address[] = []): string[] {
  return list.flatMap((entry) =>
    entry.group ? addresses(entry.group) : entry.address ? [entry.address] : [],
  );
}
