import { renderMail, type MailContent } from './layout.ts';
import { type Reader, type Tongue, tongueOf } from './tongue.ts';

/** Where a request stands that is not settled yet, for contacts who were asked. */
export interface StandMail extends Reader {
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
  url: string;
}

interface Said {
  subject: string;
  headline: string;
  next: string;
}

function saidOf({ what, by, requestName }: StandMail, { words: { stand }, label, list, said }: Tongue): Said {
  const who = by ?? stand.someone;
  switch (what.kind) {
    case 'approved': {
      const { given, needed, rolesMissing } = what;
      const missing = rolesMissing.length > 0 ? stand.and(list(rolesMissing.map(label))) : '';
      const words = stand.approved;
      const headline = `${words.headline(who, requestName, given, needed)}${missing}`;
      return { subject: words.subject(given, needed), headline, next: words.next };
    }
    case 'voided': {
      const { subject, next, headline } = stand.voided;
      return { subject, next, headline: headline(requestName, said(what.because)) };
    }
    default: {
      const { subject, next, headline } = stand[what.kind];
      return { subject, next, headline: headline(who, requestName) };
    }
  }
}

/** Tells contacts who were asked what changed, and that the request still waits. */
export function standMail(mail: StandMail): MailContent {
  const tongue = tongueOf(mail);
  const { terms, words } = tongue;
  const { subject, headline, next } = saidOf(mail, tongue);
  return renderMail(tongue.language, {
    subject: words.stand.subject(subject, mail.caseNumber, mail.requestName),
    headline,
    blocks: [
      {
        kind: 'facts',
        rows: [
          [terms.request, mail.requestName],
          [terms.caseNumber, mail.caseNumber],
          [terms.checkPhrase, mail.checkPhrase],
          [terms.decideBy, tongue.instant(mail.deadline)],
        ],
      },
      { kind: 'notice', title: words.stand.means, text: next },
      { kind: 'action', label: words.stand.see, url: mail.url },
    ],
    footer: words.stand.footer(mail.orgName),
  });
}
