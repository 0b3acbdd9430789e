/**
 * The base components of npm convert between instants and wall time by the browser's zone. An org shows the user's
 * zone, so this service converts by the zone it is told.
 */

const MINUTE = 60_000;

/** Difference between the wall clock of `timeZone` and UTC at `instant`, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((item) => item.type === type)?.value);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(instant / 1000) * 1000;
}

/**
 * Hands `done` a date whose UTC parts are the wall time of `instant` in `timeZone`, as the base components expect it.
 */
export function UTCToWallTime(instant: Date, timeZone: string, done: (wall: Date) => void): void {
  done(new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone)));
}

/**
 * The way back. A wall time that a change to summer time skips is read with the offset before it, one that happens
 * twice as the earlier instant.
 */
export function WallTimeToUTC(wall: Date, timeZone: string, done: (instant: Date) => void): void {
  const asUtc = wall.getTime();
  const before = offsetAt(asUtc - 24 * 60 * MINUTE, timeZone);
  const guess = asUtc - before;
  const offset = offsetAt(guess, timeZone);
  const second = asUtc - offset;
  done(new Date(offsetAt(second, timeZone) === offset ? second : guess));
}
