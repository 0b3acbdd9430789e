import { readableInstant, renderMail, type MailContent } from './layout.ts';

export interface RefusedMail {
  orgName: string;
  requestName: string;
  caseNumber: string;
  /** One sentence for each rule that is not met. */
  reasons: readonly string[];
  at: string;
  zone: string | null;
  /** The request in the org. */
  url: string;
}

/** Tells the requester that the policy refused the request, with every reason. */
export function refusedMail({
  orgName,
  requestName,
  caseNumber,
  reasons,
  at,
  zone,
  url,
}: RefusedMail): MailContent {
  return renderMail({
    subject: `Refused by policy: case ${caseNumber}, ${requestName}`,
    headline: `${requestName} was refused by the policy of ${orgName}. No contact was asked.`,
    blocks: [
      { kind: 'steps', title: 'Rules that are not met', items: reasons },
      {
        kind: 'facts',
        rows: [
          ['Request', requestName],
          ['Support case', caseNumber],
          ['Refused at', readableInstant(at, zone)],
        ],
      },
      {
        kind: 'notice',
        title: 'What you can do',
        text: 'Raise a new request in which this is put right. The refused one stays on record as it is.',
      },
      { kind: 'action', label: 'Open the request in Salesforce', url },
    ],
    footer: `Sent by Countersign for ${orgName}, because you raised the request.`,
  });
}
