/** A ledger that an earlier version of the companion began, and that this one goes on with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { kitCrypto } from '../../reports/kit-crypto.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { checkAlone } from './verify-alone.ts';
import { checkDecisions } from './verify-decisions.ts';
import { checkFrozen } from './verify-frozen.ts';
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
  const others = [checkStates, checkWindows, checkFrozen, checkTimes].map((check) => check(entries));
  const all = [...checks, alone, ...others];
  expect(all.filter(({ result }) => result !== 'ok')).toEqual([]);
});

test('a window that an earlier version opened though the request was frozen is told, and is no fault [U4]', () => {
  const entries = readLedger(readFileSync(FILE, 'utf8').trimEnd().split('\n'));
  const opening = entries.findIndex((entry) => entry.type === 'request.state' && entry.to === 'Window_open');
  const { org, at, request } = entries[opening] as Extract<LedgerEntry, { type: 'request.state' }>;
  const row = { object: 'Access_Request__c', record: request, fields: [], by: null };
  const altered: LedgerEntry = { v: 1, type: 'record.altered', org, at, ...row };
  const told = checkFrozen(entries.toSpliced(opening, 0, altered));
  expect(told).toMatchObject({
    result: 'ok',
    detail: Array(3).fill(expect.stringContaining('earlier versions')),
  });
  const later: LedgerEntry = { ...altered, record: 'another', kind: 'changed' };
  expect(checkFrozen(entries.toSpliced(opening, 0, later, altered)).result).toBe('tampered');
});
