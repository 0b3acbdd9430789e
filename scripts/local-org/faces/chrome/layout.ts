/** The frame that all server-made pages of the local org share: style sheet, header, who is signed in. */
import type { ApiResponse } from '../../api/route.ts';
import { html, type Html } from './html.ts';

export interface PageParts {
  title: string;
  /** What stands in the header as the place one is in. */
  place: string;
  /** Full name of the person signed in; null for pages without a session. */
  person: string | null;
  body: Html;
  /** Addresses of modules to load. */
  scripts?: readonly string[];
}

/** Only what this server itself sends may run; forms go back to it alone. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** A whole page as the answer of a handler. */
export function page(parts: PageParts, status = 200): ApiResponse {
  return {
    status,
    body: document(parts).text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
    },
  };
}

function document({ title, place, person, body, scripts = [] }: PageParts): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} | Local org</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/slds.css" />
        <link rel="stylesheet" href="/assets/faces.css" />
        ${scripts.map((source) => html`<script type="module" src="${source}"></script>`)}
      </head>
      <body class="slds-scope faces">
        <a class="slds-assistive-text slds-assistive-text_focus" href="#main">Skip to the page</a>
        <header class="faces-header">
          <a class="faces-brand" href="/">Local org</a>
          <span class="faces-place">${place}</span>
          ${
            person !== null &&
            html`<nav class="faces-who" aria-label="Signed in">
              <span>${person}</span>
              <a href="/lightning/settings/personal/GrantLoginAccess/home">My settings</a>
              <a href="/lightning/setup/SetupOneHome/home">Setup</a>
              <a href="/login">Switch user</a>
            </nav>`
          }
        </header>
        <main id="main" class="faces-main" tabindex="-1">${body}</main>
        <footer class="faces-footer">
          A stand-in for a Salesforce org, for development on this machine. Not a Salesforce product.
        </footer>
      </body>
    </html> `;
}

const TONES = { success: 'slds-theme_success', error: 'slds-theme_error', info: 'slds-theme_info' } as const;

/** A message at the top of a page; read out by screen readers when the page opens. */
export function notice(tone: keyof typeof TONES, text: string): Html {
  return html`<div
    class="faces-notice slds-notify slds-notify_alert ${TONES[tone]}"
    role="${tone === 'error' ? 'alert' : 'status'}"
  >
    <p>${text}</p>
  </div>`;
}
