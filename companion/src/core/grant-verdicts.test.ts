import { describe, expect, test } from '@jest/globals';
import { type Authorization, bookOf } from './authorizations.ts';
import { type GrantContext, type GrantEpisode, type GrantVerdict, reconcileGrant } from './grants.ts';

const BERLIN = 'Europe/Berlin';
/** UTC+13 in November. */
const AUCKLAND = 'Pacific/Auckland';
/** UTC−10 all year. */
const HONOLULU = 'Pacific/Honolulu';

/** Approved at 09:00 UTC for four hours. */
const approved: Authorization = {
  requestId: 'r1',
  caseNumber: '47110815',
  caseId: null,
  targetUserId: 'u7',
  requestingParty: 'Salesforce_employee',
  approvedAt: '2026-11-20T09:00:00Z',
  start: '2026-11-20T09:00:00Z',
  end: '2026-11-20T13:00:00Z',
  revokedAt: null,
};

const grant = (change: Partial<GrantEpisode> = {}): GrantEpisode => ({
  key: 'g1',
  userId: 'u7',
  grantedTo: 'Salesforce_Support',
  state: 'Live',
  grantedAt: '2026-11-20T09:05:00Z',
  endedAt: null,
  expirationDate: '2026-11-21',
  zone: BERLIN,
  ...change,
});
const revokedAt = (endedAt: string) => grant({ state: 'Revoked', endedAt });

const context = (
  authorizations: readonly Authorization[],
  change: Partial<GrantContext> = {},
): GrantContext => ({
  authorizations: bookOf(authorizations),
  modes: [
    { mode: 'Standard', effectiveFrom: '2026-10-01T00:00:00Z' },
    { mode: 'Opt_out_enabled', effectiveFrom: '2026-11-01T00:00:00Z' },
  ],
  policy: { grantGraceMinutes: 120, grantGraceLimitMinutes: 1440 },
  clockOffsetMs: 0,
  now: '2026-11-20T10:00:00Z',
  ...change,
});

