/** The pages of Setup, each open to who has its permission. */
import type { AbsoluteRoute, Handler } from '../../api/route.ts';
import { html } from '../chrome/html.ts';
import { downloadAuditTrail, showAuditTrail } from './audit-trail.ts';
import {
  AUDIT_TRAIL,
  LOGIN_HISTORY,
  LOGIN_POLICIES,
  refusedPage,
  SETUP_HOME,
  SETUP_PAGES,
  setupPage,
} from './frame.ts';
import type { SetupPage } from './frame.ts';
import { downloadLoginHistory, showLoginHistory } from './login-history.ts';
import { saveForm, showPolicies } from './login-policies.ts';

/** The home of Setup tells of each page, and what is lacking to open it. */
const home: Handler = (_org, { session: { user } }) => {
  const items = SETUP_PAGES.map((entry) => {
    const lacking = entry.lacks(user);
    return html`<li class="faces-card">
      <h2>${lacking === null ? html`<a href="${entry.path}">${entry.title}</a>` : entry.title}</h2>
      <p>${entry.about}</p>
      ${lacking !== null && html`<p class="faces-quiet">You lack the permission ${lacking}.</p>`}
    </li>`;
  });
  const body = html`<p class="faces-lead">The pages of Setup that this stand-in has.</p>
    <ul class="faces-tiles">
      ${items}
    </ul>`;
  return Promise.resolve(setupPage({ title: 'Setup Home' }, user, body));
};

function guarded(setup: SetupPage, handle: Handler): Handler {
  return (org, request) => {
    const { user } = request.session;
    const lacking = setup.lacks(user);
    return lacking === null ? handle(org, request) : Promise.resolve(refusedPage(setup, user, lacking));
  };
}

const get = (pattern: string, handle: Handler): AbsoluteRoute => ({
  method: 'GET',
  pattern,
  access: 'page',
  handle,
});

export const absoluteRoutes: readonly AbsoluteRoute[] = [
  get(SETUP_HOME, home),
  get(AUDIT_TRAIL.path, guarded(AUDIT_TRAIL, showAuditTrail)),
  get('/lightning/setup/SecurityEvents/csv', guarded(AUDIT_TRAIL, downloadAuditTrail)),
  get(LOGIN_HISTORY.path, guarded(LOGIN_HISTORY, showLoginHistory)),
  get('/lightning/setup/OrgLoginHistory/csv', guarded(LOGIN_HISTORY, downloadLoginHistory)),
  get(LOGIN_POLICIES.path, guarded(LOGIN_POLICIES, showPolicies)),
  {
    method: 'POST',
    pattern: LOGIN_POLICIES.path,
    access: 'page',
    handle: guarded(LOGIN_POLICIES, saveForm),
  },
];
