import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

export interface RefusedMail extends Reader {
  orgName: string;
  requestName: string;
  caseNumber: string;
  /** One sentence for each rule that is not met. */
  reasons: readonly string[];
  at: string;
  /** The request in the org. */
  url: string;
}

/** Tells the requester that the policy refused the request, with every reason. */
export function refusedMail(mail: RefusedMail): MailContent {
  const { orgName, requestName, caseNumber, reasons, at, url } = mail;
  const tongue = tongueOf(mail);
  const words = tongue.words.refused;
  return renderMail(tongue.language, {
    subject: words.subject(caseNumber, requestName),
    headline: words.headline(requestName, orgName),
    blocks: [
      { kind: 'steps', title: words.reasons, items: reasons.map(tongue.said) },
      {
        kind: 'facts',
        rows: [
          [tongue.terms.request, requestName],
          [tongue.terms.caseNumber, caseNumber],
          [words.at, tongue.instant(at)],
        ],
      },
      { kind: 'notice', title: words.next, text: words.nextText },
      { kind: 'action', label: words.open, url },
    ],
    footer: tongue.words.requesterFooter(orgName),
  });
}
