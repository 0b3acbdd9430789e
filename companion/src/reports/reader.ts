/** Reads ledger entries for people: opens commitments, turns API names into labels. */
import type { Json } from '../core/canonical.ts';
import { commitmentOf, isCommitment, type Opening } from '../core/commitments.ts';
import { kitCrypto } from './kit-crypto.ts';

/** What stands for a personal value whose opening was erased or left out. */
export const WITHHELD = '[withheld]';

export interface Reader {
  /** @returns the clear text of a value of an entry: opened commitments, texts, yes and no; an empty text for null. */
  text(value: Json | undefined): string;
}

export async function readerOf(openings: readonly Opening[]): Promise<Reader> {
  const values = new Map<string, string>();
  for (const opening of openings) {
    values.set((await commitmentOf(kitCrypto.hmac, opening)).commitment, opening.value);
  }
  const text = (value: Json | undefined): string => {
    if (value === null || value === undefined) return '';
    if (isCommitment(value)) return values.get(value.commitment) ?? WITHHELD;
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value !== 'object') return String(value);
    const { name } = value as { name?: Json };
    return name === undefined ? JSON.stringify(value) : text(name);
  };
  return { text };
}

/** @returns the label of a picklist's API name: `Opt_out_enabled` is "Opt-out enabled". */
export function labelOf(apiName: string): string {
  return apiName.replace(/^Opt_out/, 'Opt-out').replaceAll('_', ' ');
}

/** @returns a machine's name as words: `case_number_present` is "Case number present". */
export function sentenceOf(name: string): string {
  const words = labelOf(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
