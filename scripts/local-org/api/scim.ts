/** SCIM 1.1: creating a user, which is how the sf CLI makes one and gets its log-in with it. */
import { z } from 'zod';
import type { Engine } from '../state/engine.ts';
import { mayUseApi } from './api-access.ts';
import type { AbsoluteRoute, ApiResponse, Handler } from './route.ts';

const NewUser = z.object({
  userName: z.string(),
  emails: z.array(z.union([z.string(), z.object({ value: z.string() })])).min(1),
  name: z.object({ familyName: z.string(), givenName: z.string().optional() }),
  nickName: z.string().optional(),
  entitlements: z.array(z.object({ value: z.string() })).default([]),
});

/** Names as SCIM writes them, whatever case the client used: the CLI sends `username`. */
const Body = z
  .record(z.string(), z.unknown())
  .transform(({ username, ...rest }) => ({ userName: username, ...rest }));

/** The CLI says nothing of its body's type, which is JSON all the same. */
function fromJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'));
  } catch {
    return undefined;
  }
}

function fault(status: number, description: string): ApiResponse {
  return { status, body: { Errors: [{ description, code: status }] } };
}

const create: Handler = async (org, request) => {
  mayUseApi(request.session, request.session.user);
  const body = Body.safeParse(request.body ?? fromJson(request.raw));
  const parsed = NewUser.safeParse(body.data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fault(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`);
  }
  const { userName, emails, name, nickName, entitlements } = parsed.data;
  const [email] = emails;
  const [result] = await org.insert(
    request.session.user,
    'User',
    [
      {
        Username: userName,
        Email: typeof email === 'string' ? email : email?.value,
        LastName: name.familyName,
        FirstName: name.givenName ?? null,
        ...(nickName === undefined ? {} : { CommunityNickname: nickName }),
        ...(entitlements[0] ? { ProfileId: entitlements[0].value } : {}),
      },
    ],
    { allOrNone: false },
  );
  if (!result?.success || result.id === undefined)
    return fault(400, result?.errors.map(({ message }) => message).join('; ') ?? '');
  const approved = request.headers['auto-approve-user'] === 'true';
  const headers = approved
    ? { 'auto-approve-user': await refreshToken(org, request.session.id, result.id) }
    : {};
  return {
    status: 201,
    headers,
    body: {
      id: result.id,
      userName,
      name,
      emails,
      nickName,
      entitlements,
      active: true,
      schemas: ['urn:scim:schemas:core:1.0', 'urn:scim:schemas:extension:enterprise:1.0'],
    },
  };
};

/** A refresh token of the new user for the client that asks, as if the user had approved it. */
async function refreshToken(org: Engine, sessionId: string, userId: string): Promise<string> {
  const client = await org.grants.ofSession(sessionId);
  return org.grants.issue('refresh', {
    userId,
    clientId: client?.clientId ?? '',
    scopes: 'api web refresh_token',
    redirectUri: null,
    challenge: null,
  });
}

export const absoluteRoutes: AbsoluteRoute[] = [
  { method: 'POST', pattern: '/services/scim/v1/Users', access: 'session', handle: create },
];
