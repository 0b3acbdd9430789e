import { renderMail, type MailContent } from './layout.ts';
import { type Reader, type Tongue, tongueOf } from './tongue.ts';

/** What contacts learn of an emergency that opened a window without them. The reason stays on the page: mail passes many hands. */
export interface BreakGlassMail extends Reader {
  what:
    | { kind: 'opened' }
    /** Hours until the review is due. */
    | { kind: 'due'; hours: number }
    /** `outcome` by its API name. */
    | { kind: 'reviewed'; by: string; outcome: string };
  orgName: string;
  requestName: string;
  caseNumber: string;
  checkPhrase: string;
  requester: string;
  /** By its API name. */
  requestingParty: string;
  targetUser: string;
  dataViewed: boolean;
  window: { start: string; end: string };
  reviewDue: string;
  url: string;
  reviewUrl: string;
}

interface Said {
  subject: string;
  headline: string;
  text: string;
}

function saidOf(mail: BreakGlassMail, { words: { breakGlass: words }, label }: Tongue): Said {
  const { what, requester, requestingParty, targetUser, orgName, requestName } = mail;
  switch (what.kind) {
    case 'opened': {
      const { subject, headline, text } = words.opened;
      return { subject, text, headline: headline(requester, label(requestingParty), orgName, targetUser) };
    }
    case 'due': {
      const { subject, headline, text } = words.due;
      return { subject: subject(what.hours), text, headline: headline(requestName) };
    }
    case 'reviewed': {
      const { subject, headline, text } = words.reviewed;
      const outcome = label(what.outcome);
      return { subject: subject(outcome), text, headline: headline(requestName, what.by, outcome) };
    }
  }
}

/** Who let whom in, as whom, until when; how to end it; that nobody approved it; and the review that is due. */
export function breakGlassMail(mail: BreakGlassMail): MailContent {
  const tongue = tongueOf(mail);
  const { terms, label, words: all } = tongue;
  const words = all.breakGlass;
  const { subject, headline, text } = saidOf(mail, tongue);
  const isOver = mail.what.kind === 'reviewed';
  return renderMail(tongue.language, {
    subject: words.subject(subject, mail.caseNumber, mail.requestName),
    headline,
    blocks: [
      { kind: 'notice', title: words.title, text },
      {
        kind: 'facts',
        rows: [
          [terms.request, mail.requestName],
          [terms.caseNumber, mail.caseNumber],
          [terms.checkPhrase, mail.checkPhrase],
          [terms.requester, mail.requester],
          [terms.party, label(mail.requestingParty)],
          [terms.user, mail.targetUser],
          [terms.dataViewed, label(mail.dataViewed ? 'Yes' : 'No')],
          [all.grant.approvedBy, words.nobody],
          [words.from, tongue.instant(mail.window.start)],
          [words.until, tongue.instantWithUtc(mail.window.end)],
          ...(isOver ? [] : [[words.reviewDue, tongue.instantWithUtc(mail.reviewDue)] as const]),
        ],
      },
      ...(isOver ? [] : [{ kind: 'steps' as const, title: words.steps, items: words.todo(mail.requester) }]),
      { kind: 'action', label: isOver ? words.record : words.open, url: mail.url },
      ...(isOver ? [] : [{ kind: 'action' as const, label: words.review, url: mail.reviewUrl }]),
    ],
    footer: words.footer(mail.orgName),
  });
}
