import { describe, expect, test } from '@jest/globals';
import {
  covers,
  extendCoverage,
  inGap,
  isSettled,
  noCoverage,
  type Reading,
  type Source,
} from './coverage.ts';

const at = (time: string) => `2026-11-20T${time}:00Z`;
const read = (source: Source, from: string, to: string): Reading => ({
  source,
  ok: true,
  from: at(from),
  to: at(to),
});
const failed = (source: Source, time: string, reason: string): Reading => ({
  source,
  ok: false,
  at: at(time),
  reason,
});
const after = (source: Source, ...readings: Reading[]) => readings.reduce(extendCoverage, noCoverage(source));

describe('the coverage of a source', () => {
  test('is nothing before it was read for the first time [U6]', () => {
    const none = noCoverage('Setup_audit_trail');
    expect([none.readable, covers(none, at('09:00')), isSettled(none, at('09:00'))]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('reaches from the first row that could be read to the last look [U6]', () => {
    const trail = after(
      'Setup_audit_trail',
      read('Setup_audit_trail', '06:00', '09:00'),
      read('Setup_audit_trail', '09:00', '10:00'),
    );
    expect(trail).toMatchObject({ from: at('06:00'), to: at('10:00'), gaps: [], readable: true });
    expect(['05:59', '06:00', '10:00', '10:01'].map((time) => covers(trail, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('has no gap after an outage when the next look reaches back', () => {
    const trail = after(
      'Setup_audit_trail',
      read('Setup_audit_trail', '06:00', '09:00'),
      failed('Setup_audit_trail', '09:30', 'org out of reach'),
      read('Setup_audit_trail', '09:00', '12:00'),
    );
    expect(trail).toMatchObject({ gaps: [], readable: true, reason: null });
  });

  test('keeps a gap, with its reason, when the next look does not reach back [U6 U7]', () => {
    const log = after(
      'Support_login_log',
      read('Support_login_log', '06:00', '09:00'),
      failed('Support_login_log', '09:30', 'permission lost'),
      read('Support_login_log', '10:00', '12:00'),
    );
    expect(log.gaps).toEqual([{ from: at('09:00'), to: at('10:00'), reason: 'permission lost' }]);
    expect([covers(log, at('09:30')), inGap(log, at('09:30')), covers(log, at('11:00'))]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('of what is only live has a gap wherever nobody looked for too long [U6]', () => {
    const sessions = after(
      'Substitute_sessions',
      read('Substitute_sessions', '06:00', '09:00'),
      read('Substitute_sessions', '06:00', '09:15'),
      read('Substitute_sessions', '06:00', '09:31'),
    );
    expect(sessions.gaps).toEqual([{ from: at('09:15'), to: at('09:31'), reason: 'not read in time' }]);
  });

  test('says why a source cannot be read, and keeps what was covered', () => {
    const trail = after(
      'Setup_audit_trail',
      read('Setup_audit_trail', '06:00', '09:00'),
      failed('Setup_audit_trail', '09:30', 'no permission'),
    );
    expect(trail).toMatchObject({ readable: false, reason: 'no permission', to: at('09:00') });
    expect(covers(trail, at('08:00'))).toBe(true);
  });
});

describe('an event is settled', () => {
  test.each<[Source, string, boolean]>([
    ['Setup_audit_trail', '09:04', false],
    ['Setup_audit_trail', '09:05', true],
    ['Support_login_log', '09:44', false],
    ['Support_login_log', '09:45', true],
    ['Substitute_sessions', '09:00', true],
  ])('in %s read to %s, for 09:00: %s [U6]', (source, to, settled) => {
    expect(isSettled(after(source, read(source, '06:00', to)), at('09:00'))).toBe(settled);
  });
});
