/** Whether a session may use the API: its user must have API Enabled, and its app must have been allowed the scope. */
import { OrgError } from '../errors.ts';
import type { FoundSession, UserContext } from '../state/engine.ts';

const SCOPES = ['api', 'full'];

/** What stands against it: API_DISABLED_FOR_ORG, or INVALID_SESSION_ID for a token without the scope; null = nothing. */
export function apiRefusal({ scopes }: Pick<FoundSession, 'scopes'>, user: UserContext): OrgError | null {
  if (scopes !== null && !scopes.split(' ').some((scope) => SCOPES.includes(scope))) {
    const message = 'This session is not valid for use with the REST API';
    return new OrgError(401, 'INVALID_SESSION_ID', message);
  }
  if (user.systemPermissions.has('ApiEnabled')) return null;
  return new OrgError(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this user.');
}

/** @throws OrgError when something stands against it */
export function mayUseApi(session: Pick<FoundSession, 'scopes'>, user: UserContext): void {
  const refusal = apiRefusal(session, user);
  if (refusal) throw refusal;
}
