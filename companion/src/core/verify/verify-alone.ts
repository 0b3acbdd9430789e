/** Where one person stood alone: nothing is wrong with it, and whoever checks a report should know. */
import type { Sha256 } from '../bytes.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { type RuleChange, ruleChanges } from '../rule-changes.ts';
import type { Check } from './verify.ts';

const WORDS: Readonly<Record<RuleChange['kind'], string>> = {
  roster: 'a weaker roster',
  policy: 'a weaker policy',
  mode: 'a weaker governance mode',
  passkey: 'a first passkey of an entry that the same person had accepted',
};

export async function checkAlone(entries: readonly LedgerEntry[], sha256: Sha256): Promise<Check> {
  const changes = await ruleChanges(entries, sha256);
  const alone = changes.filter((change) => change.alone);
  const detail = alone.map(
    ({ index, kind, signers }) =>
      `entry ${index}: one person alone (${signers.join(', ')}) signed ${WORDS[kind]}`,
  );
  const fine = `${changes.length} changes of the rules; what weakens them was signed by two persons`;
  return { name: 'two persons', result: 'ok', detail: detail.length > 0 ? detail : [fine] };
}
