import { describe, expect, test } from '@jest/globals';
import {
  askedContacts,
  eligibleContacts,
  type Identity,
  isAbsent,
  noticeOnlyContacts,
  actsFor,
  type RosterContact,
  samePerson,
} from './roster.ts';

const ines: RosterContact = {
  id: 'c1',
  name: 'Ines Sommer',
  address: 'ines.sommer@bank.example',
  role: 'Security_lead',
  level: 1,
  active: true,
  userId: null,
  sealed: true,
  mayDecide: true,
  passkeys: 1,
};
const ole: RosterContact = {
  ...ines,
  id: 'c2',
  name: 'Ole Brandt',
  address: 'ole@bank.example',
  level: 2,
  userId: 'u2',
};

const requester: Identity = { userId: 'u9', address: 'admin@bank.example' };
const target: Identity = { userId: 'u7', address: 'user@bank.example' };
const ids = (roster: RosterContact[], parties = { requester, target }, level?: number) =>
  eligibleContacts(roster, parties, level).map(({ id }) => id);

test('who asks by the address of one entry decides under no other entry of his user [D105 D102]', () => {
  const second = { ...ole, id: 'c3', address: 'ole.brandt@bank.example' };
  const asking = { userId: null, address: second.address };
  expect(ids([ines, ole, second], { requester: asking, target })).toEqual(['c1']);
  // An entry that nobody has signed says nothing of anybody.
  expect(ids([ines, ole, { ...second, sealed: false }], { requester: asking, target })).toEqual(['c1', 'c2']);
});

describe('two identities', () => {
  test.each<[string, Identity, Identity, boolean]>([
    [
      "a contact under one's own username, whatever address the user has now",
      { userId: 'u1', address: 'other@x.example', username: 'Ines.Sommer@bank.example' },
      { userId: null, address: 'ines.sommer@bank.example' },
      true,
    ],
    ['one user', { userId: 'u1', address: null }, { userId: 'u1', address: 'a@x.example' }, true],
    [
      'one address',
      { userId: 'u1', address: 'A@x.example ' },
      { userId: 'u2', address: 'a@X.example' },
      true,
    ],
    [
      'nothing in common',
      { userId: 'u1', address: 'a@x.example' },
      { userId: 'u2', address: 'b@x.example' },
      false,
    ],
    ['nothing known', { userId: null, address: null }, { userId: null, address: null }, false],
    ['blank addresses', { userId: null, address: ' ' }, { userId: null, address: '' }, false],
  ])('with %s are told to be one person or two [D105]', (_, a, b, same) => {
    expect([samePerson(a, b), samePerson(b, a)]).toEqual([same, same]);
  });
});

describe('a contact', () => {
  test.each<[string, Partial<RosterContact>]>([
    ['inactive', { active: false }],
    ['not in the sealed roster', { sealed: false }],
    ['without a passkey', { passkeys: 0 }],
    ['notified only', { mayDecide: false }],
  ])('who is %s has no vote [A10 D110]', (_, change) => {
    expect(ids([{ ...ines, ...change }, ole])).toEqual(['c2']);
  });

  test('never decides on a request of his own, whichever identity gives him away [D105]', () => {
    expect(ids([ines, ole], { requester: { userId: 'u2', address: null }, target })).toEqual(['c1']);
    expect(
      ids([ines, ole], { requester: { userId: 'u9', address: ' INES.sommer@bank.example' }, target }),
    ).toEqual(['c2']);
  });

  test('does not open the door to his own account [D105]', () => {
    expect(ids([ines, ole], { requester, target: { userId: 'u2', address: null } })).toEqual(['c1']);
  });

  test('is not eligible while nobody can tell who asks', () => {
    expect(ids([ines, ole], { requester: { userId: null, address: null }, target })).toEqual([]);
  });

  test('is asked by level [D107]', () => {
    expect(ids([ines, ole], { requester, target }, 1)).toEqual(['c1']);
    expect(ids([ines, ole], { requester, target }, 3)).toEqual([]);
  });
});

describe('absence and delegation', () => {
  const at = '2026-12-01T09:00:00Z';
  const week = { from: '2026-11-30T23:00:00Z', until: '2026-12-07T23:00:00Z' };
  const kim: RosterContact = { ...ines, id: 'c3', name: 'Kim Vogel', address: 'kim@bank.example', level: 3 };
  const toOle = { ...ines, delegations: [{ ...week, delegate: 'c2' }] };
  const asked = (roster: RosterContact[], level = 1, parties = { requester, target }, when = at) =>
    askedContacts(roster, parties, level, when).map(({ id }) => id);

  test('an absent contact is not asked, and may decide all the same [U15 U16]', () => {
    const away = { ...ines, absences: [week] };
    expect(asked([away, ole])).toEqual([]);
    expect(ids([away, ole])).toEqual(['c1', 'c2']);
    expect(asked([away, ole], 1, { requester, target }, week.until)).toEqual(['c1']);
    expect([isAbsent(away, week.from), isAbsent(away, week.until)]).toEqual([true, false]);
  });

  test('a delegate is asked at the level of who delegated, and fills his role, in the bounds of time [U16]', () => {
    expect(asked([toOle, ole])).toEqual(['c1', 'c2']);
    expect(asked([{ ...toOle, absences: [week] }, ole])).toEqual(['c2']);
    expect(asked([toOle, ole], 1, { requester, target }, week.until)).toEqual(['c1']);
    const others = (when: string) =>
      actsFor([toOle, ole], { requester, target }, 'c2', when).map(({ id }) => id);
    expect(others(at)).toEqual(['c1']);
    expect(others(week.until)).toEqual([]);
  });

  test('a delegation lifts neither four eyes nor the rule of the target user [D105 U16]', () => {
    const self = { userId: null, address: ole.address };
    expect(asked([toOle, ole], 1, { requester: self, target })).toEqual(['c1']);
    expect(asked([toOle, ole], 1, { requester, target: self })).toEqual(['c1']);
    const delegator = { userId: null, address: ines.address };
    expect(asked([toOle, ole, kim], 1, { requester: delegator, target })).toEqual([]);
    expect(actsFor([toOle, ole], { requester: self, target }, 'c2', at)).toEqual([]);
  });

  test('is not handed on, and two who name each other are asked once each [U16]', () => {
    const onward = { ...ole, delegations: [{ ...week, delegate: 'c3' }] };
    expect(asked([toOle, onward, kim])).toEqual(['c1', 'c2']);
    const back = { ...ole, delegations: [{ ...week, delegate: 'c1' }] };
    expect(asked([toOle, back])).toEqual(['c1', 'c2']);
    expect(asked([toOle, back], 2)).toEqual(['c1', 'c2']);
  });

  test.each<[string, Partial<RosterContact>]>([
    ['left', { active: false }],
    ['lost his passkeys', { passkeys: 0 }],
  ])('of somebody who has %s ends with him [U16]', (_, change) => {
    expect(asked([{ ...toOle, ...change }, ole])).toEqual([]);
  });
});

test('who is notified only learns of requests of his level, if signed and active like the others [D109]', () => {
  const told = { ...ines, mayDecide: false, passkeys: 0 };
  const away = { ...told, id: 'c3', active: false };
  const unsigned = { ...told, id: 'c4', sealed: false };
  const roster = [told, away, unsigned, ole];
  expect(noticeOnlyContacts(roster, ines.level).map(({ id }) => id)).toEqual(['c1']);
  expect(noticeOnlyContacts(roster, ines.level + 5)).toEqual([]);
});
