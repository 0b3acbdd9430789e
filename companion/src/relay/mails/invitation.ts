import { readableInstant, renderMail, type MailContent } from './layout.ts';

export interface InvitationMail {
  orgName: string;
  contactName: string;
  /** The contact's role as people read it, such as "Security lead". */
  role: string;
  /** The page with the token; the only mail of all that holds a secret, of single use. */
  url: string;
  origin: string;
  expiresAt: string;
  zone: string | null;
}

/** Invites a sealed contact to make a passkey. */
export function invitationMail(mail: InvitationMail): MailContent {
  return renderMail({
    subject: `You decide on outside access to ${mail.orgName}: set up your passkey`,
    headline: `${mail.contactName}, you are named to decide on outside access to ${mail.orgName}.`,
    blocks: [
      {
        kind: 'text',
        text: `Your organization put you on its sealed list of contacts as ${mail.role}. When Salesforce Support or a publisher asks to log in as one of your users, you approve or deny it. You sign with a passkey: your device's fingerprint, face or PIN. There is no password.`,
      },
      { kind: 'action', label: 'Set up your passkey', url: mail.url },
      {
        kind: 'facts',
        rows: [
          ['Works once, until', readableInstant(mail.expiresAt, mail.zone)],
          ['The page must be at', mail.origin],
        ],
      },
      {
        kind: 'steps',
        title: 'Before you follow the link',
        items: [
          'Ask the colleague who told you about this role, by a number you already have, whether this invitation is theirs.',
          `Look at the address of the page: it begins with ${mail.origin} and nothing else.`,
          'Not expected? Do nothing. Without you the link does nothing, and it ends by itself.',
        ],
      },
    ],
    footer: `Sent by Countersign for ${mail.orgName}, because you are on its list of authorization contacts.`,
  });
}
