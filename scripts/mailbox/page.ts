/** The mailbox as a person sees it: people, their mails, one mail opened. Plain HTML; the script only keeps it fresh. */
import type { Message } from './messages.ts';

export interface PageState {
  messages: Message[];
  /** Address whose mail is shown; null shows everybody's. */
  to: string | null;
  open: Message | null;
  view: 'html' | 'text' | 'source';
  source: string;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });
const VIEWS = [
  ['html', 'As designed'],
  ['text', 'Plain text'],
  ['source', 'Source'],
] as const;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The whole page. Everything that came by mail is escaped; a designed mail is shown in a frame without rights. */
export function renderPage(state: PageState): string {
  const { open } = state;
  const title = open ? `${open.subject} · Mailbox` : 'Mailbox';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/mailbox.css">
<script src="/mailbox.js" defer></script>
</head>
<body class="${open ? 'has-open' : ''}">
<header>
  <a class="brand" href="/"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 6.5A1.5 1.5 0 0 1 4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5zM4 7l8 6 8-6"/></svg> Mailbox</a>
  <p>Every mail of this demonstration ends here. Nothing leaves this machine.</p>
</header>
<div class="panes">
  <nav aria-label="People and messages" id="list">
${renderPeople(state)}
${renderList(state)}
  </nav>
  <main id="message" tabindex="-1">
${open ? renderMessage(state, open) : '<p class="blank">Choose a message to read it.</p>'}
  </main>
</div>
</body>
</html>
`;
}

function renderPeople({ messages, to }: PageState): string {
  const counts = new Map<string, number>();
  for (const address of messages.flatMap((message) => message.to)) {
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  if (counts.size === 0) return '';
  const person = (label: string, href: string, count: number, current: boolean) =>
    `<a href="${escapeHtml(href)}"${current ? ' aria-current="true"' : ''}>${escapeHtml(label)} <b>${count}</b></a>`;
  const people = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return `<div class="people">${person('Everybody', '/', messages.length, to === null)}${people
    .map(([address, count]) => person(address, `/?to=${encodeURIComponent(address)}`, count, to === address))
    .join('')}</div>`;
}

function renderList({ messages, to, open }: PageState): string {
  const shown = messages.filter((message) => to === null || message.to.includes(to));
  if (shown.length === 0) {
    return '<div class="empty"><p><strong>No mail yet.</strong></p><p>As soon as something is sent, it shows here by itself.</p></div>';
  }
  return `<ol class="messages">${shown
    .map(
      (
        message,
      ) => `<li><a href="${escapeHtml(link(message, to))}"${message.id === open?.id ? ' aria-current="page"' : ''}>
  <span class="subject">${escapeHtml(message.subject)}</span>
  <time datetime="${escapeHtml(message.date)}">${TIME.format(new Date(message.date))}</time>
  <span class="who">${escapeHtml(message.to.join(', '))}</span>
  ${message.copies > 1 ? `<span class="copies" title="Sent again under the same Message-ID">${message.copies} copies</span>` : ''}
</a></li>`,
    )
    .join('')}</ol>`;
}

function renderMessage({ to, view, source }: PageState, message: Message): string {
  const tabs = VIEWS.filter(([key]) => key !== 'html' || message.html !== '').map(
    ([key, label]) =>
      `<a href="${escapeHtml(link(message, to, key))}"${key === view ? ' aria-current="true"' : ''}>${label}</a>`,
  );
  return `<article>
<p class="back"><a href="${to === null ? '/' : `/?to=${encodeURIComponent(to)}`}">‹ All messages</a></p>
<h1>${escapeHtml(message.subject)}</h1>
<dl>
  <div><dt>From</dt><dd>${escapeHtml(message.from)}</dd></div>
  <div><dt>To</dt><dd>${escapeHtml(message.to.join(', '))}</dd></div>
  <div><dt>Came in</dt><dd><time datetime="${escapeHtml(message.date)}">${DATE.format(new Date(message.date))}</time> UTC</dd></div>
</dl>
<div class="tabs" role="group" aria-label="How to show the message">${tabs.join('')}</div>
${renderBody(message, view, source)}
</article>`;
}

function renderBody(message: Message, view: PageState['view'], source: string): string {
  if (view === 'source') return `<pre class="source" tabindex="0">${escapeHtml(source)}</pre>`;
  if (view === 'text') return `<pre class="text">${linked(message.text)}</pre>`;
  // No scripts, no forms, no access to this page: links alone, each in a tab of its own.
  return `<iframe title="The message as designed" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${encodeURIComponent(message.id)}/html"></iframe>`;
}

function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 0
        ? escapeHtml(part)
        : `<a href="${escapeHtml(part)}" rel="noopener noreferrer">${escapeHtml(part)}</a>`,
    )
    .join('');
}

function link(message: Message, to: string | null, view?: string): string {
  const query = new URLSearchParams({ ...(to === null ? {} : { to }), ...(view ? { view } : {}) }).toString();
  return `/messages/${encodeURIComponent(message.id)}${query ? `?${query}` : ''}`;
}
