/** An alteration as rows: which row, by whom and how it is now as one, and each altered field with both values as one. */
import type { Json } from '../../core/canonical.ts';
import { type Commitment, isCommitment } from '../../core/commitments.ts';
import { alterationText, bothValues, fieldName } from './altered-text.ts';
import { strings } from './strings.ts';

interface About {
  entry: number;
  object: string;
  record: string;
  kind: string | null;
  by: string | null;
  byName: Commitment | null;
  at: string | null;
  inOrg: string;
}
type Field = { name: string; logged: Json; found: Json };

const PLACE = /^shown\.alterations\[(\d+)\]\.(about|fields\[\d+\])$/;

/** @returns whether people read the value at this path as one */
export function isAlteredLeaf(value: Json, path: string): value is { readonly [name: string]: Json } {
  return PLACE.test(path) && typeof value === 'object' && value !== null;
}

/** @param open gives what a commitment opens to */
export function alteredRow(
  value: { readonly [name: string]: Json },
  path: string,
  open: (commitment: Commitment) => string,
): { label: string; text: string; exact: string } {
  const number = Number(PLACE.exec(path)?.[1] ?? 0) + 1;
  if (path.endsWith('.about')) {
    const { entry, record, byName, ...about } = value as unknown as About;
    const name = byName === null ? about.by : open(byName);
    const text = alterationText({ ...about, by: name });
    return { label: strings.freeze.label(number), text, exact: JSON.stringify([entry, record, about]) };
  }
  const { name, ...values } = value as unknown as Field;
  const clear = (one: Json) => (isCommitment(one) ? open(one) : one);
  const [logged, found] = [clear(values.logged), clear(values.found)];
  return {
    label: strings.freeze.fieldLabel(number, fieldName(name)),
    text: bothValues(logged, found),
    exact: JSON.stringify([name, logged, found]),
  };
}
