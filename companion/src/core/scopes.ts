/** What a token of the API may be allowed to do. A token is of one org; what it may do there is a set of these words. */
export const SCOPES = {
  'requests:read': 'read access requests, their timelines, decisions, acts that wait, and deliveries',
  'requests:write': 'raise access requests from a ticket system',
  'roster:read': 'read the authorization contacts and the roster version in force',
  'policy:read': 'read the policy in force, its versions, and simulate another one',
  'evidence:read': 'read grants, observed accesses, findings, coverage, checkpoints and proofs of the ledger',
  'reports:read': 'read and download audit reports',
  'reports:write': 'ask for audit reports',
  operate: 'all that an operator may do through the API: drills, deliveries, doctor',
} as const;

export type Scope = keyof typeof SCOPES;
export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];
