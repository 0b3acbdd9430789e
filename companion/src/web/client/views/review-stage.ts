/**
 * The last look before the signature. Everything on it comes from the snapshot and the contact's own words; the digest
 * is computed here from what is shown, and a value that does not fit its commitment ends it.
 */
import type { RequestView } from '../../ports.ts';
import { checkOpenings, type Opening } from '../../../core/commitments.ts';
import type { Json } from '../../../core/canonical.ts';
import {
  buildStatement,
  reasonOpening,
  statementDigest,
  type DecisionStatement,
} from '../../../core/statement.ts';
import { api, Failure, type StartedDecision } from '../api.ts';
import type { App } from '../app.ts';
import { hmac, sha256 } from '../crypto.ts';
import { dropDraft } from '../drafts.ts';
import { el, fill, focusOn, icon, type Child } from '../dom.ts';
import { clockText } from '../format.ts';
import { signDigest } from '../passkey.ts';
import { reviewSections, type Opened, type ReviewSection } from '../review.ts';
import { strings } from '../strings.ts';
import type { FormChoice } from './decision-form.ts';
import { hashBlock } from './hash.ts';
import { problemNotice } from './problem.ts';
import { receipt } from './receipt.ts';
import { rowList } from './rows.ts';

const words = strings.signing;

export interface ReviewStage {
  node: HTMLElement;
  /** The request was settled meanwhile: says so and takes the signature away. */
  close(notice: Child): void;
}

interface Input {
  view: RequestView;
  started: StartedDecision;
  choice: FormChoice;
}

interface Proven {
  statement: DecisionStatement;
  opened: Opened;
  digest: string;
}

/** @throws Failure digest_mismatch when a value shown would not be the one that is signed */
export async function reviewStage(app: App, input: Input, onBack: () => void): Promise<ReviewStage> {
  const proven = await prove(input);
  const trouble = el('div', {});
  const sign = el(
    'button',
    { type: 'button', class: 'primary wide' },
    icon('key'),
    strings.answers.sign[input.choice.decision],
  );
  const back = el('button', { type: 'button', onclick: onBack }, words.back);
  const node = el('div', { class: 'column review' });
  sign.addEventListener('click', () => {
    fill(trouble);
    sign.disabled = back.disabled = true;
    app.announce(words.signing);
    signAndSend(app, input, proven)
      .then((view) => {
        fill(node, view);
        const heading = node.querySelector('h1');
        scrollTo(0, 0);
        if (heading) focusOn(heading);
      })
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error, words.kept));
        sign.disabled = back.disabled = false;
      });
  });
  fill(
    node,
    heading(input),
    sections(proven),
    proof(input, proven),
    trouble,
    el('p', { class: 'actions' }, sign, back),
  );
  return {
    node,
    close: (notice) => {
      if (!node.contains(sign)) return;
      fill(trouble, el('div', { class: 'notice bad' }, notice));
      sign.disabled = true;
    },
  };
}

async function prove({ started: { snapshot }, choice }: Input): Promise<Proven> {
  const statement = await buildStatement(snapshot, choice, hmac);
  const openings: Opening[] = [...snapshot.openings, reasonOpening(snapshot, choice.reason)];
  const { opened, withheld, foreign } = await checkOpenings(hmac, statement as unknown as Json, openings);
  if (withheld.length > 0 || foreign.length > 0) {
    throw new Failure({ code: 'digest_mismatch', ...words.openingsWrong });
  }
  return { statement, opened, digest: await statementDigest(sha256, statement) };
}

async function signAndSend(
  app: App,
  { view, started, choice }: Input,
  { digest, statement }: Proven,
): Promise<Child> {
  const assertion = await signDigest(digest, started.credentials);
  app.announce(words.sending);
  const result = await api.decide(view.org.id, view.id, {
    nonce: statement.nonce,
    decision: choice.decision,
    reason: choice.reason,
    window: choice.window,
    digest,
    assertion,
  });
  dropDraft(view.org.id, view.id);
  return receipt(app, view, choice.decision, result);
}

function heading({ view, started: { snapshot }, choice }: Input): Child {
  const changed = snapshot.base.request.revision !== view.revision;
  return [
    el(
      'h1',
      { class: choice.decision === 'Approve' ? 'tone-good' : 'tone-bad' },
      strings.answers.review[choice.decision],
    ),
    el('p', { class: 'lead' }, words.lead),
    changed && el('p', { class: 'notice', role: 'alert' }, icon('warning'), words.changed),
  ];
}

function sections({ statement, opened }: Proven): Child {
  return reviewSections(statement, opened).map((section) =>
    el(
      'section',
      { class: `sheet part-${section.key}` },
      el('h2', {}, section.title),
      section.key === 'rules' && section.rows.some(({ state }) => state !== null)
        ? gateList(section)
        : rowList(section),
    ),
  );
}

const GATE_ICONS = { open: 'check', closed: 'cross', unknown: 'question' } as const;

function gateList({ rows }: ReviewSection): HTMLElement {
  return el(
    'ul',
    { class: 'gates' },
    rows.map((row) =>
      el(
        'li',
        { class: `gate ${row.state ?? 'unknown'}`, 'data-paths': row.paths.join(' ') },
        icon(GATE_ICONS[row.state ?? 'unknown']),
        el(
          'span',
          {},
          el('strong', {}, row.label),
          el('span', { class: 'stacked soft' }, row.text),
          row.exact !== null && el('code', { class: 'exact' }, row.exact),
        ),
      ),
    ),
  );
}

function proof({ started: { snapshot } }: Input, { digest, opened }: Proven): HTMLElement {
  const checks = [
    words.checks.openings(opened.size),
    words.checks.digest,
    words.checks.single(clockText(snapshot.expiresAt)),
  ];
  return el(
    'section',
    { class: 'sheet proof' },
    el('h2', {}, words.digest),
    el('p', { class: 'digest' }, hashBlock(digest, 'digest')),
    el('p', { class: 'soft' }, words.digestText),
    el(
      'ul',
      { class: 'points' },
      checks.map((text) => el('li', {}, icon('check'), el('span', {}, text))),
    ),
  );
}
