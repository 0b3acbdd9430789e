/** What a report cannot see, said before anything it can: part platform, part this org's sources, part this period. */
import type { Source, SourceCoverage } from '../core/coverage.ts';
import { labelOf } from './reader.ts';

const ALWAYS = [
  "Access by Salesforce's staff to organization settings, setup and metadata needs no login grant and leaves no trace in the org.",
  'Infrastructure work outside the application leaves no trace in the org.',
  'What was done inside a session is not part of this report; it names who was seen to enter, when, and as whom.',
  "The contact's browser is part of the trust base: it recomputed the digest of what it showed before the passkey signed.",
];

const WITHOUT: Partial<Record<Source, string>> = {
  Support_login_log:
    'The support login log (SalesforceLoginAsEventLog) cannot be read in this org. No source names the support case or the employee of a login: it cannot be stated under which case an access was made, and a match is by user and time.',
  Setup_audit_trail:
    'The Setup Audit Trail cannot be read. It cannot be stated which accesses were made, nor when grants were given.',
  Substitute_sessions: 'Live sessions cannot be read. A session without an audit row would not be seen.',
  User_grants: "The users' grants cannot be read. It cannot be stated which grants are live.",
};

/** @returns sentences for page one, the general ones last. */
export function limitsOfSight(coverage: readonly SourceCoverage[], from: string, to: string): string[] {
  const unreadable = (Object.keys(WITHOUT) as Source[]).flatMap((source) => {
    const found = coverage.find((item) => item.source === source);
    const sentence = WITHOUT[source];
    return sentence !== undefined && !(found?.readable ?? false) ? [sentence] : [];
  });
  return [...unreadable, ...coverage.flatMap((source) => outsideOf(source, from, to)), ...ALWAYS];
}

function outsideOf(source: SourceCoverage, from: string, to: string): string[] {
  if (source.from === null || source.to === null) return [];
  const name = labelOf(source.source);
  const late = before(from, source.from)
    ? [`${name} was first read for ${source.from}: what lies before is unknown.`]
    : [];
  const early = before(source.to, to)
    ? [`${name} was last read at ${source.to}: what lies after is unknown.`]
    : [];
  const gaps = source.gaps
    .filter((gap) => before(gap.from, to) && before(from, gap.to))
    .map(
      (gap) =>
        `${name} has a gap from ${gap.from} to ${gap.to} (${gap.reason}): inside it, nothing is known.`,
    );
  return [...late, ...gaps, ...early];
}

function before(a: string, b: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) < 0;
}
