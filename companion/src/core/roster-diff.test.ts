import { describe, expect, test } from '@jest/globals';
import { type NamedEntry, rosterChangeText, rosterDiff } from './roster-diff.ts';

const ines: NamedEntry = {
  ...{ id: 'c1', called: 'Ines Sommer', address: 'a1', role: 'Security_lead', level: 1 },
  ...{ active: true, mayDecide: true, userId: null },
};
const ole: NamedEntry = { ...ines, id: 'c2', called: 'Ole Brandt', address: 'a2', level: 2 };

const texts = (before: NamedEntry[] | null, after: NamedEntry[]) =>
  rosterDiff(before, after).map((change) => rosterChangeText(change, (role) => role.replaceAll('_', ' ')));

describe('what differs between two versions of the roster', () => {
  test('is said of the first one as who was added [D113 A10]', () => {
    expect(texts(null, [ines, { ...ole, mayDecide: false }, { ...ole, id: 'c3', active: false }])).toEqual([
      'Ines Sommer was added at level 1',
      'Ole Brandt was added at level 2, to be told and without a vote',
    ]);
  });

  test.each<[string, Partial<NamedEntry>, string]>([
    ['name', { called: 'Ines Winter' }, 'Ines Sommer is called Ines Winter now'],
    ['place', { active: false }, 'Ines Sommer was taken off the roster'],
    ['vote', { mayDecide: false }, 'Ines Sommer lost the vote and is told of requests only'],
    ['level', { level: 2 }, 'Ines Sommer is asked at level 2 instead of 1'],
    ['role', { role: 'Legal' }, 'Ines Sommer has the role Legal instead of Security lead'],
    ['address', { address: 'a9' }, 'Ines Sommer got another address'],
    ['user', { userId: 'u1' }, 'Ines Sommer got another user in the org'],
  ])('is said of a changed %s, and of nothing else [D113 A10]', (_, change, text) => {
    expect(texts([ines, ole], [{ ...ines, ...change }, ole])).toEqual([text]);
  });

  test('is said of somebody who comes back, with all that changed meanwhile [D113 A10]', () => {
    expect(texts([{ ...ines, active: false, mayDecide: false }], [{ ...ines, level: 3 }, ole])).toEqual([
      'Ines Sommer is on the roster again',
      'Ines Sommer got a vote',
      'Ines Sommer is asked at level 3 instead of 1',
      'Ole Brandt was added at level 2',
    ]);
    expect(texts([ines, ole], [ole, ines])).toEqual([]);
  });
});
