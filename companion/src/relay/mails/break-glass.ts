import { instantWithUtc, readableInstant, renderMail, type MailContent } from './layout.ts';

/** What contacts learn of an emergency that opened a window without them. The reason stays on the page: mail passes many hands. */
export interface BreakGlassMail {
  what:
    | { kind: 'opened' }
    /** Hours until the review is due. */
    | { kind: 'due'; hours: number }
    | { kind: 'reviewed'; by: string; outcome: string };
  orgName: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  requester: string;
  requestingParty: string;
  targetUser: string;
  dataViewed: boolean;
  window: { start: string; end: string };
  reviewDue: string;
  zone: string | null;
  url: string;
  reviewUrl: string;
}

interface Words {
  subject: string;
  headline: string;
  text: string;
}

function wordsOf(mail: BreakGlassMail): Words {
  const { what, requester, requestingParty, targetUser, orgName, requestName } = mail;
  switch (what.kind) {
    case 'opened':
      return {
        subject: 'a window was opened without approval',
        headline: `BREAK-GLASS: ${requester} let ${requestingParty} in to ${orgName} as ${targetUser}. Nobody approved it.`,
        text: 'The requester declared an emergency, and the signed policy allows that for such requests. You were not asked; you are told, with every other contact. Any contact may end it at once, and one of you must review it.',
      };
    case 'due':
      return {
        subject: `review due in ${what.hours} ${what.hours === 1 ? 'hour' : 'hours'}`,
        headline: `BREAK-GLASS: nobody has reviewed ${requestName} yet.`,
        text: 'A window was opened without any approval. A contact who is neither the requester nor the user entered as must read what happened and sign whether it was justified. One signature is enough; without it a critical finding follows, and no other break-glass window opens.',
      };
    case 'reviewed':
      return {
        subject: `reviewed, ${what.outcome.toLowerCase()}`,
        headline: `BREAK-GLASS: ${what.by} reviewed ${requestName}: ${what.outcome.toLowerCase()}.`,
        text: 'The mark of break-glass stays on the request for ever. Nothing is left for you to do.',
      };
  }
}

/** Who let whom in, as whom, until when; how to end it; that nobody approved it; and the review that is due. */
export function breakGlassMail(mail: BreakGlassMail): MailContent {
  const { subject, headline, text } = wordsOf(mail);
  const isOver = mail.what.kind === 'reviewed';
  return renderMail({
    subject: `BREAK-GLASS: ${subject}, case ${mail.caseNumber}, ${mail.requestName}`,
    headline,
    blocks: [
      { kind: 'notice', title: 'Break-glass', text },
      {
        kind: 'facts',
        rows: [
          ['Request', mail.requestName],
          ['Support case', mail.caseNumber],
          ['Check phrase', mail.checkPhrase],
          ['Raised by', mail.requester],
          ['Who logs in', mail.requestingParty],
          ['Log in as', mail.targetUser],
          ['Views customer data', mail.dataViewed ? 'Yes' : 'No'],
          ['Approved by', 'Nobody: break-glass'],
          ['Open from', readableInstant(mail.window.start, mail.zone)],
          ['Open until', instantWithUtc(mail.window.end, mail.zone)],
          ...(isOver ? [] : [['Review due', instantWithUtc(mail.reviewDue, mail.zone)] as const]),
        ],
      },
      ...(isOver
        ? []
        : [
            {
              kind: 'steps' as const,
              title: 'What to do',
              items: [
                `Is it wrong? Open the request and choose Revoke: any contact ends it at once. Then call ${mail.requester} by a number you already have.`,
                'When the window is over, review it: read the reason and what was seen, and sign whether it was justified.',
              ],
            },
          ]),
      { kind: 'action', label: isOver ? 'See the record' : 'Read it, or revoke it', url: mail.url },
      ...(isOver
        ? []
        : [{ kind: 'action' as const, label: 'Review it, when it is over', url: mail.reviewUrl }]),
    ],
    footer: `Sent by Countersign for ${mail.orgName}, because you are on its list of authorization contacts. This mail holds no link that decides anything: a revocation and a review need your passkey.`,
  });
}
