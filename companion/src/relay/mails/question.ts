import { readableInstant, renderMail, type MailContent } from './layout.ts';

export interface QuestionMail {
  orgName: string;
  requestName: string;
  caseNumber: string;
  deadline: string;
  zone: string | null;
  /** The request in the org. */
  url: string;
}

/** Tells the requester that a contact has asked something. The question itself stays in the org: mail passes many hands. */
export function questionMail(mail: QuestionMail): MailContent {
  const { orgName, requestName, caseNumber, url } = mail;
  const deadline = readableInstant(mail.deadline, mail.zone);
  return renderMail({
    subject: `Question about case ${caseNumber}, ${requestName}: please answer before ${deadline}`,
    headline: `A contact wants to know more before deciding on ${requestName}.`,
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['Request', requestName],
          ['Support case', caseNumber],
          ['Expires at', deadline],
        ],
      },
      {
        kind: 'notice',
        title: 'The deadline does not wait',
        text: 'It runs on while the question is open. Without a decision by then the request expires.',
      },
      { kind: 'action', label: 'Read and answer in Salesforce', url },
    ],
    footer: `Sent by Countersign for ${orgName}, because you raised the request.`,
  });
}
