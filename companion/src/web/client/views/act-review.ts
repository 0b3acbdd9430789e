/** The last look before a signature that is no decision on a request; everything on it comes from the snapshot. */
import {
  actDigest,
  actReasonOpening,
  type ActStatement,
  type ActType,
  buildAct,
} from '../../../core/acts.ts';
import type { Json } from '../../../core/canonical.ts';
import { checkOpenings } from '../../../core/commitments.ts';
import type { ActReceipt } from '../../ports.ts';
import { api, Failure, type StartedAct } from '../api.ts';
import type { App } from '../app.ts';
import { hmac, sha256 } from '../crypto.ts';
import { el, fill, focusOn, icon, type Child } from '../dom.ts';
import { clockText, grouped, instantText } from '../format.ts';
import { signDigest } from '../passkey.ts';
import { reviewSections, type Opened } from '../review.ts';
import { strings } from '../strings.ts';
import { hashBlock } from './hash.ts';
import { copyButton, facts, printButton } from './parts.ts';
import { problemNotice } from './problem.ts';
import { rowList } from './rows.ts';

const words = strings.acts;

interface Input {
  started: StartedAct;
  choice: string;
  reason: string;
  /** What is shown is not what it was when the page opened. */
  changed: boolean;
}

/** @throws Failure digest_mismatch when a value shown would not be the one that is signed */
export async function actReview(
  app: App,
  input: Input,
  onBack: () => void,
  stage: HTMLElement,
): Promise<Child> {
  const { statement, opened } = await prove(input);
  const digest = await actDigest(sha256, statement);
  const trouble = el('div', {});
  const sign = el('button', { type: 'button', class: 'primary wide' }, icon('key'), words.sign);
  const back = el('button', { type: 'button', onclick: onBack }, strings.signing.back);
  sign.addEventListener('click', () => {
    fill(trouble);
    sign.disabled = back.disabled = true;
    app.announce(strings.signing.signing);
    send(app, input, statement, digest)
      .then((receipt) => {
        fill(stage, receiptOf(app, receipt, statement.type));
        const heading = stage.querySelector('h1');
        scrollTo(0, 0);
        if (heading) focusOn(heading);
      })
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error, strings.signing.kept));
        sign.disabled = back.disabled = false;
      });
  });
  return [
    el('h1', {}, words.reviewTitle),
    el('p', { class: 'lead' }, strings.signing.lead),
    input.changed && el('p', { class: 'notice', role: 'alert' }, icon('warning'), words.changed),
    reviewSections(statement, opened).map((section) =>
      el('section', { class: `sheet part-${section.key}` }, el('h2', {}, section.title), rowList(section)),
    ),
    proof(input, opened, digest),
    trouble,
    el('p', { class: 'actions' }, sign, back),
  ];
}

async function prove({
  started: { snapshot },
  choice,
  reason,
}: Input): Promise<{ statement: ActStatement; opened: Opened }> {
  const statement = await buildAct(snapshot, { choice, reason }, hmac);
  const openings = [...snapshot.openings, actReasonOpening(snapshot, reason)];
  const { opened, withheld, foreign } = await checkOpenings(hmac, statement as unknown as Json, openings);
  if (withheld.length > 0 || foreign.length > 0) {
    throw new Failure({ code: 'digest_mismatch', ...strings.signing.openingsWrong });
  }
  return { statement, opened };
}

async function send(
  app: App,
  { started, choice, reason }: Input,
  { nonce }: ActStatement,
  digest: string,
): Promise<ActReceipt> {
  const assertion = await signDigest(digest, started.credentials);
  app.announce(strings.signing.sending);
  return api.signAct({ nonce, choice, reason, digest, assertion });
}

function proof({ started: { snapshot } }: Input, opened: Opened, digest: string): HTMLElement {
  const { checks } = strings.signing;
  return el(
    'section',
    { class: 'sheet proof' },
    el('h2', {}, strings.signing.digest),
    el('p', { class: 'digest' }, hashBlock(digest, 'digest')),
    el('p', { class: 'soft' }, strings.signing.digestText),
    el(
      'ul',
      { class: 'points' },
      [checks.openings(opened.size), checks.digest, checks.single(clockText(snapshot.expiresAt))].map(
        (text) => el('li', {}, icon('check'), el('span', {}, text)),
      ),
    ),
  );
}

/** Where a person goes on: to what else waits for a signature, or from a drill to the inbox, where it stood. */
export function wayBack(type: ActType, { primary }: { primary: boolean }): HTMLElement {
  const isDrill = type === 'drill-answer';
  const [href, title] = isDrill ? ['/drills', strings.drills.title] : ['/signatures', words.title];
  const link = el('a', { class: 'button', href }, title);
  link.classList.toggle('primary', primary);
  return link;
}

function receiptOf(app: App, receipt: ActReceipt, type: ActType): Child {
  const kept = strings.signing.receipt;
  const rows: [string, string][] = [
    [words.signedAt, instantText(receipt.signedAt)],
    [kept.digest, grouped(receipt.digest)],
    [kept.key, receipt.keyFingerprint],
    [kept.ledger, kept.ledgerText(receipt.ledgerIndex)],
    [kept.leaf, grouped(receipt.ledgerLeaf)],
  ];
  return [
    el('p', { class: 'stamp good' }, icon('check')),
    el('h1', {}, type === 'drill-answer' ? strings.drills.signed : words.signed),
    el('p', { class: 'lead' }, type === 'drill-answer' ? strings.drills.signedText : words.signedText),
    el(
      'section',
      { class: 'sheet receipt' },
      el('h2', {}, kept.title),
      facts(rows),
      el('p', { class: 'soft' }, kept.keep),
      el(
        'p',
        { class: 'actions' },
        copyButton(app, rows.map(([label, value]) => `${label}: ${value}`).join('\n')),
        printButton(),
      ),
    ),
    el(
      'p',
      { class: 'actions' },
      wayBack(type, { primary: true }),
      el('a', { class: 'button', href: '/' }, strings.app.inbox),
    ),
  ];
}
