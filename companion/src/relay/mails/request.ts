import { readableInstant, renderMail, type Block, type MailContent } from './layout.ts';

/** What a contact learns of a request by mail. Purpose and necessity stay on the page: mail passes many hands. */
export interface RequestMail {
  orgName: string;
  environment: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  requestingParty: string;
  requester: string;
  incidentType: string;
  targetUser: string;
  dataViewed: boolean;
  hoursWanted: number;
  deadline: string;
  zone: string | null;
  origin: string;
  url: string;
}

const PHRASE =
  'The page shows the same phrase, and so does the colleague who raised the request. Another phrase means another request.';

/** Tells a contact that a request waits for a decision. */
export function requestMail(mail: RequestMail): MailContent {
  const deadline = readableInstant(mail.deadline, mail.zone);
  return renderMail({
    subject: `Decision needed: case ${mail.caseNumber}, ${mail.requestName}, by ${deadline}`,
    headline: `${mail.requestingParty} asks to log in to ${mail.orgName} as ${mail.targetUser}.`,
    blocks: [
      { kind: 'phrase', label: 'Check phrase', phrase: mail.checkPhrase, text: PHRASE },
      facts(mail, deadline),
      { kind: 'action', label: 'Read and decide', url: mail.url },
      {
        kind: 'steps',
        title: 'Without the link',
        items: [
          `Open ${mail.origin} yourself, from your bookmark, and sign in with your passkey.`,
          `The request waits in your inbox as ${mail.requestName}, with the check phrase above.`,
          `To be sure that the case is real, ask ${mail.requester} by a number you already have.`,
        ],
      },
      {
        kind: 'notice',
        title: 'If no contact answers',
        text: 'Silence never approves. After the deadline the request is expired and nothing is authorized.',
      },
    ],
    footer: footer(mail.orgName),
  });
}

function facts(mail: RequestMail, deadline: string): Block {
  return {
    kind: 'facts',
    rows: [
      ['Request', mail.requestName],
      ['Support case', mail.caseNumber],
      ['Decide by', deadline],
      ['Who asks', mail.requestingParty],
      ['Raised by', mail.requester],
      ['Kind of incident', mail.incidentType],
      ['Log in as', mail.targetUser],
      ['Views customer data', mail.dataViewed ? 'Yes' : 'No'],
      ['Environment', mail.environment],
      ['Time asked for', hours(mail.hoursWanted)],
    ],
  };
}

export interface SettledMail {
  orgName: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  state: 'Approved' | 'Denied' | 'Expired' | 'Cancelled' | 'Revoked';
  /** Who settled it; null where time did. */
  by: string | null;
  at: string;
  window: { start: string; end: string } | null;
  zone: string | null;
  url: string;
}

const SETTLED = {
  Approved: 'was approved',
  Denied: 'was denied',
  Expired: 'expired without a decision',
  Cancelled: 'was withdrawn',
  Revoked: 'was revoked',
} as const;

/** Tells all other contacts that a request is settled, by whom, and that nothing is left to do. */
export function settledMail(mail: SettledMail): MailContent {
  const what = SETTLED[mail.state];
  const zone = mail.zone;
  return renderMail({
    subject: `Settled: case ${mail.caseNumber}, ${mail.requestName} ${what}`,
    headline: `${mail.requestName} ${what}${mail.by ? ` by ${mail.by}` : ''}. Nothing is left for you to do.`,
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['Request', mail.requestName],
          ['Support case', mail.caseNumber],
          ['Check phrase', mail.checkPhrase],
          ['Settled at', readableInstant(mail.at, zone)],
          ...(mail.by ? [['Settled by', mail.by] as const] : []),
          ...(mail.window
            ? [
                ['Window opens', readableInstant(mail.window.start, zone)] as const,
                ['Window ends', readableInstant(mail.window.end, zone)] as const,
              ]
            : []),
        ],
      },
      { kind: 'action', label: 'See the record', url: mail.url },
    ],
    footer: footer(mail.orgName),
  });
}

function footer(orgName: string): string {
  return `Sent by Countersign for ${orgName}, because you are on its list of authorization contacts. This mail holds no link that decides anything: a decision needs your passkey.`;
}

function hours(value: number): string {
  return value === 1 ? '1 hour' : `${value} hours`;
}
