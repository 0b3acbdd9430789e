/** Signing in to the faces: a person picks who to be. There is no password, and the page says so. */
import { z } from 'zod';
import type { AbsoluteRoute, PublicHandler, PublicRequest } from '../../api/route.ts';
import { OrgError } from '../../errors.ts';
import type { Engine } from '../../state/engine.ts';
import { html } from '../chrome/html.ts';
import { notice, page } from '../chrome/layout.ts';
import { loginRefusal } from '../../security/login.ts';
import { ownOrigin } from '../../api/origin.ts';
import { SESSION_COOKIE, sessionCookie, wayBack } from './cookie.ts';

const Form = z.object({ username: z.string().min(1), to: z.string().default('/') });

const Person = z.object({
  Username: z.string(),
  Name: z.string(),
  Title: z.string().nullable(),
  Profile: z.object({ Name: z.string(), PermissionsApiUserOnly: z.boolean() }).nullable(),
});
type Person = z.infer<typeof Person>;

async function people(org: Engine): Promise<Person[]> {
  const { records } = await org.platform.query(
    `SELECT Username, Name, Title, Profile.Name, Profile.PermissionsApiUserOnly FROM User
     WHERE IsActive = true ORDER BY Profile.Name DESC, Name`,
  );
  return z
    .array(Person)
    .parse(records)
    .filter((person) => !person.Profile?.PermissionsApiUserOnly);
}

async function show(org: Engine, request: PublicRequest, fault: string | null) {
  const to = wayBack(request.query.get('to'));
  const list = await people(org);
  const body = html`<div class="faces-card slds-card slds-p-around_large">
    <h1 class="slds-text-heading_medium slds-m-bottom_small">Log in as…</h1>
    <p class="slds-m-bottom_medium">
      This is a stand-in for a Salesforce org: it asks for no password. Pick the person you want to be.
    </p>
    ${fault !== null && notice('error', fault)}
    <form method="post" action="/login" class="slds-form">
      <input type="hidden" name="to" value="${to}" />
      <div class="slds-form-element slds-m-bottom_medium">
        <label class="slds-form-element__label" for="username">Person</label>
        <div class="slds-form-element__control">
          <div class="slds-select_container">
            <select class="slds-select" id="username" name="username" required>
              ${list.map(
                (person) =>
                  html`<option value="${person.Username}">
                    ${person.Name}${person.Title ? `, ${person.Title}` : ''} (${person.Profile?.Name ?? ''})
                  </option>`,
              )}
            </select>
          </div>
        </div>
      </div>
      <button class="slds-button slds-button_brand" type="submit">Log in</button>
    </form>
  </div>`;
  const person = request.session?.user.name ?? null;
  return page({ title: 'Log in', place: 'Log in', person, body }, fault === null ? 200 : 403);
}

const form: PublicHandler = (org, request) => show(org, request, null);

const logIn: PublicHandler = async (org, request) => {
  ownOrigin(request);
  const parsed = Form.safeParse(request.body);
  if (!parsed.success) return show(org, request, 'Choose a person.');
  const { username, to } = parsed.data;
  const user = await org.findUser(username);
  const context = user?.isActive ? await org.userContext(user.id) : null;
  if (!user || !context) return show(org, request, 'There is no active user of that name.');
  if (context.systemPermissions.has('ApiUserOnly')) {
    return show(org, request, `${context.name} may use the API only and cannot open pages.`);
  }
  if ((await loginRefusal(org, user.id)) === 'frozen')
    return show(org, request, `${context.name} is frozen and cannot log in.`);
  const { token } = await org.sessions.open(user.id, { type: 'UI', sourceIp: '127.0.0.1' });
  return { status: 303, headers: { location: wayBack(to), 'set-cookie': sessionCookie(token) } };
};

const logOut: PublicHandler = async (org, request) => {
  ownOrigin(request);
  if (!request.session) throw new OrgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  await org.sessions.close(request.session.token);
  const cookie = `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
  return { status: 303, headers: { location: '/login', 'set-cookie': cookie } };
};

export const absoluteRoutes: AbsoluteRoute[] = [
  { method: 'GET', pattern: '/login', access: 'public', handle: form },
  { method: 'POST', pattern: '/login', access: 'public', handle: logIn },
  { method: 'POST', pattern: '/logout', access: 'public', handle: logOut },
];
