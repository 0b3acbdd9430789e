/**
 * That each version of the roster is the name of its entries: those that were signed, less what the org's rows take away.
 * Addresses stand in it as the ledger's commitments, which `personal.jsonl` opens.
 */
import type { Sha256 } from '../bytes.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { isOfCommitments, learnRoster, noRoster, rosterVersion, widenedBy } from '../roster-versions.ts';

export interface RosterNames {
  book: ReturnType<typeof noRoster>;
  /** A version was named by commitments: from then on each has to be. */
  strict: boolean;
}

export const noRosterNames = (): RosterNames => ({ book: noRoster(), strict: false });

/** Takes one more entry into account. @throws AppError assertion_invalid for a version that is not of its entries */
export async function checkRosterName(
  entry: LedgerEntry,
  index: number,
  names: RosterNames,
  sha256: Sha256,
): Promise<void> {
  const widened = entry.type === 'roster.narrowed' ? widenedBy(entry, names.book) : null;
  const named = learnRoster(names.book, entry, index);
  if (!named) return;
  if (widened !== null) throw wrong(`the unsigned row of ${widened} takes nothing away`);
  names.strict ||= entry.type === 'roster.narrowed' || isOfCommitments(named.version);
  if (names.strict && named.version !== (await rosterVersion(sha256, named.entries)))
    throw wrong(`the roster ${named.version} is not that of its entries`);
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
