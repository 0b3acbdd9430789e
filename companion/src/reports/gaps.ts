/** The gaps of the sources inside a period: inside a gap nothing is known. */
import type { Gap, SourceCoverage } from '../core/coverage.ts';
import { compareInstants, millisecondsOf } from '../core/instants.ts';
import { type Interval, localTime } from './period.ts';

/** More gaps of one source than this are summed up on page one and listed in their own section. */
const MOST_LISTED = 2;

/** @returns the gaps that touch the interval. */
export function gapsWithin({ gaps }: SourceCoverage, { from, to }: Interval): Gap[] {
  return gaps.filter((gap) => compareInstants(gap.from, to) < 0 && compareInstants(from, gap.to) < 0);
}

/** @returns each gap in a sentence, or one sentence for all when there are many. */
export function gapSentences(gaps: readonly Gap[], timeZone: string): string[] {
  const time = (at: string) => localTime(at, timeZone);
  const said = (gap: Gap) => `from ${time(gap.from)} to ${time(gap.to)} (${gap.reason})`;
  if (gaps.length <= MOST_LISTED) {
    return gaps.map((gap) => `a gap ${said(gap)}; inside it nothing is known.`);
  }
  const longest = gaps.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const total = gaps.reduce((sum, gap) => sum + lengthOf(gap), 0);
  return [
    `${gaps.length} gaps, ${inWords(total)} together, the longest ${said(longest)}; inside them nothing is known.`,
  ];
}

function lengthOf({ from, to }: Gap): number {
  return millisecondsOf(to) - millisecondsOf(from);
}

/** @returns e.g. `2 h 10 min`. */
function inWords(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
