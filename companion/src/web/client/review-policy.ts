/** What a change of the policy consists of, as rows: each term that differs, each person asked, each past request. */
import type { Json } from '../../core/canonical.ts';
import { isCommitment, type Commitment } from '../../core/commitments.ts';
import { lengthText, readable } from './format.ts';
import { strings } from './strings.ts';

type Change = { rule: string | null; term: string; before?: string | null; after: string | null };
type Asked = { name: Commitment; level: number; afterMinutes: number };
type Past = { name: string; outcome: string; because: readonly string[] };

const PLACES = /^shown\.(changes|notified|simulation\.cases)\[\d+\]$/;

/** @returns whether people read the value at this path as one */
export function isPolicyLeaf(
  value: Json,
  path: string,
): value is { readonly [name: string]: Json } & (Change | Asked | Past) {
  return PLACES.test(path) && typeof value === 'object' && value !== null && !isCommitment(value);
}

/** @param open gives what a commitment opens to */
export function policyRow(
  value: Change | Asked | Past,
  open: (commitment: Commitment) => string,
): { label: string; text: string } {
  const { policy } = strings.acts;
  if ('term' in value) return changeRow(value);
  if ('level' in value) {
    const when = value.afterMinutes === 0 ? policy.atOnce : policy.after(lengthText(value.afterMinutes));
    return { label: policy.level(value.level), text: `${open(value.name)}, ${when}` };
  }
  const reasons = value.because.map((name) => policy.terms[name] ?? readable(name)).join(', ');
  const outcome = policy.outcomes[value.outcome] ?? value.outcome;
  return { label: value.name, text: reasons === '' ? outcome : `${outcome} (${reasons})` };
}

function changeRow({ rule, term, before, after }: Change): { label: string; text: string } {
  const { policy } = strings.acts;
  const label = policy.terms[term] ?? readable(term);
  const said = (text: string | null) =>
    text === null
      ? policy.notSet
      : text
          .split(', ')
          .map((item) => strings.labels[item] ?? item)
          .join(', ');
  return {
    label: rule === null ? label : policy.ofRule(rule, label),
    text: before === undefined ? said(after) : `${said(before)} → ${said(after)}`,
  };
}
