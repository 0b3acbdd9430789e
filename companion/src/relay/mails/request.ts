import { instantWithUtc, readableInstant, renderMail, type Block, type MailContent } from './layout.ts';

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
  /** Share of the time until the deadline that has passed; nothing when the contact is asked for the first time. */
  reminder?: number | null;
  origin: string;
  url: string;
  /** False: the reader is notified, and has no vote. */
  mayDecide: boolean;
}

const PHRASE =
  'The page shows the same phrase, and so does the colleague who raised the request. Another phrase means another request.';

/** Tells a contact that a request waits for a decision: for his own, or for his information. */
export function requestMail(mail: RequestMail): MailContent {
  const deadline = readableInstant(mail.deadline, mail.zone);
  const asks = mail.mayDecide ? 'Decision needed' : 'For your information';
  const { reminder = null } = mail;
  const what = reminder === null ? asks : `Reminder, ${reminder} % of the time has passed`;
  return renderMail({
    subject: `${what}: case ${mail.caseNumber}, ${mail.requestName}, by ${deadline}`,
    headline: `${mail.requestingParty} asks to log in to ${mail.orgName} as ${mail.targetUser}.`,
    blocks: [
      { kind: 'phrase', label: 'Check phrase', phrase: mail.checkPhrase, text: PHRASE },
      facts(mail, instantWithUtc(mail.deadline, mail.zone)),
      { kind: 'action', label: mail.mayDecide ? 'Read and decide' : 'Read it', url: mail.url },
      { kind: 'steps', title: 'What to do', items: mail.mayDecide ? votersSteps(mail) : readersSteps(mail) },
      {
        kind: 'notice',
        title: 'If no contact answers',
        text: 'Silence never approves. After the deadline the request is expired and nothing is authorized.',
      },
    ],
    footer: footer(mail.orgName),
  });
}

function votersSteps({ origin, requestName, requester }: RequestMail): string[] {
  return [
    `Open the request with the link above; or open ${origin} yourself, from your bookmark, and sign in with your passkey.`,
    `It waits in your inbox as ${requestName}. Compare the check phrase with the one above.`,
    `To be sure that the case is real, ask ${requester} by a number you already have.`,
    'Approve, or deny, with a reason. Only a signature with your passkey counts; this message decides nothing.',
  ];
}

function readersSteps({ origin, requestName, requester }: RequestMail): string[] {
  return [
    'Nothing has to be done: other contacts decide, and you are told what came of it.',
    `To read it, open ${origin} yourself, from your bookmark, and look for ${requestName}.`,
    `Does it look wrong? Call a contact who decides, or ${requester}, by a number you already have.`,
  ];
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
