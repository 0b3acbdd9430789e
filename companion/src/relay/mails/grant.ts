import { readableDate, readableInstant, renderMail, type MailContent } from './layout.ts';

/** Where a user grants access, in the words of the platform's own menus. */
const GRANT_MENU_PATH = 'your picture › Settings › My Personal Information › Grant Account Login Access';

export interface GrantMail {
  orgName: string;
  grantorName: string;
  requester: string;
  /** None where break-glass opened the window. */
  approvers: readonly string[];
  caseNumber: string;
  checkPhrase: string;
  requestingParty: string;
  /** Whom to grant to, as the platform's page names it: "Salesforce Support" or the publisher's name. */
  grantTo: string;
  /** One of the platform's durations, such as "1 Day". */
  duration: string;
  /** When the grant ends by itself if that duration is chosen today, YYYY-MM-DD. */
  unavoidableEnd: string;
  window: { start: string; end: string };
  zone: string | null;
  /** The page in the org on its own domain; null if that is not known. */
  settingsUrl: string | null;
  declineUrl: string;
}

const PASSWORD =
  'Nobody asks for your password, neither in this mail nor on the phone nor on the page behind it. If somebody does, tell your security team.';

/** Asks the user whose login is wanted to grant access, which only that user can do. */
export function grantMail(mail: GrantMail): MailContent {
  const phraseText = `Ask ${mail.requester} for it if you are in doubt: they see the same phrase.`;
  return renderMail({
    subject: `${isBreakGlass(mail) ? 'BREAK-GLASS: please' : 'Please'} grant login access for support case ${mail.caseNumber}`,
    headline: `${mail.grantorName}, please let ${mail.grantTo} log in as you for support case ${mail.caseNumber}.`,
    blocks: [
      {
        kind: 'text',
        text: `${mail.requester} asked for this${approvedText(mail)} Only you can grant it, and only you can take it back.`,
      },
      { kind: 'phrase', label: 'Check phrase', phrase: mail.checkPhrase, text: phraseText },
      {
        kind: 'steps',
        title: 'How to grant it',
        items: [
          `In Salesforce open ${GRANT_MENU_PATH}.${mail.settingsUrl ? ` Its address in your org: ${mail.settingsUrl}` : ''}`,
          `In the row "${mail.grantTo}" choose exactly "${mail.duration}", then Save.`,
          `That grant ends by itself on ${readableDate(mail.unavoidableEnd)}. When the work is done you are asked to take it back sooner.`,
        ],
      },
      {
        kind: 'facts',
        rows: [
          ['Support case', mail.caseNumber],
          ['Who logs in', mail.requestingParty],
          ['Asked by', mail.requester],
          ['Approved by', isBreakGlass(mail) ? 'Nobody: break-glass' : list(mail.approvers)],
          [isBreakGlass(mail) ? 'Open from' : 'Approved from', readableInstant(mail.window.start, mail.zone)],
          [isBreakGlass(mail) ? 'Open until' : 'Approved until', readableInstant(mail.window.end, mail.zone)],
        ],
      },
      { kind: 'notice', title: 'No password', text: PASSWORD },
      { kind: 'action', label: 'I do not want this: decline with a reason', url: mail.declineUrl },
    ],
    footer: `Sent by Countersign for ${mail.orgName}, because the access asked for is to your user.`,
  });
}

const isBreakGlass = ({ approvers }: GrantMail) => approvers.length === 0;

function approvedText(mail: GrantMail): string {
  return isBreakGlass(mail)
    ? ' as an emergency (BREAK-GLASS): nobody approved it, and every contact was told. If you are in doubt, decline, or ask an authorization contact first.'
    : ` and ${list(mail.approvers)} approved it.`;
}

export interface RevokeMail {
  orgName: string;
  grantorName: string;
  caseNumber: string;
  checkPhrase: string;
  grantTo: string;
  /** Last date on which the grant can still be used, YYYY-MM-DD. */
  usableUntil: string;
  /** Why now: the window ended, or a person revoked the authorization. */
  because: 'window ended' | 'revoked';
  settingsUrl: string | null;
}

/** Asks the grantor to take back what is left of the grant. */
export function revokeMail(mail: RevokeMail): MailContent {
  const why =
    mail.because === 'revoked'
      ? 'The authorization was revoked.'
      : 'The approved time is over, the work should be done.';
  const until = readableDate(mail.usableUntil);
  return renderMail({
    subject: `Please take back login access: support case ${mail.caseNumber}`,
    headline: `${mail.grantorName}, please take back the login access you gave to ${mail.grantTo}.`,
    blocks: [
      {
        kind: 'text',
        text: `${why} Your grant can still be used until ${until}, because the platform counts whole days. Only you can end it sooner.`,
      },
      {
        kind: 'phrase',
        label: 'Check phrase',
        phrase: mail.checkPhrase,
        text: 'The same as in the first mail.',
      },
      {
        kind: 'steps',
        title: 'How to take it back',
        items: [
          `In Salesforce open ${GRANT_MENU_PATH}.${mail.settingsUrl ? ` Its address in your org: ${mail.settingsUrl}` : ''}`,
          `In the row "${mail.grantTo}" choose "--No Access--", then Save.`,
        ],
      },
      { kind: 'notice', title: 'No password', text: PASSWORD },
    ],
    footer: `Sent by Countersign for ${mail.orgName}, because the grant is yours.`,
  });
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}
