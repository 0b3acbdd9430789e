import { expect, test } from '@jest/globals';
import { sealed } from '../../../test/sealed.ts';
import { kitCrypto } from '../../reports/kit-crypto.ts';
import { utf8 } from '../bytes.ts';
import { canonicalize, type Json } from '../canonical.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { checkLedger, readLedger, typeCheck } from './verify-ledger.ts';

const ORG = '00D5g00000ABCDEEA4';

test('the tree is that of the lines, be they long, beyond ASCII or the last without its newline [U4]', async () => {
  const fact = { v: 1, org: ORG, at: '2026-11-20T09:00:00Z' } as const;
  const told = (detail: string): LedgerEntry => ({
    ...{ ...fact, type: 'finding', key: 'f', kind: 'k', severity: 'Notice', subject: {}, detail },
  });
  const entries = ['short', 'ü→😀'.repeat(3000), '', 'a'.repeat(4096), 'last'].map(told);
  const { checkpoint, ledgerKey } = await sealed(ORG, entries);
  const signed = {
    checkpointFile: utf8(checkpoint),
    key: { name: `countersign/${ORG}`, publicKey: ledgerKey },
  };
  const lines = entries.map((entry) => canonicalize(entry as unknown as Json));
  const resultsOf = async (file: string) => {
    const { checks } = await checkLedger(utf8(file), readLedger(lines), signed, kitCrypto);
    return checks.flatMap(({ name, result }) => (result === 'ok' ? [] : [name]));
  };
  expect(await resultsOf(lines.join('\n'))).toEqual([]);
  expect(await resultsOf(`${lines.join('\n')}\n`)).toEqual([]);
  expect(await resultsOf(`${lines.join('\n').replace('last', 'lost')}\n`)).toEqual(['ledger']);
  expect(await resultsOf(lines.slice(0, -1).join('\n'))).toEqual(['ledger']);
  expect(await resultsOf(`${lines.join('\n')}\n\n`)).toEqual(['ledger']);
});

test('an entry of a type that the kit does not know makes the bundle incomplete [U4]', () => {
  const fact = { v: 1, org: ORG, at: '2026-11-20T09:00:00Z' } as const;
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
