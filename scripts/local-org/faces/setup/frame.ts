/** What the pages of Setup share: their places, who may open them, times as the user writes them. */
import type { ApiResponse } from '../../api/route.ts';
import type { UserContext } from '../../state/engine.ts';
import { html, type Html } from '../chrome/html.ts';
import { notice, page } from '../chrome/layout.ts';

export interface SetupPage {
  path: string;
  title: string;
  about: string;
  /** What the user lacks to open it, in the words of Setup; null when he may. */
  lacks(user: UserContext): string | null;
}

const needs = (user: UserContext, permission: string, label: string) =>
  user.systemPermissions.has(permission) ? null : label;
const viewSetup = (user: UserContext) => needs(user, 'ViewSetup', 'View Setup and Configuration');

export const SETUP_HOME = '/lightning/setup/SetupOneHome/home';

export const AUDIT_TRAIL: SetupPage = {
  path: '/lightning/setup/SecurityEvents/home',
  title: 'View Setup Audit Trail',
  about: 'Who changed what in Setup, and who logged in as whom.',
  lacks: viewSetup,
};
export const LOGIN_HISTORY: SetupPage = {
  path: '/lightning/setup/OrgLoginHistory/home',
  title: 'Login History',
  about: 'Who logged in, when and from where.',
  lacks: (user) =>
    viewSetup(user) ?? (user.object('LoginHistory').read ? null : 'Manage Users or Monitor Login History'),
};
export const LOGIN_POLICIES: SetupPage = {
  path: '/lightning/setup/LoginAccessPolicies/home',
  title: 'Login Access Policies',
  about: 'Which support organisations users may let in, and whether administrators need a grant.',
  lacks: (user) =>
    viewSetup(user) ?? needs(user, 'ManageLoginAccessPolicies', 'Manage Login Access Policies'),
};
export const SETUP_PAGES: readonly SetupPage[] = [AUDIT_TRAIL, LOGIN_HISTORY, LOGIN_POLICIES];

export interface Message {
  tone: 'success' | 'error' | 'info';
  text: string;
}

/** A page of Setup within its frame. */
export function setupPage(
  { title }: Pick<SetupPage, 'title'>,
  user: UserContext,
  body: Html,
  message: Message | null = null,
  status = 200,
): ApiResponse {
  const home = title === 'Setup Home';
  const whole = html`<nav class="faces-path" aria-label="Where you are">
      ${home ? html`<span>Setup</span>` : html`<a href="${SETUP_HOME}">Setup</a> <span aria-hidden="true">›</span> <span>Security</span>`}
    </nav>
    <h1 class="faces-title">${title}</h1>
    ${message !== null && notice(message.tone, message.text)} ${body}`;
  return page({ title, place: 'Setup', person: user.name, body: whole }, status);
}

/** What a user sees who may not open a page. */
export function refusedPage(setup: SetupPage, user: UserContext, lacking: string): ApiResponse {
  const text = `Insufficient Privileges: this page needs the permission ${lacking}. Ask an administrator, or switch to a user who has it.`;
  const body = html`<p><a href="${SETUP_HOME}">Back to Setup</a></p>`;
  return setupPage(setup, user, body, { tone: 'error', text }, 403);
}

/** Writes moments as the user reads them, in his zone, with the zone named: `9/10/2026, 4:21:14 AM PDT`. */
export function momentFormat({ locale, timeZone }: UserContext): (rest: unknown) => string {
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' } as const;
  const tags = Intl.getCanonicalLocales(
    [locale.replaceAll('_', '-')].filter((tag) => /^[a-z]{2,3}(-\w+)*$/i.test(tag)),
  );
  const format = new Intl.DateTimeFormat(tags, { ...parts, ...time, timeZone });
  // The narrow space that some versions of ICU write before AM and PM breaks what reads the file.
  return (rest) => format.format(instantOf(rest).epochMilliseconds).replaceAll('\u202f', ' ');
}

/** The REST form of a datetime ends in `+0000`, which Temporal takes as an offset with a colon only. */
export function instantOf(rest: unknown): Temporal.Instant {
  return Temporal.Instant.from(String(rest).replace(/\+0000$/, 'Z'));
}

/** Text of a field; empty for none. */
export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A field of a nested record. */
export function nested(record: unknown, field: string): string {
  const value: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, field) : null;
  return text(value);
}

/** A file of comma-separated values; cells are quoted where they have to be. */
export function csv(name: string, lines: readonly (readonly string[])[]): ApiResponse {
  const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return {
    status: 200,
    body: lines.map((cells) => `${cells.map(cell).join(',')}\n`).join(''),
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  };
}

/** A table, or a sentence where there is nothing to show. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (string | Html)[])[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="faces-quiet">${empty}</p>`;
  return html`<div class="faces-table" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption class="slds-assistive-text">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((value) => html`<td>${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
