/** The facts of one org's ledger, kept in memory and brought up to date from the ledger's tail. */
import { applyEntry, type Facts, noFacts } from '../core/facts.ts';
import type { StorePort } from './ports.ts';

/** Entries read at once. */
const PAGE = 2000;

export class LedgerFacts {
  readonly facts: Facts = noFacts();
  /** Index of the first entry that is not in the facts. */
  next = 0;

  /** Takes in what was appended since, by whomever. */
  async sync(store: StorePort, orgId: string): Promise<Facts> {
    for (;;) {
      const entries = await store.ledger.entries(orgId, { from: this.next, to: this.next + PAGE });
      for (const { index, entry } of entries) {
        applyEntry(this.facts, entry, index);
        this.next = index + 1;
      }
      if (entries.length < PAGE) return this.facts;
    }
  }
}
