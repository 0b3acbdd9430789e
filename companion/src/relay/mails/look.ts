import type { LookChoice } from '../../core/alterations.ts';
import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

/** That a contact has looked at the alteration of a request, and what he signed. The reason stays on the page. */
export interface LookMail extends Reader {
  orgName: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  choice: LookChoice;
  /** Who looked. */
  by: string;
  at: string;
  reader: 'contact' | 'requester';
  url: string;
}

export function lookMail(mail: LookMail): MailContent {
  const tongue = tongueOf(mail);
  const { terms, words: all } = tongue;
  const words = all.look;
  const { subject, headline, next } = words[mail.choice];
  const isRequester = mail.reader === 'requester';
  return renderMail(tongue.language, {
    subject: words.subject(subject, mail.caseNumber, mail.requestName),
    headline: headline(mail.by, mail.requestName),
    blocks: [
      {
        kind: 'facts',
        rows: [
          [terms.request, mail.requestName],
          [terms.caseNumber, mail.caseNumber],
          [terms.checkPhrase, mail.checkPhrase],
          [words.at, tongue.instantWithUtc(mail.at)],
          [words.by, mail.by],
        ],
      },
      { kind: 'notice', title: all.stand.means, text: next },
      { kind: 'action', label: isRequester ? all.refused.open : all.settled.record, url: mail.url },
    ],
    footer: isRequester ? all.requesterFooter(mail.orgName) : all.request.footer(mail.orgName),
  });
}
