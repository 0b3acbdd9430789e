import { describe, expect, test } from '@jest/globals';
import { type Approval, canComplete, personsAmong, quorumProgress, quorumResult } from './quorum.ts';
import { effectiveWindow } from './windows.ts';

const at = (time: string) => `2026-11-20T${time}:00Z`;
const TERMS = { quorum: 2, rolesRequired: [] as string[], singleApproverMinutes: 1440 };
const approval = (contact: string, change: Partial<Approval> = {}): Approval => ({
  ...{ contact, roles: ['Security_lead'], person: { userId: null, address: `${contact}@bank.example` } },
  bounds: { maxMinutes: 240, notBefore: null, notAfter: at('20:00') },
  ...change,
});

describe('the quorum', () => {
  test('counts persons, not signatures and not roster entries [D104 D105]', () => {
    const anna = approval('c1');
    const twice = approval('c1');
    const sameAddress = approval('c2', { person: { userId: null, address: ' C1@bank.example ' } });
    expect(quorumProgress(TERMS, [anna, twice])).toMatchObject({ given: 1, needed: 2, complete: false });
    expect(quorumProgress(TERMS, [anna, sameAddress])).toMatchObject({ given: 1, complete: false });
    expect(quorumProgress(TERMS, [anna, approval('c3')])).toMatchObject({ given: 2, complete: true });
  });

  test('counts three entries as one person when a third ties two together, in whatever order they come', () => {
    const a = { contact: 'a', userId: '005A', address: 'a@x' };
    const b = { contact: 'b', userId: null, address: 'b@x' };
    const both = { contact: 'c', userId: '005A', address: 'b@x' };
    for (const order of [
      [a, b, both],
      [both, b, a],
      [a, both, b],
    ])
      expect(personsAmong(order)).toBe(1);
    expect(personsAmong([a, b])).toBe(2);
  });

  test('is complete when each role that the policy names is among those who approve [D104]', () => {
    const terms = { ...TERMS, rolesRequired: ['Security_lead', 'Compliance_lead'] };
    expect(quorumProgress(terms, [approval('c1'), approval('c2')])).toMatchObject({
      given: 2,
      rolesMissing: ['Compliance_lead'],
      complete: false,
    });
    const compliance = approval('c2', { roles: ['Compliance_lead'] });
    expect(quorumProgress(terms, [approval('c1'), compliance]).complete).toBe(true);
    expect(
      canComplete(terms, [{ id: 'c1', role: 'Security_lead', also: [], userId: null, address: 'c1@x' }]),
    ).toBe(false);
  });

  test('is two for a window longer than one approver may sign, and one again when somebody shortens it [D100]', () => {
    const terms = { ...TERMS, quorum: 1 };
    const long = (minutes: number) => ({ maxMinutes: minutes, notBefore: null, notAfter: at('20:00') });
    expect(quorumProgress(terms, [approval('c1', { bounds: long(1441) })])).toMatchObject({
      needed: 2,
      complete: false,
    });
    expect(quorumProgress(terms, [approval('c1', { bounds: long(1440) })]).complete).toBe(true);
    const both = [approval('c1', { bounds: long(1441) }), approval('c2', { bounds: long(60) })];
    expect(quorumProgress(terms, both)).toMatchObject({ needed: 1, complete: true });
  });

  test('gives the window that all bounds share from the last approval on, or none: then it is denied [D101]', () => {
    const early = approval('c1', {
      bounds: { maxMinutes: 60, notBefore: null, notAfter: at('11:00') },
    });
    const late = approval('c2', {
      bounds: { maxMinutes: 240, notBefore: at('10:30'), notAfter: at('20:00') },
    });
    expect(quorumResult(TERMS, [early, late], at('10:00'))).toMatchObject({
      state: 'complete',
      window: { start: at('10:30'), end: at('11:00') },
    });
    const never = { ...late, bounds: { ...late.bounds, notBefore: at('12:00') } };
    expect(quorumResult(TERMS, [early, never], at('10:00'))).toMatchObject({
      state: 'complete',
      window: null,
    });
  });

  test('never opens more than any single signer allowed, over every pair of bounds', () => {
    const times = ['09:00', '10:00', '11:30', '14:00'];
    const bounds = times.flatMap((before) =>
      times.flatMap((after) =>
        [30, 90, 300].map((maxMinutes) => ({ maxMinutes, notBefore: at(before), notAfter: at(after) })),
      ),
    );
    for (const a of bounds) {
      for (const b of bounds) {
        const found = quorumResult(
          TERMS,
          [approval('c1', { bounds: a }), approval('c2', { bounds: b })],
          at('09:30'),
        );
        if (found.state !== 'complete' || found.window === null) continue;
        for (const alone of [a, b]) {
          const own = effectiveWindow([alone], at('09:30'));
          expect(own !== null && own.start <= found.window.start && found.window.end <= alone.notAfter).toBe(
            true,
          );
          const length = Temporal.Instant.from(found.window.start).until(found.window.end).total('minutes');
          expect(length).toBeLessThanOrEqual(alone.maxMinutes);
        }
      }
    }
  });
});
