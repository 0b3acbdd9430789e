/** English words of what a contact can answer, and of where a request stands between several approvals. */
export const enAnswers = {
  choices: {
    Approve: { title: 'Approve', text: 'with bounds that you set' },
    Deny: { title: 'Deny', text: 'ends this request for everybody' },
    Ask_for_more: { title: 'Ask for more', text: 'the requester answers; the deadline runs on' },
    Withdraw: { title: 'Withdraw', text: 'your approval counts no more' },
    Revoke: { title: 'Revoke', text: 'ends what was authorized, at once' },
  },
  review: {
    Approve: 'You are about to approve',
    Deny: 'You are about to deny',
    Ask_for_more: 'You are about to ask for more',
    Withdraw: 'You are about to withdraw your approval',
    Revoke: 'You are about to revoke the authorization',
  },
  sign: {
    Approve: 'Sign the approval with your passkey',
    Deny: 'Sign the denial with your passkey',
    Ask_for_more: 'Sign the question with your passkey',
    Withdraw: 'Sign the withdrawal with your passkey',
    Revoke: 'Sign the revocation with your passkey',
  },
  done: {
    Ask_for_more: {
      title: 'Asked',
      text: 'Your question is on record and the requester is told. The deadline runs on.',
    },
    Withdraw: { title: 'Withdrawn', text: 'Your approval counts no more. You may decide again.' },
    Revoke: {
      title: 'Revoked',
      text: 'The authorization has ended. The user is asked to take the grant back; until then it can still be used, and what is seen becomes a finding.',
    },
  },
  revokeTitle: 'End what was authorized',
  notAsked: 'Others are asked first. You hear at once when it is your turn.',
  progress: (given: number, needed: number) => `${given} of ${needed} approvals`,
  progressBy: (given: number, needed: number, time: string) =>
    `${given} of ${needed} approvals are given, wanted by ${time}.`,
  rolesMissing: (roles: string) => `Still needed: ${roles}.`,
  longWindow: (length: string) => `A window longer than ${length} needs two approvals.`,
  ended: 'No longer counts',
  thread: 'Questions and answers',
  labels: {
    'standing.given': 'Approvals given',
    'standing.needed': 'Approvals needed',
    authorized: 'Authorized so far',
    'authorized.start': 'Authorized from',
    'authorized.end': 'Authorized until',
  } as Readonly<Record<string, string>>,
};
