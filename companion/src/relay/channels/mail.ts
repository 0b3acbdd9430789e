/** Mail through SMTP: one message, one reader, an id that stays the same when it is sent again. */
import { createTransport } from 'nodemailer';
import { AppError } from '../../core/errors.ts';

export interface OutgoingMail {
  /** The Message-ID derives from it, so that a repeat after a crash shows as one mail. */
  deliveryId: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** ISO 639-1; for readers that speak the mail aloud. */
  language?: string;
}

/** `accepted: false` is final: the relay refused this reader. What may pass by itself is thrown. */
export interface MailResult {
  accepted: boolean;
  detail: string;
}

export interface MailChannel {
  /** @throws AppError unavailable when the relay cannot be reached or asks to come back later */
  send(mail: OutgoingMail): Promise<MailResult>;
  close(): void;
}

/** Line ends and other controls never reach a header: a subject is text that people typed. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
/** One mailbox and nothing more; stricter than RFC 5322, as every address here comes from the org's own fields. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+$/u;

/** @param from the sender, as `relay@bank.example` or `Countersign <relay@bank.example>` */
export function createMailChannel({ smtpUrl, from }: { smtpUrl: string; from: string }): MailChannel {
  const sender = readSender(from);
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A value may never turn into an attachment read from this machine or fetched from another.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      if (!ADDRESS.test(mail.to.address))
        return { accepted: false, detail: 'The address is not a mail address.' };
      try {
        const { response } = await transport.sendMail({
          from: sender,
          to: { name: line(mail.to.name), address: mail.to.address },
          subject: line(mail.subject),
          text: mail.text,
          html: mail.html,
          messageId: messageId(mail.deliveryId, domain),
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            ...(mail.language === undefined ? {} : { 'Content-Language': mail.language }),
          },
        });
        return { accepted: true, detail: line(response) };
      } catch (cause) {
        return refusal(cause);
      }
    },
    close: () => transport.close(),
  };
}

/** The Message-ID of a delivery. Signs that an id may not hold are written as their code. */
export function messageId(deliveryId: string, domain: string): string {
  const local = deliveryId.replace(
    /[^A-Za-z0-9-]/g,
    (sign) => `_${sign.codePointAt(0)?.toString(16) ?? ''}_`,
  );
  return `<delivery.${local}@${domain}>`;
}

function readSender(from: string): { name: string; address: string } {
  const [, name, address] = /^(?:(.*?)\s*<)?([^<>]+)>?$/.exec(line(from)) ?? [];
  if (address === undefined || !ADDRESS.test(address.trim())) {
    throw new AppError('configuration', `MAIL_FROM is not a mail address: "${line(from)}".`);
  }
  return { name: name ?? 'Countersign', address: address.trim() };
}

function line(text: string): string {
  return text.replace(CONTROLS, ' ').trim();
}

/** A 5xx answer to the reader or the message is final (RFC 5321, 4.2.1); all else may pass. */
function refusal(cause: unknown): MailResult {
  const code =
    typeof cause === 'object' && cause !== null && 'responseCode' in cause ? cause.responseCode : null;
  if (typeof code === 'number' && code >= 500 && code < 600) {
    const text =
      cause !== null && typeof cause === 'object' && 'response' in cause ? String(cause.response) : '';
    return { accepted: false, detail: line(text) };
  }
  throw new AppError('unavailable', 'The mail relay could not be reached.', { cause });
}
