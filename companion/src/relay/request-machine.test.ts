/** What must hold of every history of a request, said anew and apart from the rules that it was taken through. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { canTransition, FINAL_STATES, REQUEST_STATES, type RequestState } from '../core/requests.ts';
import { samePerson } from '../core/roster.ts';
import { checkStates } from '../core/verify/verify-states.ts';
import { everyHistory, ROSTER, run, START } from './fixtures/request-history.ts';
import { partiesOf } from './parties.ts';

const CLOSED: readonly RequestState[] = ['Refused_by_policy', 'Denied', 'Expired', 'Cancelled', 'Revoked'];

const before = (a: string, b: string) =>
  Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) <= 0;
describe('the way of a request, whatever happens to it', () => {
  const holds = (check: Parameters<typeof run>[1], runs = 400) =>
    fc.assert(
      fc.property(everyHistory, (events) => void run(events, check)),
      { numRuns: runs },
    );

  test('meets every state, so that the properties below say something', () => {
    const met = new Set(
      // One fixed draw: which states a history meets is a fact of the generator, not of the day.
      fc
        .sample(everyHistory, { numRuns: 600, seed: 1 })
        .flatMap((events) => run(events, () => undefined).passed),
    );
    expect(REQUEST_STATES.filter((state) => state !== 'Draft' && !met.has(state))).toEqual([]);
  });

  test('never leads from denied, expired, cancelled, refused or revoked to an open window; what is final stays [D104 D106]', () => {
    holds(({ state, passed }, earlier) => {
      if (FINAL_STATES.includes(earlier)) expect(state).toBe(earlier);
      const end = passed.findIndex((one) => CLOSED.includes(one));
      expect(end === -1 ? [] : passed.slice(end + 1)).toEqual([]);
      if (state === 'Window_open') expect(passed).toContain('Approved');
    });
  });

  test('gives a window that lies inside the bounds of every approval, and none without them [D101 D104]', () => {
    holds(({ window, counted, state }) => {
      if (['Approved', 'Window_open', 'Completed'].includes(state)) expect(window).not.toBeNull();
      if (window === null) return;
      const length = Temporal.Instant.from(window.start).until(window.end).total('minutes');
      expect(length).toBeGreaterThan(0);
      expect(counted?.approvals.length).toBeGreaterThan(0);
      for (const { bounds, receivedAt } of counted?.approvals ?? []) {
        expect(length).toBeLessThanOrEqual(bounds?.maxMinutes ?? 0);
        expect(before(bounds?.notBefore ?? window.start, window.start)).toBe(true);
        expect(before(window.end, bounds?.notAfter ?? '')).toBe(true);
        expect(before(receivedAt, window.start)).toBe(true);
      }
    });
  });

  test('counts no approval of the requester or the target user, of one person twice, or of another level’s contact [D104 D105]', () => {
    holds(({ counted, request }) => {
      const signers = (counted?.approvals ?? []).flatMap(({ contactId }) =>
        ROSTER.filter(({ id }) => id === contactId),
      );
      const { requester, target } = partiesOf(request);
      for (const signer of signers) {
        expect([requester, target].some((party) => samePerson(party, signer))).toBe(false);
        expect(signer.level).toBe(1);
      }
      const persons = signers.filter(
        (one, at) => !signers.slice(0, at).some((other) => samePerson(other, one)),
      );
      expect(persons.length).toBeGreaterThanOrEqual(counted?.needed ?? 0);
    });
  });

  test('takes no answer at or after the deadline, on a frozen request, or of somebody who has left [D99 D103]', () => {
    holds((history, earlier, step) => {
      if (step.kind !== 'sign' || history.state === earlier || step.decision === 'Revoke') return;
      const { deadline } = history.request;
      expect(before(deadline ?? '', history.now.toString())).toBe(false);
      expect(history.frozen).toBe(false);
      expect(history.roster[step.by]).toMatchObject({ active: true, mayDecide: true });
    });
  });

  test('is accepted by the kit, which finds one more step that the table does not know [U4]', () => {
    fc.assert(
      fc.property(everyHistory, fc.constantFrom(...REQUEST_STATES), (events, to) => {
        const { log, state } = run(events, () => undefined);
        expect(checkStates(log)).toMatchObject({ result: 'ok' });
        const step = {
          v: 1,
          type: 'request.state',
          org: '00D',
          at: START.toString(),
          request: 'a01',
          from: state,
          to,
        };
        if (canTransition(state, to)) return;
        expect(checkStates([...log, { ...step, because: 'forced' } as LedgerEntry])).toMatchObject({
          result: 'tampered',
        });
      }),
      { numRuns: 200 },
    );
  });
});
