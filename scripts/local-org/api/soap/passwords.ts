/**
 * `setPassword` of the partner and enterprise APIs. Nobody logs in with a password here, so none is kept: the call is
 * checked as the platform checks it, and the user shows when his password was changed last.
 */
import { z } from 'zod';
import { notImplemented, OrgError } from '../../errors.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { normaliseId } from '../../state/ids.ts';
import { mayUseApi } from '../api-access.ts';
import type { ApiResponse, PublicRequest } from '../route.ts';
import { readCall, soapAnswer, soapFault } from './envelope.ts';
import type { SoapCall } from './envelope.ts';

const SHORTEST = 8;
const Arguments = z.object({ userId: z.string(), password: z.string() });

/** Answers a call of the API of records (`kind` is its namespace); all but `setPassword` is a fault that says so. */
export async function recordCall(
  org: Engine,
  { raw }: Pick<PublicRequest, 'raw'>,
  kind: 'partner' | 'enterprise',
): Promise<ApiResponse> {
  const namespace = `urn:${kind}.soap.sforce.com`;
  try {
    const call = readCall(raw);
    if (call.operation !== 'setPassword') throw notImplemented(`the SOAP call ${call.operation}`);
    await setPassword(org, await caller(org, call), call);
    return soapAnswer('setPassword', namespace, '<result/>');
  } catch (error) {
    if (error instanceof OrgError) return soapFault(error, namespace);
    throw error;
  }
}

/** The user of a call's session. @throws OrgError INVALID_SESSION_ID */
async function caller(org: Engine, { sessionId }: SoapCall): Promise<UserContext> {
  const session = sessionId === undefined ? undefined : await org.sessions.find(sessionId);
  if (!session) {
    throw new OrgError(
      500,
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash',
    );
  }
  const user = await org.userContext(session.userId);
  mayUseApi(session, user);
  return user;
}

async function setPassword(org: Engine, user: UserContext, { arguments: given }: SoapCall): Promise<void> {
  const parsed = Arguments.safeParse(given);
  if (!parsed.success) throw new OrgError(500, 'MISSING_ARGUMENT', 'userId and password are needed');
  const { password } = parsed.data;
  const id = normaliseId(parsed.data.userId);
  const known = id && (await org.platform.query(`SELECT Id FROM User WHERE Id = '${id}'`)).totalSize === 1;
  if (!id || !known) throw new OrgError(500, 'INVALID_ID_FIELD', 'invalid cross reference id');
  if (id === user.userId && org.switches.ownPasswordByApi !== true)
    throw new OrgError(500, 'INSUFFICIENT_ACCESS', 'Cannot set password for self');
  if (id !== user.userId && !user.systemPermissions.has('ManageUsers'))
    throw new OrgError(500, 'INSUFFICIENT_ACCESS', 'insufficient access rights on object id');
  if (password.length < SHORTEST || !/[A-Za-z]/.test(password) || !/\d/.test(password)) {
    throw new OrgError(
      500,
      'INVALID_NEW_PASSWORD',
      `Your password must be at least ${SHORTEST} characters long and have a mix of letters and numbers.`,
    );
  }
  const now = org.clock.now().toString({ smallestUnit: 'second' });
  await org.platform.update('User', id, { LastPasswordChangeDate: now });
}
