import { renderMail, type MailContent } from './layout.ts';
import { type Reader, type Tongue, tongueOf } from './tongue.ts';

export interface GrantMail extends Reader {
  orgName: string;
  grantorName: string;
  requester: string;
  /** None where break-glass opened the window. */
  approvers: readonly string[];
  caseNumber: string;
  checkPhrase: string;
  /** API name. */
  requestingParty: string;
  /** Whom to grant to, as the platform's page names it; null is the publisher, whose name we do not know. */
  grantTo: string | null;
  /** One of the platform's durations, such as "1 Day". */
  duration: string;
  /** When the grant ends by itself if that duration is chosen today, YYYY-MM-DD. */
  unavoidableEnd: string;
  window: { start: string; end: string };
  /** The page in the org on its own domain; null if that is not known. */
  settingsUrl: string | null;
  declineUrl: string;
}

/** Asks the user whose login is wanted to grant access, which only that user can do. */
export function grantMail(mail: GrantMail): MailContent {
  const tongue = tongueOf(mail);
  const { terms, instant, list, words: all } = tongue;
  const words = all.grant;
  const to = mail.grantTo ?? words.publisher;
  return renderMail(tongue.language, {
    subject: isBreakGlass(mail)
      ? `${all.breakGlass.mark}: ${words.subject(mail.caseNumber)}`
      : words.subject(mail.caseNumber),
    headline: words.headline(mail.grantorName, to, mail.caseNumber),
    blocks: [
      {
        kind: 'text',
        text: isBreakGlass(mail)
          ? all.breakGlass.grant(mail.requester)
          : words.text(mail.requester, list(mail.approvers)),
      },
      phrase(mail, tongue, words.phraseText(mail.requester)),
      {
        kind: 'steps',
        title: words.steps,
        items: [
          menuPath(mail, tongue),
          words.choose(to, mail.duration),
          words.ends(tongue.date(mail.unavoidableEnd)),
        ],
      },
      {
        kind: 'facts',
        rows: [
          [terms.caseNumber, mail.caseNumber],
          [words.who, tongue.label(mail.requestingParty)],
          [words.askedBy, mail.requester],
          [words.approvedBy, isBreakGlass(mail) ? all.breakGlass.nobody : list(mail.approvers)],
          [isBreakGlass(mail) ? all.breakGlass.from : words.from, instant(mail.window.start)],
          [isBreakGlass(mail) ? all.breakGlass.until : words.until, instant(mail.window.end)],
        ],
      },
      { kind: 'notice', title: words.noPassword, text: words.noPasswordText },
      { kind: 'action', label: words.decline, url: mail.declineUrl },
    ],
    footer: words.footer(mail.orgName),
  });
}

const isBreakGlass = ({ approvers }: GrantMail) => approvers.length === 0;

const phrase = ({ checkPhrase }: { checkPhrase: string }, { terms }: Tongue, text: string) =>
  ({ kind: 'phrase', label: terms.checkPhrase, phrase: checkPhrase, text }) as const;

function menuPath({ settingsUrl }: { settingsUrl: string | null }, { words: { grant } }: Tongue): string {
  return `${grant.open}${settingsUrl === null ? '' : grant.address(settingsUrl)}`;
}

export interface RevokeMail extends Reader {
  orgName: string;
  grantorName: string;
  caseNumber: string;
  checkPhrase: string;
  /** As in the first mail. */
  grantTo: string | null;
  /** Last date on which the grant can still be used, YYYY-MM-DD. */
  usableUntil: string;
  /** Why now: the window ended, or a person revoked the authorization. */
  because: 'window ended' | 'revoked';
  settingsUrl: string | null;
}

/** Asks the grantor to take back what is left of the grant. */
export function revokeMail(mail: RevokeMail): MailContent {
  const tongue = tongueOf(mail);
  const { words: all } = tongue;
  const words = all.revoke;
  const to = mail.grantTo ?? all.grant.publisher;
  return renderMail(tongue.language, {
    subject: words.subject(mail.caseNumber),
    headline: words.headline(mail.grantorName, to),
    blocks: [
      { kind: 'text', text: words.text(words.why[mail.because], tongue.date(mail.usableUntil)) },
      phrase(mail, tongue, words.phraseText),
      { kind: 'steps', title: words.steps, items: [menuPath(mail, tongue), words.choose(to)] },
      { kind: 'notice', title: all.grant.noPassword, text: all.grant.noPasswordText },
    ],
    footer: words.footer(mail.orgName),
  });
}
