import { describe, expect, test } from '@jest/globals';
import type { AuditRow } from '../core/evidence.ts';
import { grantEpisodes } from './episodes.ts';
import { dateInDisplay } from './grant-dates.ts';

const ANKE = { id: '005A', name: 'Anke Petersen', username: 'anke@bank.example', timeZone: 'Europe/Berlin' };
const live = (expirationDate: string) => ({
  userId: ANKE.id,
  username: ANKE.username,
  name: ANKE.name,
  timeZone: ANKE.timeZone,
  expirationDate,
});
const row = (id: string, action: string, createdAt: string, text: string): AuditRow => ({
  source: 'SetupAuditTrail',
  id,
  action,
  createdAt,
  createdById: ANKE.id,
  createdByName: ANKE.name,
  delegateUser: null,
  display: `${ANKE.username} has ${text}`,
});
const granted = row(
  '0Ym1',
  'loginasgrantedtosfdc',
  '2026-11-20T09:00:00Z',
  'granted salesforce.com login access through 11/21/2026',
);
const changed = row(
  '0Ym2',
  'loginasmodifiedtosfdc',
  '2026-11-20T10:00:00Z',
  'changed salesforce.com login access through 11/23/2026',
);
const revoked = row(
  '0Ym3',
  'loginasrevokedtosfdc',
  '2026-11-20T12:00:00Z',
  'revoked salesforce.com login access',
);
const episodes = (
  rows: AuditRow[],
  now: string,
  dates: string[] | null = [],
  known: Parameters<typeof grantEpisodes>[0]['known'] = [],
) => grantEpisodes({ rows, users: [ANKE], live: dates && dates.map(live), known, at: now });

describe('a grant to Support', () => {
  test('lives from its row, with the date of the user’s own field [B68]', () => {
    expect(episodes([granted], '2026-11-20T09:05:00Z', ['2026-11-21'])).toMatchObject([
      {
        key: 'SetupAuditTrail:0Ym1',
        state: 'Live',
        grantedAt: granted.createdAt,
        expirationDate: '2026-11-21',
        userId: '005A',
      },
    ]);
  });
  test('is one episode through its changes and its revocation [B65] [B66]', () => {
    expect(episodes([revoked, changed, granted], '2026-11-20T12:05:00Z')).toMatchObject([
      {
        key: 'SetupAuditTrail:0Ym1',
        state: 'Revoked',
        changedAt: changed.createdAt,
        endedAt: revoked.createdAt,
        expirationDate: '2026-11-23',
      },
    ]);
  });
  test('given again after a revocation is another episode', () => {
    const again = { ...granted, id: '0Ym4', createdAt: '2026-11-20T13:00:00Z' };
    expect(
      episodes([granted, revoked, again], '2026-11-20T13:05:00Z', ['2026-11-21']).map(({ key, state }) => [
        key,
        state,
      ]),
    ).toEqual([
      ['SetupAuditTrail:0Ym1', 'Revoked'],
      ['SetupAuditTrail:0Ym4', 'Live'],
    ]);
  });
  test('expires with its last day in the grantor’s zone [B68]', () => {
    expect(episodes([granted], '2026-11-21T22:59:00Z', ['2026-11-21'])[0]?.state).toBe('Live');
    expect(episodes([granted], '2026-11-21T23:00:00Z', ['2026-11-21'])).toMatchObject([
      { state: 'Expired', endedAt: '2026-11-21T23:00:00Z' },
    ]);
  });
  test('whose field is empty before its date was revoked, though no row says so yet', () => {
    const [before] = episodes([granted], '2026-11-20T09:05:00Z', ['2026-11-21']);
    expect(episodes([granted], '2026-11-20T11:00:00Z', [], before ? [before] : [])).toMatchObject([
      { state: 'Revoked', endedAt: '2026-11-20T11:00:00Z' },
    ]);
  });
  test('stays as it is known while the field cannot be read', () => {
    expect(episodes([granted], '2026-11-20T11:00:00Z', null)[0]?.state).toBe('Live');
  });
  test('that no row tells of is an episode of its own, without a beginning', () => {
    const [first] = episodes([], '2026-11-20T11:00:00Z', ['2027-10-01']);
    expect(first).toMatchObject({ key: 'User:005A:2027-10-01', state: 'Live', grantedAt: null });
    const [later] = episodes([], '2026-11-20T12:00:00Z', ['2027-10-01'], first ? [first] : []);
    expect(later?.key).toBe(first?.key);
    const [gone] = episodes([], '2026-11-20T13:00:00Z', [], first ? [first] : []);
    expect(gone).toMatchObject({ key: first?.key, state: 'Revoked', endedAt: '2026-11-20T13:00:00Z' });
  });
});

test('a grant to a publisher is told by the audit trail alone, each publisher for itself', () => {
  const publisher = (id: string, action: string, at: string, text: string) =>
    row(id, action, at, `${text} to package publisher Docuwerk GmbH (00D58000000Zx9Q)`);
  const rows = [
    publisher(
      '0Ym5',
      'loginasgrantedtopartnerbt',
      '2026-11-20T09:00:00Z',
      'granted user login access through 11/27/2026',
    ),
    granted,
  ];
  expect(episodes(rows, '2026-11-20T10:00:00Z', ['2026-11-21'])).toMatchObject([
    { grantedTo: 'Salesforce_Support', state: 'Live' },
    {
      grantedTo: 'Package_publisher',
      state: 'Live',
      publisher: 'Docuwerk GmbH (00D58000000Zx9Q)',
      expirationDate: '2026-11-27',
    },
  ]);
});

describe('the date in a display text', () => {
  test.each([
    ['no day can be a month', 'through 11/21/2026', '2026-11-20T09:00:00Z', '2026-11-21'],
    ['no month can be a day', 'through 21/11/2026', '2026-11-20T09:00:00Z', '2026-11-21'],
    ['both readings agree', 'through 12/12/2026', '2026-11-20T09:00:00Z', '2026-12-12'],
    ['one reading is what a duration gives', 'through 12/5/2026', '2026-12-04T09:00:00Z', '2026-12-05'],
    ['neither reading is what a duration gives', 'through 12/5/2026', '2026-11-20T09:00:00Z', null],
    ['there is none', 'revoked salesforce.com login access', '2026-11-20T09:00:00Z', null],
  ])('when %s', (_title, display, at, expected) => {
    expect(dateInDisplay(display, at, 'Europe/Berlin')).toBe(expected);
  });
});
