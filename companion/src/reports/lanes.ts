/** What the picture of a period shows: windows, grants and accesses as spans of time, and the gaps of the sources. */
import { compareInstants, millisecondsOf } from '../core/instants.ts';
import { gapsWithin } from './gaps.ts';
import { labelOf } from './reader.ts';
import type { AuditReport } from './report.ts';

export type SpanKind = 'window' | 'grant' | 'good' | 'open' | 'bad' | 'gap';

export interface Span {
  from: string;
  to: string;
  /** In words, for the table and for those who cannot see the picture. */
  what: string;
  kind: SpanKind;
}

export interface Lane {
  name: string;
  /** Spans that do not overlap share a row. */
  rows: Span[][];
}

/** More rows are drawn over each other; the table still lists each span. */
const MOST_ROWS = 8;

/** @returns the lanes that hold something, top to bottom. */
export function lanesOf(report: AuditReport): Lane[] {
  return [
    { name: 'Authorized', spans: windows(report) },
    { name: 'Login grants', spans: grants(report) },
    { name: 'Accesses', spans: accesses(report) },
    { name: 'Gaps', spans: gaps(report) },
  ]
    .map(({ name, spans }) => ({ name, rows: packed(spans) }))
    .filter(({ rows }) => rows.length > 0);
}

function windows({ requests }: AuditReport): Span[] {
  return requests.flatMap(({ name, window, targetUser }): Span[] =>
    window
      ? [
          {
            from: window.start,
            to: window.end,
            what: `${name}: window to enter as ${targetUser}`,
            kind: 'window',
          },
        ]
      : [],
  );
}

function grants(report: AuditReport): Span[] {
  const end = endOf(report);
  return report.grants.flatMap(({ user, grantedAt, endedAt, verdict }): Span[] =>
    grantedAt && verdict !== 'Before_governance'
      ? [
          {
            from: grantedAt,
            to: endedAt ?? later(grantedAt, end),
            what: `Grant by ${user}${endedAt ? '' : ', still live'}: ${labelOf(verdict).toLowerCase()}`,
            kind: 'grant',
          },
        ]
      : [],
  );
}

function accesses(report: AuditReport): Span[] {
  const end = endOf(report);
  return report.accesses
    .filter(({ verdict }) => verdict !== 'Before_governance')
    .map(({ loginAt, logoutAt, verdict, target, provisional, actorClass }): Span => {
      const fine = verdict === 'Matched' || verdict === 'Login_access_only';
      const isOpen = verdict === 'Unknown' || verdict === 'Matched_by_break_glass';
      const kind = fine ? (provisional ? 'open' : 'good') : isOpen ? 'open' : 'bad';
      const judged = `${labelOf(verdict).toLowerCase()}${provisional ? ', provisional' : ''}`;
      return {
        from: loginAt,
        to: logoutAt ?? later(loginAt, end),
        what: `${labelOf(actorClass)} as ${target}${logoutAt ? '' : ', end not seen'}: ${judged}`,
        kind,
      };
    });
}

function gaps(report: AuditReport): Span[] {
  return report.coverage.flatMap((source) =>
    gapsWithin(source, report).map((gap): Span => ({
      ...gap,
      what: `${labelOf(source.source)}: ${gap.reason}`,
      kind: 'gap',
    })),
  );
}

/** What has no end yet is drawn up to the end of the period, or to the making of the report. */
function endOf({ to, madeAt }: AuditReport): string {
  return compareInstants(to, madeAt) <= 0 ? to : madeAt;
}

/** @returns the part of a span that lies in the period, which is what is drawn. */
export function drawn(span: Span, { from, to }: AuditReport): Span {
  return { ...span, from: later(span.from, from), to: compareInstants(span.to, to) < 0 ? span.to : to };
}

function later(a: string, b: string): string {
  return compareInstants(a, b) >= 0 ? a : b;
}

/** Puts each span into the first row whose last span has ended. */
function packed(spans: readonly Span[]): Span[][] {
  const rows: { spans: Span[]; until: number }[] = [];
  for (const span of [...spans].sort((a, b) => compareInstants(a.from, b.from))) {
    const free = rows.find(({ until }) => until <= millisecondsOf(span.from));
    const row = free ?? (rows.length < MOST_ROWS ? undefined : rows.at(-1));
    if (row) {
      row.spans.push(span);
      row.until = Math.max(row.until, millisecondsOf(span.to));
    } else {
      rows.push({ spans: [span], until: millisecondsOf(span.to) });
    }
  }
  return rows.map((row) => row.spans);
}
