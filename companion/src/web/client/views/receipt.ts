/** What became of the signature, and what the contact may keep of it. */
import type { DecisionResult, RequestView } from '../../ports.ts';
import type { SignedDecision } from '../../../core/statement.ts';
import type { App } from '../app.ts';
import { el, icon, type Child, type IconName } from '../dom.ts';
import { grouped, instantText, rangeText } from '../format.ts';
import { said, strings } from '../strings.ts';
import { hashBlock } from './hash.ts';
import { copyButton, facts, labelOf, printButton } from './parts.ts';

const words = strings.signing.receipt;

/** A SHA-256 as it is printed here. */
const HASH = /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/;

export function receipt(
  app: App,
  view: RequestView,
  decision: SignedDecision,
  result: DecisionResult,
): Child {
  const { title, text, tone, drawing } = outcome(decision, result);
  const rows = lines(view, decision, result);
  const asText = rows.flatMap(([label, value]) => (value === null ? [] : [`${label}: ${value}`])).join('\n');
  return [
    el('p', { class: `stamp ${tone}` }, icon(drawing)),
    el('h1', {}, title),
    el('p', { class: 'lead' }, text),
    result.because !== null && el('p', { class: 'notice' }, `${words.because}: ${said(result.because)}`),
    decision === 'Approve' &&
      result.outcome === 'effective' &&
      result.window !== null &&
      el('p', {}, words.next(view.targetUser.name)),
    el(
      'section',
      { class: 'sheet receipt' },
      el('h2', {}, words.title),
      facts(
        rows.map(([label, value]) => [label, value !== null && HASH.test(value) ? hashBlock(value) : value]),
      ),
      el('p', { class: 'soft' }, words.keep),
      el('p', { class: 'actions' }, copyButton(app, asText), printButton()),
    ),
    el(
      'p',
      { class: 'actions' },
      el('a', { class: 'button primary', href: `/requests/${view.org.id}/${view.id}` }, words.toRequest),
      el('a', { class: 'button', href: '/' }, strings.app.inbox),
    ),
  ];
}

interface Outcome {
  title: string;
  text: string;
  tone: 'good' | 'bad' | 'waits';
  drawing: IconName;
}

function outcome(decision: SignedDecision, { outcome: kind, requestState }: DecisionResult): Outcome {
  if (kind === 'pending') return { ...words.pending, tone: 'waits', drawing: 'clock' };
  if (kind === 'without_effect') return { ...words.without_effect, tone: 'waits', drawing: 'question' };
  if (decision === 'Deny') return { ...words.effective.Deny, tone: 'bad', drawing: 'cross' };
  if (decision !== 'Approve') {
    return { ...strings.answers.done[decision], tone: 'waits', drawing: 'check' };
  }
  // The quorum is not complete: the request still waits for others.
  if (['Awaiting_decision', 'More_information'].includes(requestState)) {
    return { ...words.waiting, tone: 'good', drawing: 'check' };
  }
  return { ...words.effective.Approve, tone: 'good', drawing: 'check' };
}

function lines(
  view: RequestView,
  decision: SignedDecision,
  { receipt: kept, window }: DecisionResult,
): (readonly [label: string, value: string | null])[] {
  return [
    [words.request, `${view.name}, ${strings.inbox.caseNumber(view.caseNumber)}`],
    [words.decision, labelOf(decision)],
    [words.window, window === null ? null : rangeText(window.start, window.end)],
    [words.receivedAt, instantText(kept.receivedAt)],
    [words.effectiveAt, kept.effectiveAt === null ? null : instantText(kept.effectiveAt)],
    [words.digest, grouped(kept.digest)],
    [words.key, kept.keyFingerprint],
    [words.ledger, words.ledgerText(kept.ledgerIndex)],
    [words.leaf, grouped(kept.ledgerLeaf)],
  ];
}
