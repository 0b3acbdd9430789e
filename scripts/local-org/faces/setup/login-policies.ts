/** Setup › Login Access Policies: shown and saved. */
import { z } from 'zod';
import type { ApiRequest, ApiResponse, Handler } from '../../api/route.ts';
import type { Engine } from '../../state/engine.ts';
import { html, type Html } from '../chrome/html.ts';
import { ownOrigin } from '../../api/origin.ts';
import { carryOut } from '../simulator/orders.ts';
import { LOGIN_POLICIES, setupPage } from './frame.ts';
import type { Message } from './frame.ts';
import { readPolicies, SUPPORT_ORGANISATIONS } from './policies.ts';
import type { Availability, LoginPolicies } from './policies.ts';

const CHOICES: readonly (readonly [Availability, string])[] = [
  ['users', 'Available to Users'],
  ['admins', 'Available to Administrators Only'],
];
const MESSAGES: Readonly<Record<string, Message>> = {
  saved: { tone: 'success', text: 'The policies are saved and hold from now on.' },
  unchanged: { tone: 'info', text: 'Nothing was changed, so nothing was saved.' },
};
const choice = z.enum(['users', 'admins']);
const Form = z.object({
  adminsLogInAsAnyUser: z.literal('on').optional(),
  salesforce: choice,
  publisher: choice,
});

async function render(
  org: Engine,
  { user }: ApiRequest['session'],
  message: Message | null,
  status = 200,
): Promise<ApiResponse> {
  const policies = await readPolicies(org);
  const body = html`<p class="faces-lead">
      Support organisations help your users by logging in as them, with a grant that the user gives. Here you
      decide who may give it. Standing grants stay as they are.
    </p>
    <form class="faces-card" method="post" action="${LOGIN_POLICIES.path}">
      <h2>Administrators</h2>
      <p>
        <label class="faces-choice">
          <input
            type="checkbox"
            name="adminsLogInAsAnyUser"
            ${policies.adminsLogInAsAnyUser ? html`checked` : ''}
            aria-describedby="admins-hint"
          />
          Administrators Can Log in as Any User
        </label>
        <span id="admins-hint" class="faces-quiet faces-hint">
          Off, an administrator needs the user's grant, and users find a row for it on their page.
        </span>
      </p>
      <h2>Support organisations</h2>
      ${SUPPORT_ORGANISATIONS.map(({ kind, label }) => organisation(kind, label, policies[kind]))}
      <div class="faces-actions">
        <button class="slds-button slds-button_brand" type="submit">Save</button>
        <a class="slds-button slds-button_neutral" href="${LOGIN_POLICIES.path}">Cancel</a>
      </div>
    </form>`;
  return setupPage(LOGIN_POLICIES, user, body, message, status);
}

function organisation(kind: string, label: string, chosen: Availability): Html {
  return html`<fieldset class="faces-choices">
    <legend>${label}</legend>
    ${CHOICES.map(
      ([value, text]) =>
        html`<label class="faces-choice">
          <input
            type="radio"
            name="${kind}"
            value="${value}"
            ${value === chosen ? html`checked` : ''}
            required
          />
          ${text}
        </label>`,
    )}
  </fieldset>`;
}

/** The page. */
export const showPolicies: Handler = (org, { session, query }) =>
  render(org, session, MESSAGES[query.get('result') ?? ''] ?? null);

/** Saves the form, as the simulator's order `policies` does. */
export const saveForm: Handler = async (org, request) => {
  ownOrigin(request);
  const form = Form.safeParse(request.body ?? {});
  if (!form.success) {
    const text = 'Choose one of the two for each support organisation, then save again. Nothing was saved.';
    return render(org, request.session, { tone: 'error', text }, 400);
  }
  const { adminsLogInAsAnyUser, ...rest } = form.data;
  const wanted: LoginPolicies = { ...rest, adminsLogInAsAnyUser: adminsLogInAsAnyUser === 'on' };
  const { outcome } = await carryOut(org, 'policies', { by: request.session.user.username, ...wanted });
  return { status: 303, headers: { location: `${LOGIN_POLICIES.path}?result=${String(outcome)}` } };
};
