/**
 * A whole mail that a gateway hands in: a ticket in its text part, or a report that a mail of ours came back. Machines that
 * answer machines (RFC 3834) and mails of our own are refused, so that nothing goes round in circles.
 */
import PostalMime, { type Email } from 'postal-mime';
import { deliveryOf, fieldsOf, readDeliveryStatus } from '../../core/bounce-report.ts';
import { AppError } from '../../core/errors.ts';
import type { Bounce } from '../../relay/bounces.ts';

export type MailIntake =
  | { kind: 'ticket'; template: string; attachments: number }
  /** Empty when the report speaks of no final failure of a mail of ours. */
  | { kind: 'bounce'; bounces: Bounce[] };

/** Deeper or longer than any mail that people and relays make. */
const LIMITS = { maxNestingDepth: 16, maxHeadersSize: 64 * 1024, maxRfc822NestingDepth: 2 };

/** @throws AppError malformed, sender_rejected */
export async function readMail(raw: Uint8Array): Promise<MailIntake> {
  const mail = await PostalMime.parse(raw, {
    ...LIMITS,
    attachmentEncoding: 'utf8',
    forceRfc822Attachments: true,
  }).catch((cause: unknown) => {
    throw new AppError('malformed', 'The mail cannot be read.', { cause });
  });
  const type = header(mail, 'content-type');
  if (/^multipart\/report\b/i.test(type) && /report-type="?delivery-status/i.test(type))
    return { kind: 'bounce', bounces: bouncesOf(mail) };
  requirePerson(mail);
  if (mail.text === undefined || mail.text.trim() === '')
    throw new AppError('malformed', 'The mail has no text part; the template is read from it.');
  return { kind: 'ticket', template: mail.text, attachments: mail.attachments.length };
}

const header = ({ headers }: Email, name: string): string =>
  headers.find(({ key }) => key === name)?.value ?? '';

/** Ticket systems send by machine (`auto-generated`), and that is welcome; what answers by machine is not. */
function requirePerson(mail: Email): void {
  const says = (name: string, pattern: RegExp) => pattern.test(header(mail, name).trim());
  const why =
    (says('auto-submitted', /^(?!no\b|auto-generated\b)./i) && 'Auto-Submitted') ||
    (says('precedence', /^(auto_reply|bulk|junk|list)\b/i) && 'Precedence') ||
    (says('return-path', /^<\s*>$/) && 'an empty Return-Path') ||
    ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'list-id'].find((name) => header(mail, name) !== '');
  if (why) throw new AppError('sender_rejected', `The mail is an automatic answer or of a list: ${why}.`);
  if (deliveryOf(mail.messageId ?? '') !== null)
    throw new AppError('sender_rejected', 'The mail is one of Countersign itself.');
}

function bouncesOf(mail: Email): Bounce[] {
  const part = (...types: string[]) =>
    mail.attachments.find(({ mimeType }) => types.includes(mimeType.toLowerCase()));
  const status = part('message/delivery-status', 'message/global-delivery-status');
  const original = part(
    ...['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'],
  );
  const head = textOf(original?.content).split(/\r?\n\r?\n/)[0] ?? '';
  const deliveryId = deliveryOf(fieldsOf(head).get('message-id') ?? '');
  if (deliveryId === null) return [];
  const failed = readDeliveryStatus(textOf(status?.content)).find(({ action }) => action === 'failed');
  if (!failed) return [];
  const said = [failed.status, failed.diagnostic].filter((text) => text !== '').join(' ');
  return [{ deliveryId, detail: `Came back: ${said || 'no reason is given'}` }];
}

function textOf(content: string | ArrayBuffer | Uint8Array | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? '';
  return new TextDecoder().decode(content);
}
