import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

/** To whom a contact delegates while he is away: that it began, or that it ended before its time. */
export interface DelegationMail extends Reader {
  orgName: string;
  state: 'given' | 'ended';
  /** Name of who is away. */
  delegator: string;
  /** API name of the role that the delegate's signature fills meanwhile. */
  role: string;
  from: string;
  until: string;
  url: string;
}

export function delegationMail(mail: DelegationMail): MailContent {
  const { words, label, instant, language } = tongueOf(mail);
  const { delegation } = words;
  const said = delegation[mail.state];
  return renderMail(language, {
    subject: `${said.subject(mail.delegator)} (${mail.orgName})`,
    headline: said.headline(mail.delegator),
    blocks: [
      {
        kind: 'facts',
        rows: [
          [delegation.role, label(mail.role)],
          [delegation.from, instant(mail.from)],
          [delegation.until, instant(mail.until)],
        ],
      },
      { kind: 'notice', title: delegation.means, text: said.next },
      { kind: 'action', label: delegation.open, url: mail.url },
    ],
    footer: delegation.footer(mail.orgName),
  });
}
