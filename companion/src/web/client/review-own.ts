/** Values of a statement that people read as one row, each kind in words of its own. */
import type { Json } from '../../core/canonical.ts';
import type { Commitment } from '../../core/commitments.ts';
import { alteredRow, isAlteredLeaf } from './review-altered.ts';
import { isSeenLeaf, seenRow } from './review-break-glass.ts';
import { isPolicyLeaf, policyRow } from './review-policy.ts';

/** @returns whether people read the value at this path as one */
export function isOwnLeaf(value: Json, path: string): boolean {
  return isPolicyLeaf(value, path) || isSeenLeaf(value, path) || isAlteredLeaf(value, path);
}

/** @param open gives what a commitment opens to; @returns null for a value that is none of these */
export function ownRow(
  value: Json,
  path: string,
  open: (commitment: Commitment) => string,
): { label: string; text: string; exact?: string } | null {
  if (isPolicyLeaf(value, path)) return policyRow(value, open);
  if (isSeenLeaf(value, path)) return seenRow(value, path);
  return isAlteredLeaf(value, path) ? alteredRow(value, path, open) : null;
}
