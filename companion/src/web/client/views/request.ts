/**
 * One request: read it, decide, review, sign, receipt. The form is built once and lives through every refresh, so that
 * news of the request never costs a typed word.
 */
import type { RequestView } from '../../ports.ts';
import { api, Failure } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, focusOn, icon, type Child } from '../dom.ts';
import { instantText } from '../format.ts';
import { onChange } from '../live.ts';
import { language, strings } from '../strings.ts';
import { closedPanel } from './closed.ts';
import { decisionForm, type DecisionForm, type FormChoice } from './decision-form.ts';
import { newsNotice, newsOf, unchanged } from './news.ts';
import { labelOf } from './parts.ts';
import { problemNotice } from './problem.ts';
import { requestDetails, requestHead, requestHistory } from './request-details.ts';
import { reviewStage, type ReviewStage } from './review-stage.ts';

const words = strings.request;

export const requestPage: Page = async (app, [org = '', id = ''], leave) => {
  const screen = new RequestScreen(app, await api.request(org, id, leave), leave);
  onChange(leave, () => screen.refresh());
  return { title: screen.title, body: screen.node };
};

class RequestScreen {
  readonly node = el('div', {});
  readonly #app: App;
  readonly #leave: AbortSignal;
  readonly #head = el('div', { class: 'head' });
  readonly #details = el('div', { class: 'details' });
  readonly #panel = el('aside', { class: 'panel', 'aria-labelledby': 'decide' });
  readonly #news = el('div', {});
  readonly #history = el('div', { class: 'details history' });
  readonly #jump = el('a', { class: 'button primary jump', href: '#decide' }, words.decideJump, icon('down'));
  readonly #reading = el(
    'div',
    { class: 'request' },
    this.#head,
    this.#news,
    this.#details,
    this.#jump,
    this.#panel,
    this.#history,
  );
  #view: RequestView;
  /** What changed since the page was opened. */
  readonly #told: string[] = [];
  #drawn = new AbortController();
  #form: DecisionForm | null = null;
  #review: ReviewStage | null = null;

  constructor(app: App, view: RequestView, leave: AbortSignal) {
    this.#app = app;
    this.#view = view;
    this.#leave = leave;
    this.#draw();
    this.#drawPanel(null);
    fill(this.node, this.#reading);
  }

  get title(): string {
    return `${this.#view.name}, ${strings.inbox.caseNumber(this.#view.caseNumber)}`;
  }

  /** Reads the request again; a lost connection is said and tried again. */
  async refresh(): Promise<void> {
    const { org, id } = this.#view;
    try {
      const next = await api.request(org.id, id, this.#leave);
      const before = this.#view;
      this.#view = next;
      if (unchanged(before, next)) return this.#drawNews();
      this.#draw();
      if (before.decidable.choices.join() !== next.decidable.choices.join()) {
        // Another form, then; what was typed lies in the draft, or beside the news that it is over.
        if (next.decidable.allowed || next.decidable.choices.includes('Withdraw')) this.#form = null;
        this.#drawPanel(before);
      }
      const news = newsOf(before, next);
      this.#told.push(...news);
      this.#drawNews();
      this.#app.announce(news.join(' '));
    } catch (error) {
      if (this.#leave.aborted) return;
      if (error instanceof Failure && error.code === 'not_signed_in') return this.#signInAgain();
      fill(this.#news, el('p', { class: 'notice', role: 'status' }, icon('warning'), words.stale));
    }
  }

  #draw(): void {
    this.#drawn.abort();
    this.#drawn = new AbortController();
    this.#app.clock.set(this.#view.now);
    const signal = AbortSignal.any([this.#leave, this.#drawn.signal]);
    fill(
      this.#head,
      requestHead(this.#app, this.#view, signal, () => void this.refresh()),
    );
    fill(this.#details, requestDetails(this.#view));
    fill(this.#history, requestHistory(this.#view));
    this.#jump.hidden = this.#view.decidable.choices.length === 0;
  }

  #drawNews(): void {
    fill(this.#news, this.#told.length > 0 && newsNotice(this.#told));
  }

  /** @param before what the person saw until now; null when the page opens */
  #drawPanel(before: RequestView | null): void {
    const { allowed, choices } = this.#view.decidable;
    const mayAnswer = allowed || choices.includes('Withdraw');
    if (mayAnswer) {
      this.#form ??= this.#newForm();
      const { actsFor } = this.#view;
      fill(this.#panel, actsFor.map(inPlaceNotice), this.#form.node);
      return;
    }
    const typed = this.#form?.reason() ?? '';
    this.#form = choices.includes('Revoke') ? this.#newForm() : null;
    fill(this.#panel, closedPanel(this.#app, this.#view, before, typed), this.#form?.node);
    this.#review?.close(closedPanel(this.#app, this.#view, before, ''));
  }

  #newForm(): DecisionForm {
    return decisionForm(this.#app, this.#view, (choice) => void this.#toReview(choice));
  }

  async #toReview(choice: FormChoice): Promise<void> {
    const form = this.#form;
    if (!form) return;
    fill(form.trouble);
    form.busy(true);
    try {
      const { org, id } = this.#view;
      const started = await api.start(org.id, id, language());
      this.#review = await reviewStage(this.#app, { view: this.#view, started, choice }, () =>
        this.#backToForm(),
      );
      this.#swap(this.#review.node);
    } catch (error) {
      if (error instanceof Failure && error.code === 'not_signed_in') return this.#signInAgain();
      fill(form.trouble, problemNotice(error, strings.signing.kept));
      void this.refresh();
    } finally {
      form.busy(false);
    }
  }

  #backToForm(): void {
    this.#review = null;
    this.#swap(this.#reading, '#decide');
  }

  #swap(node: Child, landing = 'h1'): void {
    fill(this.node, node);
    const heading = this.node.querySelector<HTMLElement>(landing);
    scrollTo(0, 0);
    if (heading) focusOn(heading);
  }

  #signInAgain(): void {
    this.#app.me = null;
    this.#app.go(`/sign-in?to=${encodeURIComponent(location.pathname)}`, { replace: true });
  }
}

/** Who is away and lets the reader decide, until when, and by which signature. */
function inPlaceNotice({ name, role, until, signedAt, signed }: RequestView['actsFor'][number]): HTMLElement {
  const by = signedAt !== null && words.delegationSigned(instantText(signedAt), signed);
  const text = words.actsFor(name, labelOf(role), instantText(until));
  return el('p', { class: 'notice' }, icon('person'), el('span', {}, text, ' ', by));
}
