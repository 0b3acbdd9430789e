/** What a report cannot see, said before anything it can: part platform, part this org's sources, part this period. */
import type { Source, SourceCoverage } from '../core/coverage.ts';
import { compareInstants, millisecondsOf } from '../core/instants.ts';
import { gapSentences, gapsWithin } from './gaps.ts';
import { type Interval, localTime } from './period.ts';
import { labelOf } from './reader.ts';

const ALWAYS = [
  "Access by Salesforce's staff to organization settings, setup and metadata needs no login grant and leaves no trace in the org; nor does work on the infrastructure.",
  'What was done inside a session is not part of this report; it names who was seen to enter, when, and as whom.',
  "The contact's browser is part of the trust base: it recomputed the digest of what it showed before the passkey signed.",
];

const WITHOUT: Partial<Record<Source, string>> = {
  Support_login_log:
    'The support login log (SalesforceLoginAsEventLog) cannot be read in this org. No source names the support case of a login: it cannot be stated under which case an access was made, and a match is by user and time.',
  Setup_audit_trail:
    'The Setup Audit Trail cannot be read. It cannot be stated which accesses were made, nor when grants were given.',
  Substitute_sessions: 'Live sessions cannot be read. A session without an audit row would not be seen.',
  User_grants: "The users' grants cannot be read. It cannot be stated which grants are live.",
};

/** A source that was read so shortly before the report was made has no more to say than the report. */
const FRESH_MS = 3_600_000;

export interface Sight extends Interval {
  madeAt: string;
  timeZone: string;
}

/** @returns sentences for page one, the general ones last. */
export function limitsOfSight(coverage: readonly SourceCoverage[], sight: Sight): string[] {
  const unreadable = (Object.keys(WITHOUT) as Source[]).flatMap((source) => {
    const found = coverage.find((item) => item.source === source);
    const sentence = WITHOUT[source];
    return sentence !== undefined && !(found?.readable ?? false) ? [sentence] : [];
  });
  return [
    ...unreadable,
    ...coverage.flatMap((source) => outsideOf(source, sight)),
    ...unfinished(sight),
    ...ALWAYS,
  ];
}

function unfinished({ to, madeAt, timeZone }: Sight): string[] {
  return compareInstants(madeAt, to) < 0
    ? [
        `The period was not over when this report was made, ${localTime(madeAt, timeZone)}; what came later is not in it.`,
      ]
    : [];
}

function outsideOf(coverage: SourceCoverage, sight: Sight): string[] {
  const { source, from, to } = coverage;
  if (from === null || to === null) return [];
  const time = (at: string) => localTime(at, sight.timeZone);
  const name = labelOf(source);
  const late =
    compareInstants(sight.from, from) < 0
      ? [`${name}: complete from ${time(from)} on; what lies before is unknown.`]
      : [];
  const inside = gapSentences(gapsWithin(coverage, sight), sight.timeZone).map((text) => `${name}: ${text}`);
  const end = compareInstants(sight.madeAt, sight.to) < 0 ? sight.madeAt : sight.to;
  const early =
    millisecondsOf(end) - millisecondsOf(to) > FRESH_MS
      ? [`${name}: read up to ${time(to)}; what lies after is unknown.`]
      : [];
  return [...late, ...inside, ...early];
}
