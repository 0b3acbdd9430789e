import { readableInstant, renderMail, type MailContent } from './layout.ts';

/** Where a request stands that is not settled yet, for contacts who were asked. */
export interface StandMail {
  orgName: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  what:
    | { kind: 'approved'; given: number; needed: number; rolesMissing: readonly string[] }
    | { kind: 'withdrawn' }
    | { kind: 'overtaken' }
    | { kind: 'asked' }
    | { kind: 'answered' }
    | { kind: 'voided'; because: string };
  /** Who did it; null where it follows from a change. */
  by: string | null;
  deadline: string;
  zone: string | null;
  url: string;
}

interface Words {
  subject: string;
  headline: string;
  next: string;
}

function wordsOf({ what, by, requestName }: StandMail): Words {
  const who = by ?? 'A contact';
  switch (what.kind) {
    case 'approved': {
      const roles = what.rolesMissing.map((role) => role.replaceAll('_', ' ').toLowerCase());
      const missing = roles.length > 0 ? ` It still needs ${roles.join(' and ')}.` : '';
      return {
        subject: `${what.given} of ${what.needed} approvals`,
        headline: `${who} approved ${requestName}: ${what.given} of ${what.needed} approvals are given.${missing}`,
        next: 'Your own decision is still wanted. One denial ends the request.',
      };
    }
    case 'withdrawn':
      return {
        subject: 'An approval was taken back',
        headline: `${who} took back the approval of ${requestName}.`,
        next: 'Nothing is authorized. Your own decision counts as before.',
      };
    case 'overtaken':
      return {
        subject: 'Your approval had no effect: decide again',
        headline: `${who} took back an approval of ${requestName} while yours was on its way to the org: yours had no effect.`,
        next: 'Nothing is authorized. Your signature stays on record. If you still approve, read the request again and sign anew.',
      };
    case 'asked':
      return {
        subject: 'A contact has a question',
        headline: `${who} asked the requester for more about ${requestName}.`,
        next: 'The deadline runs on. You may decide before the answer comes.',
      };
    case 'answered':
      return {
        subject: 'The question is answered',
        headline: `${who} answered the question about ${requestName}.`,
        next: 'Read the answer on the page, and decide before the deadline.',
      };
    case 'voided':
      return {
        subject: 'Approvals no longer count: decide again',
        headline: `The approvals of ${requestName} no longer count: ${what.because}.`,
        next: 'Nothing is authorized. Read the request again and decide anew; the deadline stays as it was.',
      };
  }
}

/** Tells contacts who were asked what changed, and that the request still waits. */
export function standMail(mail: StandMail): MailContent {
  const { subject, headline, next } = wordsOf(mail);
  return renderMail({
    subject: `${subject}: case ${mail.caseNumber}, ${mail.requestName}`,
    headline,
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['Request', mail.requestName],
          ['Support case', mail.caseNumber],
          ['Check phrase', mail.checkPhrase],
          ['Decide by', readableInstant(mail.deadline, mail.zone)],
        ],
      },
      { kind: 'notice', title: 'What this means for you', text: next },
      { kind: 'action', label: 'See the request', url: mail.url },
    ],
    footer: `Sent by Countersign for ${mail.orgName}, because you were asked to decide. A decision needs your passkey.`,
  });
}
