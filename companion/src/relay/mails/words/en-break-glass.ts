/** English words of notices about break-glass. */
export const mailsEnBreakGlass = {
  mark: 'BREAK-GLASS',
  nobody: 'Nobody: break-glass',
  from: 'Open from',
  until: 'Open until',
  reviewDue: 'Review due',
  subject: (what: string, caseNumber: string, request: string) =>
    `BREAK-GLASS: ${what}, case ${caseNumber}, ${request}`,
  opened: {
    subject: 'a window was opened without approval',
    headline: (requester: string, party: string, org: string, user: string) =>
      `BREAK-GLASS: ${requester} let somebody in (${party}) to ${org} as ${user}. Nobody approved it.`,
    text: 'The requester declared an emergency, and the signed policy allows that for such requests. You were not asked; you are told, with every other contact. Any contact may end it at once, and one of you must review it within 24 hours.',
  },
  due: {
    subject: (hours: number) => `review due in ${hours} ${hours === 1 ? 'hour' : 'hours'}`,
    headline: (request: string) => `BREAK-GLASS: nobody has reviewed ${request} yet.`,
    text: 'A window was opened without any approval. A contact who is neither the requester nor the user entered as must read what happened and sign whether it was justified. One signature is enough; without it a critical finding follows, and no other break-glass window opens.',
  },
  reviewed: {
    subject: (outcome: string) => `reviewed: ${outcome}`,
    headline: (request: string, by: string, outcome: string) =>
      `BREAK-GLASS: ${by} reviewed ${request}. ${outcome}.`,
    text: 'The mark of break-glass stays on the request for ever. Nothing is left for you to do.',
  },
  title: 'Break-glass',
  steps: 'What to do',
  todo: (requester: string) => [
    `Is it wrong? Open the request and choose Revoke: any contact ends it at once. Then call ${requester} by a number you already have.`,
    'When the window is over, review it: read the reason and what was seen, and sign whether it was justified.',
  ],
  open: 'Read it, or revoke it',
  review: 'Review it, when it is over',
  record: 'See the record',
  grant: (requester: string) =>
    `${requester} asked for this as an emergency (BREAK-GLASS): nobody approved it, and every contact was told. Only you can grant it, and only you can take it back. If you are in doubt, decline, or ask an authorization contact first.`,
  footer: (org: string) =>
    `Sent by Countersign for ${org}, because you are on its list of authorization contacts. This mail holds no link that decides anything: a revocation and a review need your passkey.`,
};
