import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

export interface SettledMail extends Reader {
  orgName: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  state: 'Approved' | 'Denied' | 'Expired' | 'Cancelled' | 'Revoked';
  /** Who settled it; null where time did. */
  by: string | null;
  at: string;
  window: { start: string; end: string } | null;
  /** The requester learns what comes next; contacts, that nothing is left to do. */
  reader: 'contact' | 'requester';
  url: string;
}

/** Tells those who took part that a request is settled, by whom, and what that means for the reader. */
export function settledMail(mail: SettledMail): MailContent {
  const tongue = tongueOf(mail);
  const { terms, instant, words: all } = tongue;
  const words = all.settled;
  const what = words.what[mail.state];
  const isRequester = mail.reader === 'requester';
  const next = isRequester ? words.requesterNext[mail.state] : words.nothingLeft;
  return renderMail(tongue.language, {
    subject: words.subject(mail.caseNumber, mail.requestName, what),
    headline: `${words.headline(mail.requestName, what, mail.by)} ${next}`,
    blocks: [
      {
        kind: 'facts',
        rows: [
          [terms.request, mail.requestName],
          [terms.caseNumber, mail.caseNumber],
          [terms.checkPhrase, mail.checkPhrase],
          [words.at, instant(mail.at)],
          ...(mail.by ? [[words.by, mail.by] as const] : []),
          ...(mail.window
            ? [
                [words.windowOpens, instant(mail.window.start)] as const,
                [words.windowEnds, instant(mail.window.end)] as const,
              ]
            : []),
        ],
      },
      { kind: 'action', label: isRequester ? all.refused.open : words.record, url: mail.url },
    ],
    footer: isRequester ? all.requesterFooter(mail.orgName) : all.request.footer(mail.orgName),
  });
}
