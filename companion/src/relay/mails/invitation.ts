import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

export interface InvitationMail extends Reader {
  orgName: string;
  contactName: string;
  /** API name of the contact's role, such as `Security_lead`. */
  role: string;
  /** The page with the token; the only mail of all that holds a secret, of single use. */
  url: string;
  origin: string;
  expiresAt: string;
}

/** Invites a sealed contact to make a passkey. */
export function invitationMail(mail: InvitationMail): MailContent {
  const { orgName, contactName, origin } = mail;
  const tongue = tongueOf(mail);
  const words = tongue.words.invitation;
  return renderMail(tongue.language, {
    subject: words.subject(orgName),
    headline: words.headline(contactName, orgName),
    blocks: [
      { kind: 'text', text: words.text(tongue.label(mail.role)) },
      { kind: 'action', label: words.action, url: mail.url },
      {
        kind: 'facts',
        rows: [
          [words.until, tongue.instant(mail.expiresAt)],
          [words.place, origin],
        ],
      },
      { kind: 'steps', title: words.before, items: words.steps(origin) },
    ],
    footer: words.footer(orgName),
  });
}
