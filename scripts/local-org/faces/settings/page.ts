/** Personal settings › Grant Account Login Access, as a user sees it. */
import type { ApiResponse } from '../../api/route.ts';
import type { UserContext } from '../../state/engine.ts';
import { html, type Html } from '../chrome/html.ts';
import { notice, page } from '../chrome/layout.ts';
import { DURATIONS, type Access, type Grantee } from './login-access.ts';

export const SETTINGS_PATH = '/lightning/settings/personal/GrantLoginAccess/home';

export interface SettingsState {
  user: UserContext;
  access: readonly Access[];
  /** What happened a moment ago. */
  message: { tone: 'success' | 'error' | 'info'; text: string } | null;
}

/** Name of a row's form field; `shown-…` beside it tells what the page showed, so that only changes are saved. */
export const fieldName = ({ kind }: Grantee) => `duration-${kind}`;
export const shownName = ({ kind }: Grantee) => `shown-${kind}`;

export function settingsPage({ user, access, message }: SettingsState, status = 200): ApiResponse {
  const body = html` <p class="faces-quiet">Personal settings</p>
    <h1 class="faces-title">Grant Account Login Access</h1>
    ${message !== null && notice(message.tone, message.text)}
    <p class="faces-lead">
      When a question needs it, you can let support staff log in as you. They then see and may do what you see
      and may do, until the day you choose. Nobody asks for your password, and you can end the access at any
      time.
    </p>
    <form class="faces-card" method="post" action="${SETTINGS_PATH}">
      <h2>Who may log in as ${user.name}</h2>
      <p class="faces-quiet">
        Only rows that you change are saved. Days are counted in your time zone, ${user.timeZone}.
      </p>
      ${access.length === 0 && html`<p>Your administrators grant login access for the whole organisation. There is nothing to choose here.</p>`}
      <div class="faces-table" ${access.length === 0 ? html`hidden` : ''}>
        <table class="faces-stack">
          <thead>
            <tr>
              <th scope="col">Grant access to</th>
              <th scope="col">Access duration</th>
              <th scope="col">Current access</th>
            </tr>
          </thead>
          <tbody>
            ${access.map((row) => accessRow(row, user.locale))}
          </tbody>
        </table>
      </div>
      <div class="faces-actions" ${access.length === 0 ? html`hidden` : ''}>
        <button class="slds-button slds-button_brand" type="submit">Save</button>
        <a class="slds-button slds-button_neutral" href="${SETTINGS_PATH}">Cancel</a>
      </div>
    </form>`;
  return page({ title: 'Grant Account Login Access', place: 'Settings', person: user.name, body }, status);
}

function accessRow({ grantee, until, duration }: Access, locale: string): Html {
  const id = fieldName(grantee);
  const shown = duration ?? '';
  return html` <tr>
    <th scope="row">${grantee.label}</th>
    <td>
      <label class="slds-assistive-text" for="${id}">Access duration for ${grantee.label}</label>
      <input type="hidden" name="${shownName(grantee)}" value="${shown}" />
      <div class="slds-select_container">
        <select class="slds-select" id="${id}" name="${id}">
          ${duration === null && html`<option value="" selected>Set earlier, unchanged</option>`}
          ${DURATIONS.map((name) => html`<option value="${name}" ${name === shown ? html` selected` : ''}>${name}</option>`)}
        </select>
      </div>
    </td>
    <td>
      ${until === null ? html`<span class="faces-quiet">None</span>` : html`Until the end of <time datetime="${until.toString()}">${longDate(until, locale)}</time>`}
    </td>
  </tr>`;
}

/** A date in the user's own way of writing it. */
function longDate(date: Temporal.PlainDate, locale: string): string {
  return date.toLocaleString(locale.replace('_', '-'), { dateStyle: 'long' });
}
