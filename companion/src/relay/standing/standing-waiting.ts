/** What waits for a contact's signature, as administrators see it: no more of it than that it waits. */
import type { Json } from '../../core/canonical.ts';
import { policyDiff } from '../../core/policy-diff.ts';
import { FOUNDING_SETTING, type Founding } from '../acts/founding-roster.ts';
import { waitingModes } from '../acts/governance-mode.ts';
import { waitingPolicies } from '../acts/policy-change.ts';
import { proposalOf } from '../acts/roster-change.ts';
import type { Rows } from '../ports.ts';

type Item = { readonly [name: string]: Json };

async function founding(rows: Rows): Promise<Item[]> {
  const kept = (await rows.settings.get(FOUNDING_SETTING)) as unknown as Founding | null;
  if (!kept) return [];
  const signed = new Set(
    (await rows.acts.ofSubject('founding-roster', kept.version)).map(({ contactId }) => contactId),
  );
  const missing = kept.contacts.filter(({ id }) => !signed.has(id));
  return missing.length > 0
    ? [{ kind: 'Founding_roster', signed: signed.size, needed: kept.contacts.length }]
    : [];
}

export async function waitingFor(rows: Rows, at: string): Promise<Json> {
  const roster = (await rows.contacts.list()).flatMap((contact): Item[] => {
    const proposal = proposalOf(contact);
    return proposal ? [{ kind: 'Roster', change: proposal.kind, contact: contact.id }] : [];
  });
  const keys = (await rows.passkeys.list())
    .filter(({ state }) => state === 'Waiting')
    .map(({ contactId }): Item => ({ kind: 'Passkey', contact: contactId }));
  const policies = (await waitingPolicies(rows)).map(({ kind, before, policy }): Item => ({
    kind: kind === 'Founding' ? 'Founding_policy' : 'Policy',
    terms: kind === 'Founding' ? null : policyDiff(before?.policy ?? null, policy).length,
  }));
  const modes = (await waitingModes(rows, at)).map(({ kind, mode, effectiveFrom }): Item => ({
    kind: kind === 'Founding' ? 'Founding_mode' : 'Mode',
    mode,
    from: effectiveFrom,
  }));
  return [...roster, ...keys, ...policies, ...modes, ...(await founding(rows))];
}
