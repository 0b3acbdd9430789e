/** The one HTML page of this face, and the page that says why there is none. */
import { randomBytes } from 'node:crypto';
import type { ApiResponse } from '../../api/route.ts';
import { html } from '../chrome/html.ts';
import { notice, page } from '../chrome/layout.ts';

/**
 * Scripts of this server alone. Synthetic shadow inserts style elements, which need a nonce; style attributes are how
 * the base components place what floats.
 */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** The page that loads the bundle `hash`. */
export function lightningPage(hash: string, organizationName: string): ApiResponse {
  const nonce = randomBytes(16).toString('base64');
  const body = html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${organizationName}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/slds.css" />
        <link rel="stylesheet" href="/lightning/assets/page.css" />
        <script src="/lightning/assets/style-nonce.js" nonce="${nonce}"></script>
        <script src="/session.js"></script>
        <script type="module" src="/lightning/assets/${hash}/main.js"></script>
      </head>
      <body class="slds-scope">
        <noscript>These pages are Lightning web components: please allow scripts.</noscript>
      </body>
    </html>`;
  return {
    status: 200,
    body: body.text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(nonce),
      'cache-control': 'no-store',
    },
  };
}

/** What a developer sees when the sources do not compile: each fault with its file. */
export function buildFailurePage(problem: string, person: string): ApiResponse {
  const body = html`${notice('error', 'The panels of this org could not be built.')}
    <pre class="slds-box slds-m-top_medium">${problem}</pre>
    <p class="slds-m-top_medium">Correct the source and load this page again.</p>`;
  return page({ title: 'Build failed', place: 'Lightning', person, body }, 500);
}
