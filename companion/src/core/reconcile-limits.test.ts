import { describe, expect, test } from '@jest/globals';
import {
  approved,
  at,
  byCase,
  context,
  covered,
  judge,
  LOG,
  login,
  TRAIL,
} from '../../test/sample-logins.ts';
import type { Authorization } from './authorizations.ts';
import type { Source } from './coverage.ts';
import type { ActorClass, ObservedLogin } from './evidence.ts';
import type { AccessVerdict } from './reconcile.ts';

describe('the end of a session', () => {
  test.each<[string, Partial<ObservedLogin>, Partial<Authorization>, AccessVerdict['verdict']]>([
    ['after the window: stayed', { logoutAt: at('13:00:06') }, {}, 'Stayed_after_window'],
    [
      'after the revocation: stayed',
      { logoutAt: at('10:00:06') },
      { revokedAt: at('10:00:00') },
      'Stayed_after_window',
    ],
    ['at the window’s edge: unknown', { logoutAt: at('13:00:05') }, {}, 'Unknown'],
    ['inside the window: matched', { logoutAt: at('12:59:54') }, {}, 'Matched'],
    ['not seen, all sources read past the window: end not seen', { logoutAt: null }, {}, 'End_not_seen'],
  ])('%s [A13]', (_, change, authorization, verdict) => {
    expect(judge(login(change), context([{ ...approved, ...authorization }])).verdict).toBe(verdict);
  });

  test('is waited for until each source has been read past the window by its delay', () => {
    const open = login({ logoutAt: null });
    const read = (to: string, now: string) =>
      judge(open, context([approved], { coverage: [{ ...TRAIL, to: at(to) }, LOG], now: at(now) }));
    expect(read('13:00:00', '13:00:30')).toMatchObject({ verdict: 'Matched', provisional: true });
    expect(read('13:05:04', '13:06:00')).toMatchObject({ verdict: 'Matched', provisional: true });
    expect(read('13:05:05', '13:06:00')).toMatchObject({ verdict: 'End_not_seen', provisional: false });
  });
});

describe('what cannot be known', () => {
  const edge = (time: string, offset = 0) =>
    judge(login({ loginAt: at(time) }), context([approved], { clockOffsetMs: offset })).verdict;

  test('is a login at the window’s edge, within five seconds and the clocks’ difference [U6 U7]', () => {
    expect([edge('08:59:54'), edge('08:59:55'), edge('09:00:05'), edge('09:00:06')]).toEqual([
      'Outside_window',
      'Unknown',
      'Unknown',
      'Matched',
    ]);
    expect([edge('09:00:35', -30_000), edge('09:00:36', -30_000)]).toEqual(['Unknown', 'Matched']);
  });

  test.each<[Source, ObservedLogin, AccessVerdict['verdict']]>([
    ['Setup_audit_trail', login(), 'Unknown'],
    ['Support_login_log', login(), 'Unknown'],
    ['Support_login_log', byCase(), 'Matched'],
    ['Substitute_sessions', login(), 'Matched'],
  ])('a gap in %s makes %#: unknown where the source decides [U7]', (source, one, verdict) => {
    const gap = { from: at('09:00:00'), to: at('09:30:00'), reason: 'permission lost' };
    const coverage = [TRAIL, LOG, covered('Substitute_sessions')].map((item) =>
      item.source === source ? { ...item, gaps: [gap] } : item,
    );
    expect(judge(one, context([approved], { coverage })).verdict).toBe(verdict);
  });

  test('is the user when two bear the name, whoever of them is authorized', () => {
    const two = login({ target: { state: 'Ambiguous', candidates: ['u7', 'u8'] } });
    expect(judge(two)).toMatchObject({ verdict: 'Target_ambiguous', requestId: null });
    expect(judge(login({ target: { state: 'Unknown' } })).verdict).toBe('Unknown');
  });

  test('is a session without an audit row while that row may still come; after that it is an access [U5]', () => {
    const session = login({
      actorClass: 'Unknown',
      actorKey: null,
      target: { state: 'Resolved', userId: 'u8' },
    });
    const fresh = context([approved], { coverage: [{ ...TRAIL, to: at('09:12:00') }] });
    expect(judge(session, fresh)).toMatchObject({ verdict: 'Unknown', provisional: true });
    expect(judge(session)).toMatchObject({ verdict: 'No_authorization', provisional: false });
  });
});

describe('a verdict', () => {
  test('is provisional until every readable source was read past the event and its known delay [U6]', () => {
    const read = (trail: string, log: string) => {
      const coverage = [
        { ...TRAIL, to: at(trail) },
        { ...LOG, to: at(log) },
      ];
      return judge(login(), context([approved], { coverage })).provisional;
    };
    // Logout at 09:40; the trail's delay is 5 minutes, the log's 45.
    expect([
      read('09:44:59', '20:00:00'),
      read('20:00:00', '10:24:59'),
      read('09:45:00', '10:25:00'),
    ]).toEqual([true, true, false]);
  });

  test('does not wait for a source that cannot be read', () => {
    const coverage = [TRAIL, covered('Support_login_log', { readable: false, from: null, to: null })];
    expect(judge(login(), context([approved], { coverage })).provisional).toBe(false);
  });

  test('is provisional while the session may go on', () => {
    const now = at('10:00:00');
    expect(judge(login({ logoutAt: null }), context([approved], { now }))).toMatchObject({
      verdict: 'Matched',
      provisional: true,
    });
  });
});

describe('governance', () => {
  test('in the Standard mode asks for no authorization [A7 A8]', () => {
    const inOctober = login({ loginAt: '2026-10-15T09:00:00Z', logoutAt: '2026-10-15T09:30:00Z' });
    expect(judge(inOctober).verdict).toBe('Login_access_only');
    expect(judge({ ...inOctober, target: { state: 'Unknown' } }).verdict).toBe('Login_access_only');
  });

  test('lists what lies before it and judges none of it', () => {
    const old = login({ loginAt: '2026-09-30T23:59:59Z', logoutAt: null });
    expect(judge(old)).toMatchObject({ verdict: 'Before_governance', provisional: false, requestId: null });
    expect(judge(login(), context([], { modes: [] })).verdict).toBe('Before_governance');
  });

  test.each<ActorClass>(['Own_administrator', 'Site_or_partner_administrator'])(
    'records %s and judges nothing',
    (actorClass) => {
      expect(judge(login({ actorClass }), context([]))).toMatchObject({
        verdict: null,
        requestId: null,
        provisional: false,
      });
    },
  );
});
