/** The clear values beside the ledger: each must open a commitment in it; what is not opened is counted as withheld. */
import { BUNDLE_FILES, linesOf, parseLines, PERSONAL_FILE, readOpening } from '../bundle.ts';
import type { Json } from '../canonical.ts';
import { type CheckedOpenings, checkOpenings } from '../commitments.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import type { Check, VerifyCrypto } from './verify.ts';

export async function checkPersonal(
  entries: readonly LedgerEntry[],
  file: Uint8Array | undefined,
  crypto: VerifyCrypto,
): Promise<{ check: Check; withheld: number; opened: CheckedOpenings['opened'] }> {
  const openings = file ? parseLines(PERSONAL_FILE, linesOf(file), readOpening) : [];
  const { opened, withheld, foreign } = await checkOpenings(
    crypto.hmac,
    entries as unknown as Json,
    openings,
  );
  const detail = foreign.map(({ path }) => `the value of ${path} is not the one in ${BUNDLE_FILES.ledger}`);
  const counted = `${opened.size} personal values are the ones that were logged; ${withheld.length} values withheld`;
  return {
    ...{ withheld: withheld.length, opened },
    check: {
      name: 'personal values',
      result: detail.length === 0 ? 'ok' : 'tampered',
      detail: [...detail, counted],
    },
  };
}