describe('a grant', () => {
  const delayed = { ...approved, start: '2026-11-22T22:00:00Z', end: '2026-11-23T02:00:00Z' };
  test.each<[string, GrantEpisode, Authorization[], string, Partial<GrantVerdict>]>([
    [
      'of one day covers four hours',
      grant(),
      [approved],
      '10:00',
      { verdict: 'Matched', unavoidableEnd: '2026-11-21', remainderUntil: null, provisional: true },
    ],
    [
      'of three days is longer than the window [U9]',
      grant({ expirationDate: '2026-11-23' }),
      [approved],
      '10:00',
      { verdict: 'Longer_than_window', unavoidableEnd: '2026-11-21' },
    ],
    [
      'of one day, in Auckland, covers four hours across its midnight',
      grant({ zone: AUCKLAND, expirationDate: '2026-11-21' }),
      [approved],
      '10:00',
      { verdict: 'Matched', unavoidableEnd: '2026-11-21' },
    ],
    [
      'of one day, given after midnight in Auckland, is as short as one can be',
      grant({ zone: AUCKLAND, grantedAt: '2026-11-20T11:30:00Z', expirationDate: '2026-11-22' }),
      [approved],
      '12:00',
      { verdict: 'Matched', unavoidableEnd: '2026-11-22' },
    ],
    [
      'of one day, in Honolulu, covers four hours',
      grant({ zone: HONOLULU, expirationDate: '2026-11-20' }),
      [approved],
      '10:00',
      { verdict: 'Matched', unavoidableEnd: '2026-11-20' },
    ],
    [
      'of three days, in Honolulu, is longer than the window',
      grant({ zone: HONOLULU, expirationDate: '2026-11-22' }),
      [approved],
      '10:00',
      { verdict: 'Longer_than_window' },
    ],
    [
      'given ahead of a delayed window serves it',
      grant({ expirationDate: '2026-11-23' }),
      [delayed],
      '10:00',
      { verdict: 'Matched', unavoidableEnd: '2026-11-23' },
    ],
    [
      'leaves a remainder once the window is over',
      grant(),
      [approved],
      '14:00',
      { verdict: 'Matched', remainderUntil: '2026-11-21' },
    ],
    [
      'revoked in time leaves nothing',
      revokedAt('2026-11-20T13:30:00Z'),
      [approved],
      '20:00',
      { verdict: 'Matched', remainderUntil: null, provisional: false },
    ],
    [
      'that still stands past the grace is a finding [B66 U9]',
      grant(),
      [approved],
      '15:00',
      { verdict: 'Matched' },
    ],
    [
      'that still stands past the grace is a finding [B66]',
      grant(),
      [approved],
      '15:01',
      { verdict: 'Standing_after_window', remainderUntil: '2026-11-21' },
    ],
    [
      'that stood past the grace stays on record after its revocation',
      revokedAt('2026-11-20T18:00:00Z'),
      [approved],
      '20:00',
      { verdict: 'Standing_after_window', remainderUntil: null },
    ],
    [
      'serves the later of two windows',
      grant(),
      [
        approved,
        {
          ...approved,
          requestId: 'r2',
          approvedAt: '2026-11-20T09:02:00Z',
          start: '2026-11-20T12:00:00Z',
          end: '2026-11-20T20:00:00Z',
        },
      ],
      '18:00',
      { verdict: 'Matched', remainderUntil: null },
    ],
    [
      'given before the approval is told, though it serves the window [B48]',
      grant({ grantedAt: '2026-11-20T08:00:00Z' }),
      [approved],
      '10:00',
      { verdict: 'Granted_before_authorization', requestId: 'r1' },
    ],
    [
      'given and revoked before the approval has no request',
      grant({ grantedAt: '2026-11-20T08:00:00Z', endedAt: '2026-11-20T08:30:00Z', state: 'Revoked' }),
      [approved],
      '10:00',
      { verdict: 'No_authorization', requestId: null },
    ],
    [
      'within a second before the approval cannot be ordered',
      grant({ grantedAt: '2026-11-20T08:59:59Z' }),
      [approved],
      '10:00',
      { verdict: 'Unknown', requestId: 'r1' },
    ],
    [
      'without any request is a finding [U9 A8]',
      grant(),
      [],
      '10:00',
      { verdict: 'No_authorization', requestId: null },
    ],
    [
      'of another user has no request',
      grant({ userId: 'u8' }),
      [approved],
      '10:00',
      { verdict: 'No_authorization' },
    ],
    [
      'given after the window is outside it',
      grant({ grantedAt: '2026-11-20T13:30:00Z' }),
      [approved],
      '14:00',
      { verdict: 'Outside_window', requestId: 'r1' },
    ],
    [
      'given after the revocation is told as such',
      grant({ grantedAt: '2026-11-20T11:30:00Z' }),
      [{ ...approved, revokedAt: '2026-11-20T11:00:00Z' }],
      '14:00',
      { verdict: 'After_revocation', requestId: 'r1' },
    ],
    [
      'to a publisher is not covered by an authorization for Salesforce',
      grant({ grantedTo: 'Package_publisher' }),
      [approved],
      '10:00',
      { verdict: 'No_authorization' },
    ],
    [
      'whose date stands in no field is unknown',
      grant({ grantedTo: 'Package_publisher', expirationDate: null }),
      [{ ...approved, requestingParty: 'Package_publisher' }],
      '10:00',
      { verdict: 'Unknown', requestId: 'r1' },
    ],
    [
      'of which no row says when it was given is unknown',
      grant({ grantedAt: null }),
      [approved],
      '10:00',
      { verdict: 'Unknown', provisional: true },
    ],
    [
      'in the Standard mode suffices alone [A8]',
      grant({ grantedAt: '2026-10-20T09:00:00Z' }),
      [],
      '10:00',
      { verdict: 'Login_access_only' },
    ],
    [
      'before governance is only listed',
      grant({ grantedAt: '2026-09-20T09:00:00Z' }),
      [],
      '10:00',
      { verdict: 'Before_governance' },
    ],
  ])('%s', (_, episode, authorizations, time, expected) => {
    expect(reconcileGrant(episode, context(authorizations, { now: `2026-11-20T${time}:00Z` }))).toMatchObject(
      expected,
    );
  });

  test('within the clocks’ difference before the approval cannot be ordered [U6]', () => {
    const early = grant({ grantedAt: '2026-11-20T08:59:40Z' });
    expect(reconcileGrant(early, context([approved], { clockOffsetMs: -20_000 })).verdict).toBe('Unknown');
    expect(reconcileGrant(early, context([approved], { clockOffsetMs: -10_000 })).verdict).toBe(
      'Granted_before_authorization',
    );
  });
});

test('a grant that stands into the window of an extension is needed until that is over, and may not be longer for it [D102]', () => {
  const extension = {
    ...approved,
    requestId: 'r2',
    approvedAt: '2026-11-20T12:30:00Z',
    start: '2026-11-20T13:00:00Z',
    end: '2026-11-20T20:00:00Z',
  };
  const at = (now: string, authorizations = [approved, extension], one = grant()) =>
    reconcileGrant(one, context(authorizations, { now })).verdict;
  expect(at('2026-11-20T19:00:00Z', [approved])).toBe('Standing_after_window');
  expect(at('2026-11-20T19:00:00Z')).toBe('Matched');
  expect(at('2026-11-20T19:00:00Z', [approved, { ...extension, start: '2026-11-20T13:30:00Z' }])).toBe(
    'Standing_after_window',
  );
  expect(at('2026-11-21T21:00:00Z')).toBe('Standing_after_window');
  expect(at('2026-11-20T10:00:00Z', [approved, extension], grant({ expirationDate: '2026-11-23' }))).toBe(
    'Longer_than_window',
  );
});
