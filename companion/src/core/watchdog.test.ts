import { describe, expect, test } from '@jest/globals';
import type { RosterContact } from './roster.ts';
import { rosterAlarms, type WatchedContact } from './watchdog.ts';

const AT = '2026-12-01T09:00:00Z';
const active = { state: 'Active', enrolledAt: '2026-11-01T09:00:00Z', lastUsedAt: null } as const;
const week = [{ from: '2026-11-30T00:00:00Z', until: '2026-12-07T00:00:00Z' }];
const ines: RosterContact = {
  ...{ id: 'c1', name: 'Ines Sommer', address: 'ines@bank.example', role: 'Security_lead', level: 1 },
  ...{ active: true, mayDecide: true, userId: 'u1', sealed: true, passkeys: 1 },
};
const ole: RosterContact = {
  ...ines,
  id: 'c2',
  name: 'Ole Brandt',
  address: 'ole@bank.example',
  userId: null,
};
const watched = (
  contact: RosterContact,
  change: Partial<Omit<WatchedContact, 'contact'>> = {},
): WatchedContact => ({
  ...{ contact, keys: [active], bounced: false, missedDrill: null, userInactive: false },
  ...change,
});
const keys = (...all: WatchedContact[]) => rosterAlarms(all, AT).map(({ key }) => key);

describe('the watchdog of the roster', () => {
  test('has nothing to say of two contacts who can decide [U15]', () => {
    expect(keys(watched(ines), watched(ole))).toEqual([]);
  });

  test.each<[string, WatchedContact, string[]]>([
    ['whose user is inactive', watched(ines, { userInactive: true }), ['inactive-user:c1']],
    ['whose mail bounces', watched(ines, { bounced: true }), ['bounced-mail:c1']],
    [
      'who left the last drill unanswered',
      watched(ines, { missedDrill: { name: 'DRILL-0001', startedAt: AT } }),
      ['missed-drill:c1'],
    ],
    ['without a passkey', watched({ ...ines, passkeys: 0 }, { keys: [] }), ['no-passkey:c1', 'single-point']],
    [
      'whose key nobody compared',
      watched({ ...ines, passkeys: 0 }, { keys: [{ ...active, state: 'Waiting' }] }),
      ['key-waits:c1', 'single-point'],
    ],
    [
      'whose key lay unused for ninety days',
      watched(ines, { keys: [{ ...active, lastUsedAt: '2026-09-01T09:00:00Z' }] }),
      ['unused-key:c1'],
    ],
    ['who left', watched({ ...ines, active: false }, { userInactive: true }), ['single-point']],
  ])('tells of one %s [U15 A28]', (_, one, expected) => {
    expect(keys(one, watched(ole))).toEqual(expected);
  });

  test('tells of a level that nobody can fill, and of one where all are away [A28 U15]', () => {
    const third = { ...ole, id: 'c3', level: 2 };
    expect(keys(watched(ines), watched(ole), watched({ ...third, passkeys: 0 }, { keys: [] }))).toEqual([
      'no-passkey:c3',
      'empty-level:2',
    ]);
    expect(keys(watched({ ...ines, absences: week }), watched(ole))).toEqual([]);
    expect(keys(watched({ ...ines, absences: week }), watched({ ...ole, absences: week }))).toEqual([
      'all-away:1',
    ]);
  });

  test('says of each alarm what to do [A28]', () => {
    const alarms = rosterAlarms(
      [watched({ ...ines, passkeys: 0 }, { bounced: true, userInactive: true })],
      AT,
    );
    expect(alarms.every(({ nextStep }) => nextStep.length > 20)).toBe(true);
  });
});
