import { expect, test } from '@jest/globals';
import type { LedgerEntry } from '../entries/entries.ts';
import { typeCheck } from './verify-ledger.ts';

test('an entry of a type that the kit does not know makes the bundle incomplete [U4]', () => {
  const fact = { v: 1, org: '00D5g00000ABCDEEA4', at: '2026-11-20T09:00:00Z' } as const;
  const known: LedgerEntry = { ...fact, type: 'clock.offset', milliseconds: 0 };
  expect(typeCheck([known])).toMatchObject({ result: 'ok' });
  for (const type of ['decision.annulled', 'toString']) {
    const stranger = { ...fact, type } as unknown as LedgerEntry;
    expect(typeCheck([known, stranger])).toMatchObject({
      result: 'incomplete',
      detail: [expect.stringContaining(`line 2 is a "${type}"`)],
    });
  }
});
