/** What a freeze forbids, since when, and what the kit makes of ledgers of before. */
import { expect, test } from '@jest/globals';
import type { LedgerEntry } from '../entries/entries.ts';
import { checkFrozen } from './verify-frozen.ts';

const END = '2026-11-20T12:00:00Z';
const WINDOW = { start: '2026-11-20T10:00:00Z', end: END };

const entry = (type: LedgerEntry['type'], rest: object = {}, at = '2026-11-20T10:00:00Z') =>
  ({ v: 1, type, org: '00D5g00000ABCDEEA4', at, request: 'r', ...rest }) as LedgerEntry;
const effective = entry('decision.effective', { received: 1, state: 'Approved', window: WINDOW });
const row = { object: 'Access_Request__c', record: 'r', fields: [], by: null };
/** As versions wrote it that opened windows all the same. */
const alteredBefore = entry('record.altered', row);
const altered = entry('record.altered', { ...row, kind: 'changed', byName: null, modifiedAt: null });
const ended = entry('freeze.ended', { altered: [1], choice: 'Go_on', signed: 2 });
const opening = (at?: string) => [
  entry('request.state', { from: 'Approved', to: 'Window_open', because: 'the window begins' }, at),
  entry('window.opened', WINDOW, at),
];
const asked = entry('grant.asked', { user: 'u' });

test('while a request is frozen no window opens and nobody is asked to grant [A14 D103 U4]', () => {
  expect(checkFrozen([effective, altered, ...opening(), asked])).toEqual({
    ...{ name: 'frozen requests', result: 'tampered' },
    detail: [
      'entry 2: a window opened though the request was frozen',
      'entry 3: a window opened though the request was frozen',
      'entry 4: a user was asked to grant though the request was frozen',
    ],
  });
  expect(checkFrozen([effective, altered, ended, ...opening(), asked])).toEqual({
    ...{ name: 'frozen requests', result: 'ok' },
    detail: ['1 requests were frozen; no window opened and no user was asked to grant meanwhile'],
  });
  const other = entry('record.altered', { ...row, record: 'another', kind: 'changed' });
  expect(checkFrozen([effective, other, ...opening(), asked]).result).toBe('ok');
  const emergency = entry('breakglass.opened', { window: WINDOW });
  expect(checkFrozen([emergency, altered, ...opening()]).result).toBe('tampered');
});

test('a look at one alteration ends no freeze by another [A14 U4]', () => {
  const twice = [effective, altered, altered, ended, ...opening()];
  expect(checkFrozen(twice).result).toBe('tampered');
});

test('a window that has passed goes through its state to its end, and still nobody is asked [A14 D103]', () => {
  expect(checkFrozen([effective, altered, ...opening(END)]).result).toBe('ok');
  expect(checkFrozen([effective, altered, ...opening('2026-11-20T11:59:59.999Z')]).result).toBe('tampered');
  expect(checkFrozen([effective, altered, { ...asked, at: END }]).result).toBe('tampered');
  // Without a window that somebody gave none has passed.
  expect(checkFrozen([altered, ...opening(END)]).result).toBe('tampered');
});

test('what an earlier version may have done is told and is no fault [U4]', () => {
  const { result, detail } = checkFrozen([effective, alteredBefore, ...opening(), asked, altered]);
  expect(result).toBe('ok');
  expect(detail).toHaveLength(3);
  expect(detail[2]).toBe(
    'entry 4: a user was asked to grant though the request was frozen; earlier versions did that, and nothing before it is of a later one',
  );
});

test.each([
  ['an alteration in the later form', altered],
  ['an alteration of another request in the later form', { ...altered, record: 'another' } as LedgerEntry],
  ['the end of a freeze', { ...ended, request: 'another' } as LedgerEntry],
])('after %s the earlier form helps nobody [A14 U4]', (_title, later) => {
  expect(checkFrozen([effective, later, alteredBefore, ...opening()]).result).toBe('tampered');
  // A request that was frozen before the upgrade stays so after it.
  expect(checkFrozen([effective, alteredBefore, later, ...opening()]).result).toBe('tampered');
});

test('an altered decision names the request that it freezes, unless nobody wrote it here [A14 U4]', () => {
  const decision = { ...row, object: 'Access_Decision__c', record: 'd' };
  const before = {
    ...entry('record.altered', { ...decision }),
    request: undefined,
  } as unknown as LedgerEntry;
  const now = (kind: string, request: string | null) =>
    entry('record.altered', { ...decision, kind, request });
  expect(checkFrozen([before]).result).toBe('ok');
  for (const hidden of [[altered, before], [now('changed', null)], [now('missing', null)]])
    expect(checkFrozen(hidden).detail).toEqual([
      `entry ${hidden.length - 1}: it does not say which request was frozen`,
    ]);
  expect(checkFrozen([now('not ours', null), ...opening()]).result).toBe('ok');
  expect(checkFrozen([effective, now('deleted', 'r'), ...opening()]).result).toBe('tampered');
});
