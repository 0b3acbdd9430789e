import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

export interface QuestionMail extends Reader {
  orgName: string;
  requestName: string;
  caseNumber: string;
  deadline: string;
  /** The request in the org. */
  url: string;
}

/** Tells the requester that a contact has asked something. The question itself stays in the org: mail passes many hands. */
export function questionMail(mail: QuestionMail): MailContent {
  const { orgName, requestName, caseNumber, url } = mail;
  const tongue = tongueOf(mail);
  const words = tongue.words.question;
  const deadline = tongue.instant(mail.deadline);
  return renderMail(tongue.language, {
    subject: words.subject(caseNumber, requestName, deadline),
    headline: words.headline(requestName),
    blocks: [
      {
        kind: 'facts',
        rows: [
          [tongue.terms.request, requestName],
          [tongue.terms.caseNumber, caseNumber],
          [words.expires, deadline],
        ],
      },
      { kind: 'notice', title: words.deadline, text: words.deadlineText },
      { kind: 'action', label: words.answer, url },
    ],
    footer: tongue.words.requesterFooter(orgName),
  });
}
