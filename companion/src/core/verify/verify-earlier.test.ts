/** A ledger that an earlier version of the companion began, and that this one goes on with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { kitCrypto } from '../../reports/kit-crypto.ts';
import { checkAlone } from './verify-alone.ts';
import { checkDecisions } from './verify-decisions.ts';
import { readLedger } from './verify-ledger.ts';
import { checkStates } from './verify-states.ts';
import { checkTimes } from './verify-times.ts';
import { checkWindows } from './verify-windows.ts';

const FILE = join(import.meta.dirname, '..', '..', '..', 'test', 'earlier-ledger.jsonl');

test('what was signed before requests could be extended, and rosters kept, holds after the upgrade [U4]', async () => {
  const entries = readLedger(readFileSync(FILE, 'utf8').trimEnd().split('\n'));
  const shown = entries.flatMap((entry) =>
    entry.type === 'decision.received' ? [JSON.stringify(entry.statement).includes('"Extends__c":')] : [],
  );
  expect(shown).toEqual([false, true]);
  const { checks } = await checkDecisions(entries, kitCrypto);
  const alone = await checkAlone(entries, kitCrypto.sha256);
  const all = [...checks, alone, checkStates(entries), checkWindows(entries), checkTimes(entries)];
  expect(all.filter(({ result }) => result !== 'ok')).toEqual([]);
});
