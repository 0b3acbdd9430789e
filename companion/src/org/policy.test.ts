import { describe, expect, test } from '@jest/globals';
import { compilePolicy } from './policy.ts';

const row = {
  ...{ DeveloperName: 'Default', Deadline_Minutes__c: 720, Default_Window_Minutes__c: 240 },
  ...{ Maximum_Window_Minutes__c: 1440, Quorum__c: 1, First_Level__c: 1, Minimum_Purpose_Length__c: 20 },
  ...{ Grant_Grace_Minutes__c: 120, Grant_Grace_Limit_Minutes__c: 1440, Login_Grace_Seconds__c: 5 },
};
const rule = { DeveloperName: 'R', MasterLabel: 'A rule', Order__c: 10 };
const compiled = (change: object) => compilePolicy({ ...row, ...change }, []);

describe('a policy record', () => {
  test('says in lists, hours and dates what the rules need [D104 D107]', () => {
    const { policy, faults } = compiled({
      ...{
        Roles_Required__c: 'Security_lead',
        Ladder__c: '1: 0, 2: 60; 3:240',
        Time_Zone__c: 'Europe/Berlin',
      },
      ...{ Business_Days__c: 'Mon-Fri', Business_From__c: '8:00', Business_To__c: '18:30' },
      ...{ Blackout_Dates__c: '2027-04-02\n2026-12-24..2027-01-02', Break_Glass__c: 'Allowed' },
      ...{ Rate_Cap__c: 3, Rate_Cap_Hours__c: 24, Rate_Cap_Scope__c: 'Target_user' },
    });
    expect(faults).toEqual([]);
    expect(policy).toMatchObject({
      ...{ rolesRequired: ['Security_lead'], zone: 'Europe/Berlin', singleApproverMinutes: 1440 },
      ladder: [
        { level: 1, afterMinutes: 0 },
        { level: 2, afterMinutes: 60 },
        { level: 3, afterMinutes: 240 },
      ],
      hours: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:30', zone: 'Europe/Berlin' },
      blackouts: [
        { from: '2026-12-24', to: '2027-01-02' },
        { from: '2027-04-02', to: '2027-04-02' },
      ],
      ...{
        rateCap: { count: 3, hours: 24, per: 'Target_user' },
        breakGlassAllowed: true,
        breakGlassMinutes: 60,
      },
    });
  });

  test.each<[string, object, string]>([
    ['a deadline under 15 minutes [D99]', { Deadline_Minutes__c: 14 }, 'Default: Deadline_Minutes__c'],
    ['a deadline over 14 days [D99]', { Deadline_Minutes__c: 20_161 }, 'Default: Deadline_Minutes__c'],
    [
      'a day and more for one approver [D100]',
      { Single_Approver_Minutes__c: 1441 },
      'Single_Approver_Minutes__c',
    ],
    ['no quorum at all', { Quorum__c: 0 }, 'Default: Quorum__c'],
    ['a part of an approval', { Quorum__c: 1.5 }, 'Default: Quorum__c'],
    ['a ladder that starts late', { Ladder__c: '1: 10' }, 'asked at 0 minutes'],
    ['a ladder that does not rise', { Ladder__c: '1: 0, 2: 60, 3: 60' }, 'must rise'],
    ['a level twice', { Ladder__c: '1: 0, 1: 60' }, 'each level once'],
    ['a ladder in words', { Ladder__c: 'first Marit' }, 'no step of a ladder'],
    ['a level that is asked after the deadline', { Ladder__c: '1: 0, 2: 720' }, 'after the deadline'],
    ['hours without days', { Business_From__c: '08:00', Business_To__c: '18:00' }, 'need days'],
    [
      'hours that are empty',
      { Business_Days__c: 'Mon', Business_From__c: '18:00', Business_To__c: '8:00' },
      'empty',
    ],
    [
      'no day',
      { Business_Days__c: 'Someday', Business_From__c: '8:00', Business_To__c: '9:00' },
      'no day of the week',
    ],
    [
      'no time',
      { Business_Days__c: 'Mon', Business_From__c: '8:61', Business_To__c: '9:00' },
      'no time of day',
    ],
    ['a zone that is none', { Time_Zone__c: 'Mars/Olympus' }, 'no time zone'],
    ['a date that is none', { Blackout_Dates__c: '2026-02-30' }, 'no day or span'],
    ['a span that ends before it starts', { Blackout_Dates__c: '2026-12-24..2026-12-01' }, 'no day or span'],
    ['half a rate cap', { Rate_Cap__c: 3 }, 'needs a number, hours and a scope'],
    ['more roles than approvals', { Roles_Required__c: 'A, B' }, 'more roles'],
  ])('with %s is refused, and the fault is named [D113]', (_, change, fault) => {
    const { policy, faults } = compiled(change);
    expect(policy).toBeNull();
    expect(faults).toEqual([expect.stringContaining(fault)]);
  });

  test('is refused for a fault of one of its rules, and every fault is named', () => {
    const { policy, faults } = compilePolicy(row, [
      { ...rule, Deadline_Minutes__c: 1 },
      { ...rule, DeveloperName: 'S', Ladder__c: '1: 0, 2: 720' },
    ]);
    expect(policy).toBeNull();
    expect(faults).toEqual([
      expect.stringContaining('R: Deadline_Minutes__c'),
      expect.stringContaining('S: the last level'),
    ]);
  });
});

describe('a rule', () => {
  const ruled = (change: object, policy: object = {}) =>
    compilePolicy({ ...row, ...policy }, [{ ...rule, ...change }]).policy?.rules[0];

  test('leaves to the policy what it does not say', () => {
    expect(ruled({ Quorum__c: 2, Environment__c: 'Production', Data_Viewed__c: 'Yes' })).toEqual({
      ...{ name: 'R', label: 'A rule', order: 10, terms: { quorum: 2 } },
      match: { incidentType: null, environment: 'Production', dataViewed: true, riskAtLeast: null },
    });
  });

  test('takes hours in the zone of the policy, or lifts hours, dates and caps', () => {
    const hours = { Business_Days__c: 'Sat-Sun', Business_From__c: '10:00', Business_To__c: '24:00' };
    expect(ruled(hours, { Time_Zone__c: 'Asia/Tokyo' })?.terms).toEqual({
      hours: { days: [6, 7], from: '10:00', to: '24:00', zone: 'Asia/Tokyo' },
    });
    const none = { Business_Days__c: 'None', Blackout_Dates__c: 'None', Rate_Cap_Scope__c: 'None' };
    expect(ruled(none)?.terms).toEqual({ hours: null, blackouts: [], rateCap: null });
  });

  test('comes by its order, then by its name', () => {
    const rows = ['C', 'A', 'B'].map((name) => ({
      ...rule,
      DeveloperName: name,
      Order__c: name === 'C' ? 1 : 2,
    }));
    expect(compilePolicy(row, rows).policy?.rules.map(({ name }) => name)).toEqual(['C', 'A', 'B']);
  });
});
