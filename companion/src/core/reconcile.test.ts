import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approved, at, byCase, CASE_ID, context, judge, login, verdicts } from '../../test/sample-logins.ts';
import { nextOf } from './adjoining.ts';
import type { Authorization } from './authorizations.ts';
import type { ObservedLogin } from './evidence.ts';
import { type AccessVerdict, reconcileAccesses } from './reconcile.ts';

describe('a login inside its window', () => {
  test.each<[string, ObservedLogin, AccessVerdict['strength']]>([
    ['by case when the log names the case id', byCase(), 'By_case'],
    ['by case with an id of 18 characters', byCase({ caseIdentifier: `${CASE_ID}XYZ` }), 'By_case'],
    ['by case with the number, leading zeros or not', byCase({ caseIdentifier: '0047110815' }), 'By_case'],
    ['by user and time when no source names the case', login(), 'By_user_and_time'],
  ])('is matched %s [U5 B49]', (_, one, strength) => {
    expect(judge(one)).toMatchObject({ verdict: 'Matched', strength, requestId: 'r1', provisional: false });
  });

  test('is matched by user and time when the request names the number and the log the id: the case is not verified [B49]', () => {
    const byNumber = context([{ ...approved, caseId: null }]);
    expect(judge(byCase(), byNumber)).toMatchObject({ verdict: 'Matched', strength: 'By_user_and_time' });
  });

  test('that break-glass opened is matched under a verdict of its own: no contact approved it [D112]', () => {
    const emergency = context([{ ...approved, breakGlass: true }]);
    expect(judge(byCase(), emergency)).toMatchObject({
      verdict: 'Matched_by_break_glass',
      strength: 'By_case',
      reason: 'Case, user and time match a break-glass window, which no contact approved.',
    });
    const late = { loginAt: at('13:30:00'), logoutAt: at('13:40:00') };
    expect(verdicts([login(late)], emergency)).toEqual(verdicts([login(late)]));
  });

  test('shares the authorization with all logins of one actor: at 10 and at 50 minutes both match [U25]', () => {
    const later = { key: 'SetupAuditTrail:2', loginAt: at('09:50:00'), logoutAt: at('10:20:00') };
    expect(verdicts([login(), login(later)])).toEqual(['Matched', 'Matched']);
    expect(verdicts([byCase(), byCase(later)])).toEqual(['Matched', 'Matched']);
  });

  test('by a second actor is not covered, in whatever order the rows come [U25 B50]', () => {
    const other = login({ key: 'SetupAuditTrail:2', actorKey: 'colleague', loginAt: at('09:50:00') });
    expect(verdicts([login(), other])).toEqual(['Matched', 'Second_actor']);
    expect(verdicts([other, login()])).toEqual(['Matched', 'Second_actor']);
  });

  test('before which another actor only tried outside the window is still the first [U25]', () => {
    const early = login({
      key: 'SetupAuditTrail:0',
      actorKey: 'colleague',
      loginAt: at('08:30:00'),
      logoutAt: at('08:40:00'),
    });
    expect(verdicts([early, login()])).toEqual(['Outside_window', 'Matched']);
  });

  test('after an own administrator was there is the first outsider [U25]', () => {
    const own = login({
      key: 'SetupAuditTrail:0',
      actorKey: 'admin',
      actorClass: 'Own_administrator',
      loginAt: at('09:05:00'),
    });
    expect(verdicts([own, login()])).toEqual([null, 'Matched']);
  });

  test('that cannot be told by its actor is not called a second one', () => {
    const nameless = login({ key: 'SetupAuditTrail:2', actorKey: null, loginAt: at('09:50:00') });
    expect(verdicts([login(), nameless])).toEqual(['Matched', 'Matched']);
  });
});

describe('a login without a covering authorization', () => {
  test.each<[string, ObservedLogin, Authorization[], AccessVerdict['verdict'], string | null]>([
    ['has none when nobody asked', login(), [], 'No_authorization', null],
    [
      'has none as another user',
      login({ target: { state: 'Resolved', userId: 'u8' } }),
      [approved],
      'No_authorization',
      null,
    ],
    [
      'has none when the last window of the user was weeks ago',
      login({ loginAt: '2026-12-24T09:00:00Z', logoutAt: null }),
      [approved],
      'No_authorization',
      null,
    ],
    [
      'is of the wrong user under an authorized case',
      byCase({ target: { state: 'Resolved', userId: 'u8' } }),
      [approved],
      'Wrong_user',
      'r1',
    ],
    [
      'is of the wrong case as an authorized user',
      byCase({ caseIdentifier: '5005g00000BBBBB' }),
      [approved],
      'Wrong_case',
      'r1',
    ],
    [
      'is of the wrong case by its number, too',
      byCase({ caseIdentifier: '99' }),
      [approved],
      'Wrong_case',
      'r1',
    ],
    ['comes before the window', login({ loginAt: at('08:59:00') }), [approved], 'Outside_window', 'r1'],
    [
      'comes after the window',
      login({ loginAt: at('13:01:00'), logoutAt: at('13:30:00') }),
      [approved],
      'Outside_window',
      'r1',
    ],
    [
      'comes weeks after the window, named by its case',
      byCase({ loginAt: '2026-12-24T09:00:00Z', logoutAt: null }),
      [approved],
      'Outside_window',
      'r1',
    ],
    [
      'comes after the revocation',
      login({ loginAt: at('10:30:00'), logoutAt: at('10:40:00') }),
      [{ ...approved, revokedAt: at('10:00:00') }],
      'After_revocation',
      'r1',
    ],
    [
      'comes before the decision took effect',
      login({ loginAt: at('09:10:00') }),
      [{ ...approved, approvedAt: at('09:30:00') }],
      'Outside_window',
      'r1',
    ],
    [
      'is a publisher’s under an authorization for Salesforce',
      login({ actorClass: 'Publisher' }),
      [approved],
      'No_authorization',
      null,
    ],
    [
      'is Support’s under an authorization for a publisher',
      byCase(),
      [{ ...approved, requestingParty: 'Package_publisher' }],
      'No_authorization',
      null,
    ],
  ])('%s [U5 A8]', (_, one, authorizations, verdict, requestId) => {
    expect(judge(one, context(authorizations))).toMatchObject({ verdict, requestId, strength: 'None' });
  });

  test('is held against the window that holds it, not against a nearer edge of another', () => {
    const before = {
      ...approved,
      requestId: 'r0',
      start: at('05:00:00'),
      approvedAt: at('05:00:00'),
      end: at('09:09:58'),
    };
    expect(judge(login(), context([before, approved]))).toMatchObject({
      verdict: 'Matched',
      requestId: 'r1',
    });
  });
});

