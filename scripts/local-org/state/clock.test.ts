import { expect, test } from '@jest/globals';
import { createClock } from './clock.ts';

const START = Temporal.Instant.from('2026-11-21T12:00:00Z');

/** A clock over a machine whose time the test moves. */
function overMachine() {
  let machine = Temporal.Instant.from('2030-01-01T00:00:00Z');
  const clock = createClock(() => machine);
  const pass = (seconds: number) => (machine = machine.add({ seconds }));
  return { clock, pass, shown: () => clock.now().toString() };
}

test('goes on from the time it was set to, as fast as the machine', () => {
  const { clock, pass, shown } = overMachine();
  clock.set(START);
  pass(90);
  expect(shown()).toBe('2026-11-21T12:01:30Z');
  clock.advance(Temporal.Duration.from('P1DT1H'));
  expect(shown()).toBe('2026-11-22T13:01:30Z');
});

test('stands still while it is frozen, is moved all the same, and goes on without a jump', () => {
  const { clock, pass, shown } = overMachine();
  clock.set(START);
  clock.freeze();
  pass(3600);
  clock.advance(Temporal.Duration.from('PT1M'));
  pass(3600);
  expect([clock.speed, shown()]).toEqual([0, '2026-11-21T12:01:00Z']);
  clock.run();
  pass(5);
  expect(shown()).toBe('2026-11-21T12:01:05Z');
});

test('runs at the speed it is given, and takes none that would stop or turn it back', () => {
  const { clock, pass, shown } = overMachine();
  clock.set(START);
  clock.run(60);
  pass(2);
  expect(shown()).toBe('2026-11-21T12:02:00Z');
  clock.run(0.5);
  pass(60);
  expect(shown()).toBe('2026-11-21T12:02:30Z');
  expect(() => clock.run(0)).toThrow('above 0');
  expect(() => clock.run(Number.NaN)).toThrow('above 0');
});

test('shows the machine’s time again after a reset', () => {
  const { clock, pass, shown } = overMachine();
  clock.set(START);
  clock.freeze();
  clock.reset();
  pass(1);
  expect([clock.speed, shown()]).toEqual([1, '2030-01-01T00:00:01Z']);
});
