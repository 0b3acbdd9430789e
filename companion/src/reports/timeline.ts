/** The picture of a period: one lane for windows, one for grants, one for accesses; its table says the same in words. */
import { scaleUtc } from 'd3-scale';
import { type Markup, markup } from './markup.ts';
import { localTime } from './period.ts';
import { labelOf } from './reader.ts';
import type { AuditReport } from './report.ts';

const WIDTH = 920;
const LEFT = 130;
const LANE = 46;
const TOP = 34;

interface Span {
  from: string;
  to: string;
  title: string;
  kind: 'window' | 'grant' | 'good' | 'bad' | 'open';
}

const COLORS: Record<Span['kind'], string> = {
  window: '#0b4f6c',
  grant: '#8fb8c9',
  good: '#1d6b3a',
  bad: '#a3192b',
  open: '#8a5300',
};

const milliseconds = (at: string) => Temporal.Instant.from(at).epochMilliseconds;

/** @returns a figure; a sentence when nothing of the period can be drawn. */
export function timeline(report: AuditReport): Markup {
  const lanes = lanesOf(report);
  const spans = lanes.flatMap((lane) => lane.spans);
  if (spans.length === 0) return markup`<p class="none">Nothing of this period can be drawn.</p>`;
  const [first, last] = extentOf(spans);
  const scale = scaleUtc([first, last], [LEFT, WIDTH - 12]);
  const height = TOP + lanes.length * LANE + 16;
  const ticks = scale.ticks(5).map((tick) => {
    const at = Temporal.Instant.fromEpochMilliseconds(tick.getTime()).toString();
    const x = scale(tick).toFixed(1);
    return markup`<line x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${height - 12}" stroke="#d5dce3"/><text x="${x}" y="16" font-size="11" fill="#51606f" text-anchor="middle">${localTime(at, report.period.timeZone).slice(5, 16)}</text>`;
  });
  return markup`<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="timeline-title timeline-text" font-family="system-ui, sans-serif"><title id="timeline-title">Timeline</title><desc id="timeline-text">Windows, grants and accesses in order of time; the tables below give the same in words.</desc>${ticks}${lanes.map((lane, index) => drawLane(lane, index, scale))}</svg><figcaption>Windows that were authorized, grants while they could be used, and accesses that were observed. Times in ${report.period.timeZone}. Green: matched. Amber: not settled. Red: a finding.</figcaption></figure>`;
}

function drawLane(lane: { name: string; spans: Span[] }, index: number, scale: (at: Date) => number): Markup {
  const y = TOP + index * LANE;
  const x = (at: string) => scale(new Date(milliseconds(at)));
  const bars = lane.spans.map(({ from, to, title, kind }) => {
    const width = Math.max(x(to) - x(from), 5);
    return markup`<rect x="${x(from).toFixed(1)}" y="${y + 8}" width="${width.toFixed(1)}" height="22" rx="4" fill="${COLORS[kind]}"><title>${title}</title></rect>`;
  });
  return markup`<text x="0" y="${y + 24}" font-size="13" fill="#16202b">${lane.name}</text><line x1="${LEFT}" x2="${WIDTH - 12}" y1="${y + 38}" y2="${y + 38}" stroke="#d5dce3"/>${bars}`;
}

function lanesOf(report: AuditReport): { name: string; spans: Span[] }[] {
  const until = earlier(report.to, report.madeAt);
  const windows = report.requests.flatMap(({ name, window }): Span[] =>
    window
      ? [
          {
            from: window.start,
            to: window.end,
            title: `${name}: ${window.start} to ${window.end}`,
            kind: 'window',
          },
        ]
      : [],
  );
  const grants = report.grants.flatMap(({ user, grantedAt, endedAt }): Span[] =>
    grantedAt
      ? [
          {
            from: grantedAt,
            to: endedAt ?? later(grantedAt, until),
            title: `Grant of ${user}`,
            kind: 'grant',
          },
        ]
      : [],
  );
  const accesses = report.accesses
    .filter(({ verdict }) => verdict !== 'Before_governance')
    .map(({ loginAt, logoutAt, verdict, target, provisional }): Span => {
      const matched = verdict === 'Matched' || verdict === 'Login_access_only';
      const kind = matched ? (provisional ? 'open' : 'good') : 'bad';
      return {
        from: loginAt,
        to: logoutAt ?? later(loginAt, until),
        title: `${labelOf(verdict)}: as ${target}`,
        kind,
      };
    });
  const lanes = [
    { name: 'Windows', spans: windows },
    { name: 'Login grants', spans: grants },
    { name: 'Accesses', spans: accesses },
  ];
  return lanes.filter(({ spans }) => spans.length > 0);
}

/** From the first start to the last end, with a twentieth of it on both sides. */
function extentOf(spans: readonly Span[]): [Date, Date] {
  const from = Math.min(...spans.map((span) => milliseconds(span.from)));
  const to = Math.max(...spans.map((span) => milliseconds(span.to)));
  const margin = Math.max((to - from) / 20, 60_000);
  return [new Date(from - margin), new Date(to + margin)];
}

function earlier(a: string, b: string): string {
  return milliseconds(a) <= milliseconds(b) ? a : b;
}

function later(a: string, b: string): string {
  return milliseconds(a) >= milliseconds(b) ? a : b;
}
