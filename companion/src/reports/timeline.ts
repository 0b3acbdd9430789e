/** The picture of a period as inline SVG, with its table: whoever cannot see the one reads the other. */
import { scaleUtc } from 'd3-scale';
import { millisecondsOf } from '../core/instants.ts';
import { drawn, type Lane, lanesOf, type Span, type SpanKind } from './lanes.ts';
import { type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import type { AuditReport } from './report.ts';

const WIDTH = 920;
const LEFT = 118;
const RIGHT = 14;
const TOP = 30;
const ROW = 24;
const BAR = 16;
const LANE_GAP = 12;
const SMALLEST_BAR = 6;
const DAY_MS = 86_400_000;

/** Fill, outline, and the sign that says the same without colour. */
const LOOKS: Record<SpanKind, { fill: string; edge: string; sign: string; label: string }> = {
  window: { fill: '#cfe3ee', edge: '#0b4f6c', sign: '', label: 'authorized window' },
  grant: { fill: '#e6e9ee', edge: '#6a7885', sign: '', label: 'login grant' },
  good: { fill: '#1d6b3a', edge: '#1d6b3a', sign: '', label: 'access, matched' },
  open: { fill: '#f4c25b', edge: '#8a5300', sign: '?', label: 'access, not settled' },
  bad: { fill: '#b3202f', edge: '#7d1220', sign: '!', label: 'access, to be looked at' },
  gap: { fill: 'url(#gap)', edge: '#51606f', sign: '', label: 'gap in a source' },
};

type Scale = (at: string) => number;

/** @returns a figure and its table; a sentence when nothing of the period can be drawn. */
export function timeline(report: AuditReport): Markup {
  const inFull = lanesOf(report);
  const spans = inFull.flatMap(({ rows }) => rows.flat());
  const lanes = inFull.map(({ name, rows }) => ({
    name,
    rows: rows.map((row) => row.map((span) => drawn(span, report))),
  }));
  if (spans.length === 0) {
    return markup`<p class="none">Nothing was logged in this period that could be drawn.</p>`;
  }
  const extent = extentOf(lanes.flatMap(({ rows }) => rows.flat()));
  const height = TOP + lanes.reduce((sum, lane) => sum + heightOf(lane), 0);
  const scale = scaleUtc(extent, [LEFT, WIDTH - RIGHT]);
  const x: Scale = (at) => scale(new Date(millisecondsOf(at)));
  const ticks = scale
    .ticks(6)
    .map((tick) => Temporal.Instant.fromEpochMilliseconds(tick.getTime()).toString());
  let top = TOP;
  const picture = lanes.map((lane) => {
    const at = top;
    top += heightOf(lane);
    return drawLane(lane, at, x);
  });
  const { timeZone } = report.period;
  return markup`<figure><div class="picture" role="group" aria-label="Timeline" tabindex="0"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="timeline-title timeline-text"><title id="timeline-title">Timeline of the period</title><desc id="timeline-text">${spans.length} spans of time in ${lanes.length} lanes: ${lanes.map(({ name }) => name.toLowerCase()).join(', ')}. The table after the picture gives each in words.</desc><defs><pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/><line x1="0" y1="0" x2="0" y2="6" stroke="#51606f" stroke-width="2"/></pattern></defs>${drawTicks(ticks, x, height, timeZone, extent)}${picture}</svg></div><figcaption>${legend(spans)}</figcaption></figure>${inWords(spans, timeZone)}`;
}

function heightOf({ rows }: Lane): number {
  return rows.length * ROW + LANE_GAP;
}

function drawTicks(
  ticks: readonly string[],
  x: Scale,
  height: number,
  timeZone: string,
  [from, to]: [Date, Date],
): Markup {
  // Days where the picture spans days, hours where it spans hours.
  const [start, end] = to.getTime() - from.getTime() > 4 * DAY_MS ? [0, 10] : [5, 16];
  const lines = ticks.map((at) => {
    const place = x(at).toFixed(1);
    return markup`<line x1="${place}" x2="${place}" y1="${TOP - 8}" y2="${height}" class="tick"/><text x="${place}" y="14" class="time" text-anchor="middle">${localTime(at, timeZone).slice(start, end)}</text>`;
  });
  return markup`<g>${lines}</g>`;
}

function drawLane({ name, rows }: Lane, top: number, x: Scale): Markup {
  const bars = rows.map((row, index) => row.map((span) => drawSpan(span, top + index * ROW, x)));
  const bottom = top + rows.length * ROW + LANE_GAP / 2;
  return markup`<g><text x="0" y="${top + BAR - 3}" class="lane">${name}</text>${bars}<line x1="0" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}" class="rule"/></g>`;
}

function drawSpan({ from, to, what, kind }: Span, y: number, x: Scale): Markup {
  const { fill, edge, sign } = LOOKS[kind];
  const left = x(from);
  const width = Math.max(x(to) - left, SMALLEST_BAR);
  const label =
    sign !== '' && width >= 14
      ? markup`<text x="${(left + width / 2).toFixed(1)}" y="${y + BAR - 4}" class="sign" fill="${kind === 'open' ? '#3d2500' : '#fff'}" text-anchor="middle">${sign}</text>`
      : '';
  return markup`<g><title>${what}</title><rect x="${left.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="3" fill="${fill}" stroke="${edge}"/>${label}</g>`;
}

function legend(spans: readonly Span[]): Markup[] {
  const kinds = new Set(spans.map(({ kind }) => kind));
  return (Object.keys(LOOKS) as SpanKind[])
    .filter((kind) => kinds.has(kind))
    .map((kind) => {
      const { fill, edge, sign, label } = LOOKS[kind];
      return markup`<span class="key"><svg viewBox="0 0 22 14" width="22" height="14" aria-hidden="true"><rect x="1" y="1" width="20" height="12" rx="3" fill="${fill}" stroke="${edge}"/><text x="11" y="11" class="sign" fill="${kind === 'open' ? '#3d2500' : '#fff'}" text-anchor="middle">${sign}</text></svg> ${label}</span> `;
    });
}

function inWords(spans: readonly Span[], timeZone: string): Markup {
  const time = (at: string) => markup`<span class="time">${localTime(at, timeZone)}</span>`;
  const ordered = [...spans].sort((a, b) => millisecondsOf(a.from) - millisecondsOf(b.from));
  return table(
    'The same in words',
    [
      { title: 'From', cell: ({ from }) => time(from) },
      { title: 'To', cell: ({ to }) => time(to) },
      { title: 'What', cell: ({ what }) => what },
    ],
    ordered,
    '',
  );
}

/** From the first start to the last end, with a thirtieth of it on both sides. */
function extentOf(spans: readonly Span[]): [Date, Date] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of spans) {
    from = Math.min(from, millisecondsOf(span.from));
    to = Math.max(to, millisecondsOf(span.to));
  }
  const margin = Math.max((to - from) / 30, 60_000);
  return [new Date(from - margin), new Date(to + margin)];
}
