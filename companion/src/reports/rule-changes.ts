/** Changes of roster, policy and mode, and who signed them, for the report's readers. */
import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { TERM_LABELS } from '../core/policy-diff.ts';
import { type RuleChange, ruleChanges } from '../core/rule-changes.ts';
import { type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import { labelOf } from './reader.ts';
import type { AuditReport, ReportedRuleChange } from './report.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));

const WHAT: Readonly<Record<RuleChange['kind'], string>> = {
  roster: 'Roster',
  policy: 'Policy',
  mode: 'Governance mode',
  passkey: 'Passkey',
};

/** @returns all of the ledger, whatever the period: who may let outsiders in follows from the whole chain. */
export async function ruleChangesOf(
  entries: readonly LedgerEntry[],
  names: ReadonlyMap<string, string>,
): Promise<ReportedRuleChange[]> {
  const nameOf = (id: string) => names.get(id) ?? id;
  return (await ruleChanges(entries, sha256)).map(({ at, kind, subject, signers, weakens, alone }) => ({
    ...{ at, alone, signers: signers.map(nameOf) },
    what: `${WHAT[kind]}: ${kind === 'mode' ? labelOf(subject) : nameOf(subject)}`,
    weakens: weakens.map((term) => TERM_LABELS[term] ?? labelOf(term).toLowerCase()),
  }));
}

export const ruleChangeTable = ({ ruleChanges: changes, period }: AuditReport): Markup =>
  table(
    'Changes of the rules since the founding, and who signed them; what weakens them takes two persons',
    [
      {
        title: 'In force',
        cell: ({ at }) => markup`<span class="time">${localTime(at, period.timeZone)}</span>`,
      },
      { title: 'What', cell: ({ what }) => what },
      { title: 'Weakens', cell: ({ weakens }) => (weakens.length > 0 ? weakens.join(', ') : 'nothing') },
      {
        title: 'Signed by',
        cell: ({ signers, alone }) =>
          markup`${signers.join(', ')}${alone ? markup`<br><span class="pill warn">one person alone</span>` : ''}`,
      },
    ],
    changes,
    'Nothing was changed since the founding.',
  );
