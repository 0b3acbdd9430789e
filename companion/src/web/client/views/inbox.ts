/** What waits for this contact first, with the time that is left; then everything else. */
import type { InboxItem, InboxView } from '../../ports.ts';
import { movingNotice } from './moving.ts';
import { api } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon, refill, type Child } from '../dom.ts';
import { clockText, instantText, shortInstant } from '../format.ts';
import { zoneName } from '../language.ts';
import { onChange } from '../live.ts';
import { said, strings } from '../strings.ts';
import { waitingIn } from '../waiting-count.ts';
import { drillCard } from './drill-parts.ts';
import { breakGlassChip, countdown, frozenChip, labelOf, stateChip, time } from './parts.ts';

const words = strings.inbox;
/** After this long without a successful look at the org, the list says that it may be out of date. */
const STALE_MS = 15 * 60_000;

export const inboxPage: Page = async (app, _params, leave) => {
  const list = el('div', { class: 'column' });
  const [first, signatures] = await Promise.all([api.inbox(leave), waitingSignatures(leave)]);
  let shown = first;
  const arrived = new Set<string>();
  let drawn = new AbortController();
  const draw = (view: InboxView) => {
    drawn.abort();
    drawn = new AbortController();
    app.clock.set(view.now);
    app.waiting(waitingIn(view));
    refill(list, content(app, view, AbortSignal.any([leave, drawn.signal]), arrived));
  };
  draw(shown);
  onChange(leave, async () => {
    const next = await api.inbox(leave).catch(() => null);
    if (next === null) return;
    const known = new Set(waitingOf(shown).map(({ id }) => id));
    const fresh = waitingOf(next).filter(({ id }) => !known.has(id));
    for (const { id } of fresh) arrived.add(id);
    if (fresh.length > 0) app.announce(words.arrived(waitingIn(next)));
    const begun = next.drills.find(({ id }) => !shown.drills.some((drill) => drill.id === id));
    if (begun) app.announce(strings.drills.begun(begun.name));
    if (fingerprint(next) !== fingerprint(shown)) draw(next);
    else fill(list.querySelector('.checked') ?? el('p', {}), checkedText(app, next));
    shown = next;
  });
  return {
    title: words.title,
    body: el(
      'div',
      { class: 'column' },
      el('h1', {}, words.title),
      movingNotice(app.me?.moveTo ?? null),
      signatures,
      list,
    ),
  };
};

/** A line that leads to what waits for a signature; nothing when nothing does, or it cannot be told. */
async function waitingSignatures(leave: AbortSignal): Promise<Child> {
  const { items } = await api.acts(leave).catch(() => ({ items: [] }));
  const count = items.filter(({ mayAct }) => mayAct).length;
  if (count === 0) return null;
  const link = el('a', { href: '/signatures' }, strings.acts.notice(count));
  return el('p', { class: 'notice' }, icon('key'), link);
}

const waitingOf = ({ items }: InboxView) => items.filter(({ waiting }) => waiting);
const fingerprint = ({ items, drills }: InboxView) => JSON.stringify([items, drills]);

/** @param arrived ids of requests that came in while the list was open */
function content(app: App, view: InboxView, leave: AbortSignal, arrived: ReadonlySet<string>): Child {
  const waiting = waitingOf(view);
  const others = view.items.filter((item) => !item.waiting);
  return [
    waitingIn(view) === 0
      ? quiet()
      : el(
          'section',
          { 'aria-labelledby': 'waiting' },
          el('h2', { id: 'waiting' }, words.waiting, el('span', { class: 'count' }, String(waitingIn(view)))),
          el(
            'ul',
            { class: 'cards' },
            view.drills.map((drill) => el('li', {}, drillCard(app, drill, leave))),
            waiting.map((item) => el('li', {}, waitingCard(app, item, leave, arrived.has(item.id)))),
          ),
        ),
    el('p', { class: 'checked soft small' }, checkedText(app, view)),
    others.length > 0 &&
      el(
        'section',
        { 'aria-labelledby': 'settled' },
        el('h2', { id: 'settled' }, words.settled),
        el(
          'ul',
          { class: 'rows' },
          others.map((item) => el('li', {}, requestRow(item))),
        ),
      ),
  ];
}

function quiet(): HTMLElement {
  return el(
    'section',
    { class: 'quiet' },
    el('p', { class: 'stamp good' }, icon('check')),
    el('h2', {}, words.quietTitle),
    el('p', {}, words.quiet),
  );
}

function checkedText(app: App, { checkedAt }: InboxView): string {
  if (checkedAt === null) return words.unchecked;
  if (app.clock.until(checkedAt) < -STALE_MS) return words.stale(instantText(checkedAt));
  return words.checked(clockText(checkedAt), zoneName());
}

const href = ({ org, id }: InboxItem) => `/requests/${org.id}/${id}`;

function waitingCard(app: App, item: InboxItem, leave: AbortSignal, isNew: boolean): HTMLElement {
  return el(
    'a',
    { class: 'card', href: href(item) },
    el('span', { class: 'card-title' }, words.ask(labelOf(item.requestingParty), item.targetUser)),
    el(
      'span',
      { class: 'soft' },
      `${words.caseNumber(item.caseNumber)} · ${item.name} · ${labelOf(item.incidentType)}`,
    ),
    el(
      'span',
      { class: 'chips' },
      item.breakGlass && breakGlassChip(),
      item.frozen && frozenChip(),
      isNew && el('span', { class: 'chip good' }, words.fresh),
      el('span', { class: 'chip' }, labelOf(item.environment)),
      el(
        'span',
        { class: item.dataViewed ? 'chip waits' : 'chip' },
        item.dataViewed ? (strings.labels['dataViewed'] ?? '') : (strings.labels['dataNotViewed'] ?? ''),
      ),
    ),
    item.inPlaceOf.map(({ name, until }) =>
      el('span', { class: 'in-place' }, icon('person'), words.inPlaceOf(name, shortInstant(until))),
    ),
    item.deadline !== null &&
      el(
        'span',
        { class: 'due' },
        icon('clock'),
        countdown(app, item.deadline, leave),
        el('span', { class: 'soft' }, words.decideBy(instantText(item.deadline))),
      ),
  );
}

/** @param note what else is to say of it, below its title */
export function requestRow(item: InboxItem, note: string | null = null): HTMLElement {
  const when = item.settledAt ?? item.submittedAt;
  return el(
    'a',
    { class: 'row', href: href(item) },
    el(
      'span',
      {},
      el('span', { class: 'row-title' }, words.ask(labelOf(item.requestingParty), item.targetUser)),
      el('span', { class: 'soft small' }, `${words.caseNumber(item.caseNumber)} · ${item.name}`),
      note !== null && el('span', { class: 'small stacked' }, note),
    ),
    el(
      'span',
      { class: 'row-end' },
      item.breakGlass && breakGlassChip(),
      item.frozen && frozenChip(),
      stateChip(item.state),
      el(
        'span',
        { class: 'soft small' },
        item.settledBy !== null && `${said(item.settledBy)}, `,
        when !== null && time(when, shortInstant(when)),
      ),
    ),
  );
}
