import { renderMail, type MailContent } from './layout.ts';
import { type Reader, tongueOf } from './tongue.ts';

export interface FindingMail extends Reader {
  orgName: string;
  severity: 'Critical' | 'Warning' | 'Notice';
  title: string;
  details: string;
  /** What the reader should do first. */
  nextStep: string;
  foundAt: string;
  /** Facts with their labels, such as the user or the support case; in the order they shall be read. */
  facts: readonly (readonly [label: string, value: string])[];
  /** The finding in the org; null if the org's address is not known. */
  url: string | null;
}

const INSTANT = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g;

/** Tells people about a finding: what was seen, and the first step. It is kept in English, and said as the reader reads. */
export function findingMail(mail: FindingMail): MailContent {
  const tongue = tongueOf(mail);
  const { instant } = tongue;
  /** In the reader's language, and each instant on his clock. */
  const said = (text: string) => tongue.said(text).replace(INSTANT, instant);
  const words = tongue.words.finding;
  const severity = words.severities[mail.severity];
  const title = said(mail.title);
  return renderMail(tongue.language, {
    subject: `${severity}: ${title} (${mail.orgName})`,
    headline: title,
    blocks: [
      ...said(mail.details)
        .split('\n')
        .map((text) => ({ kind: 'text', text }) as const),
      {
        kind: 'facts',
        rows: [
          [words.severity, severity],
          [words.at, instant(mail.foundAt)],
          ...mail.facts.map(([name, value]) => [said(name), said(value)] as const),
        ],
      },
      { kind: 'notice', title: words.next, text: said(mail.nextStep) },
      ...(mail.url ? [{ kind: 'action', label: words.open, url: mail.url } as const] : []),
    ],
    footer: words.footer(mail.orgName),
  });
}
