/** What a token of the API may be allowed to do. A token is of one org; what it may do there is a set of these words. */
export const SCOPES = {
  'requests:read': 'read access requests with timelines, decisions, acts that wait, and deliveries',
  'requests:write': 'raise access requests from a ticket system (intake)',
  'deliveries:write': 'tell which mails came back (bounces), besides requests:write',
  'roster:read': 'read the authorization contacts and the roster version in force',
  'policy:read': 'read the policy in force and its versions; simulate another one',
  'evidence:read': 'read findings, coverage, checkpoints, ledger entries and their proofs',
  'reports:read': 'read and download audit reports',
  'reports:write': 'ask for audit reports',
  sign: 'start reviews and hand in what a passkey has signed; the token alone signs nothing',
  'drills:read': 'read drills and their results',
  'drills:write': 'start drills',
  operate: 'run operator commands: doctor, deliveries',
} as const;

export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as [Scope, ...Scope[]];
