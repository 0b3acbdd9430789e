import { readableInstant, renderMail, type MailContent } from './layout.ts';

export interface FindingMail {
  orgName: string;
  severity: 'Critical' | 'Warning' | 'Notice';
  title: string;
  details: string;
  /** What the reader should do first. */
  nextStep: string;
  foundAt: string;
  /** Facts with their labels, such as the user or the support case; in the order they shall be read. */
  facts: readonly (readonly [label: string, value: string])[];
  zone: string | null;
  /** The finding in the org; null if the org's address is not known. */
  url: string | null;
}

/** Tells people about a finding: what was seen, and the first step. */
export function findingMail(mail: FindingMail): MailContent {
  return renderMail({
    subject: `${mail.severity}: ${mail.title} (${mail.orgName})`,
    headline: mail.title,
    blocks: [
      { kind: 'text', text: mail.details },
      {
        kind: 'facts',
        rows: [
          ['Severity', mail.severity],
          ['Found at', readableInstant(mail.foundAt, mail.zone)],
          ...mail.facts,
        ],
      },
      { kind: 'notice', title: 'What to do now', text: mail.nextStep },
      ...(mail.url
        ? [{ kind: 'action', label: 'Open the finding in Salesforce', url: mail.url } as const]
        : []),
    ],
    footer: `Sent by Countersign for ${mail.orgName}. Findings are made from what can be observed; a gap in a source is listed with its coverage.`,
  });
}