describe('a window that follows on another one of the same case and user', () => {
  const extension = {
    ...approved,
    requestId: 'r2',
    start: at('13:00:00'),
    approvedAt: at('12:00:00'),
    end: at('15:00:00'),
  };
  const on = (...logins: ObservedLogin[]) =>
    [...reconcileAccesses(logins, context([approved, extension]))].map(
      ({ verdict, requestId }) => `${verdict} ${requestId}`,
    );
  const long = login({ logoutAt: at('14:30:00') });
  const colleague = login({
    key: 'SetupAuditTrail:2',
    actorKey: 'colleague',
    loginAt: at('14:00:00'),
    logoutAt: at('14:10:00'),
  });

  test('takes over a session that goes on, and no longer than to its own end [D102 U5 U25]', () => {
    expect(on(long)).toEqual(['Matched r1']);
    expect(on(login({ logoutAt: at('15:30:00') }))).toEqual(['Stayed_after_window r2']);
    expect(judge(long)).toMatchObject({ verdict: 'Stayed_after_window' });
  });

  test('is the one that ends last, where several do [D102 U25]', () => {
    const short = { ...extension, requestId: 'r3', end: at('14:00:00') };
    for (const following of [
      [short, extension],
      [extension, short],
    ]) {
      const { authorizations: book } = context([approved, ...following]);
      const [own] = book.byUser.get('u7') ?? [];
      expect(own && nextOf(book, own, 0)?.authorization.requestId).toBe('r2');
    }
  });

  test('takes over none after a gap, of another case or for another party [D102 U25]', () => {
    for (const change of [
      { start: at('13:10:00') },
      { caseNumber: '9', caseId: null },
      { requestingParty: 'Package_publisher' },
      { revokedAt: at('13:00:00') },
    ])
      expect(judge(long, context([approved, { ...extension, ...change }]))).toMatchObject({
        verdict: 'Stayed_after_window',
      });
  });

  test('has one actor: whoever stays on into it, or logs in to it first [U25]', () => {
    expect(on(long, colleague)).toEqual(['Matched r1', 'Second_actor r2']);
    expect(on(login(), colleague)).toEqual(['Matched r1', 'Matched r2']);
    expect(on(login(), login({ ...colleague, actorKey: 'engineer' }))).toEqual(['Matched r1', 'Matched r2']);
    const overlapping = { ...extension, start: at('12:00:00') };
    const early = { ...colleague, loginAt: at('12:55:00') };
    expect(
      [...reconcileAccesses([long, early], context([approved, overlapping]))].map(({ verdict }) => verdict),
    ).toEqual(['Stayed_after_window', 'Matched']);
  });
});

describe('for any logins and windows', () => {
  const minute = (offset: number) =>
    Temporal.Instant.from(at('06:00:00')).add({ minutes: offset }).toString();
  const anyAuthorization = fc
    .record({
      user: fc.constantFrom('u7', 'u8'),
      start: fc.integer({ min: 0, max: 600 }),
      length: fc.integer({ min: 1, max: 300 }),
      caseNumber: fc.constantFrom('1', '2'),
    })
    .map(({ user, start, length, caseNumber }) => ({
      ...approved,
      requestId: `${user}-${start}-${length}-${caseNumber}`,
      targetUserId: user,
      caseNumber,
      caseId: null,
      approvedAt: minute(start),
      start: minute(start),
      end: minute(start + length),
    }));
  const anyLogin = fc
    .record({
      user: fc.constantFrom('u7', 'u8'),
      time: fc.integer({ min: 0, max: 700 }),
      caseIdentifier: fc.option(fc.constantFrom('1', '2', '3')),
    })
    .map(({ user, time, caseIdentifier }) =>
      login({
        target: { state: 'Resolved', userId: user },
        caseIdentifier,
        loginAt: minute(time),
        logoutAt: minute(time),
      }),
    );

  test('matched means exactly: an authorization of this user, open at that time, of this case if one is named [U5]', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyAuthorization, { maxLength: 6, selector: ({ requestId }) => requestId }),
        anyLogin,
        (authorizations, one) => {
          const userId = one.target.state === 'Resolved' ? one.target.userId : '';
          const covering = authorizations.filter(
            ({ targetUserId, start, end, caseNumber }) =>
              targetUserId === userId &&
              start < one.loginAt &&
              one.loginAt < end &&
              (one.caseIdentifier === null || one.caseIdentifier === caseNumber),
          );
          const { verdict, requestId } = judge(one, context(authorizations));
          expect(verdict === 'Matched').toBe(covering.length > 0);
          if (verdict === 'Matched') expect(covering.map((item) => item.requestId)).toContain(requestId);
        },
      ),
      { numRuns: 500 },
    );
  });
});
