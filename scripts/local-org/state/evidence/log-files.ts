/**
 * Event log files of what administrators did while logged in as others: one CSV file per hour and one per day with
 * events, each there only some time after its hour or day, as the platform's batch job makes them.
 */
import type { Sql } from '../database.ts';
import type { Platform, RecordInput } from '../engine.ts';

type Interval = 'Hourly' | 'Daily';

const HOUR = 3600;
const SPANS: Readonly<Record<Interval, number>> = { Hourly: HOUR, Daily: 24 * HOUR };

interface Event {
  at: number;
  clientip: string | null;
  cputime: number | null;
  delegateduseridentifier: string | null;
  delegatedusername: string | null;
  loginkey: string | null;
  requestidentifier: string | null;
  runtime: number | null;
  sessionkey: string | null;
  uri: string | null;
  useridentifier: string | null;
}

type Column = readonly [name: string, type: string, value: (event: Event, orgId: string) => unknown];

const COLUMNS: readonly Column[] = [
  ['EVENT_TYPE', 'String', () => 'LoginAs'],
  ['TIMESTAMP', 'String', ({ at }) => moment(at).replace(/[-:TZ]/g, '')],
  ['REQUEST_ID', 'String', ({ requestidentifier }) => requestidentifier],
  ['ORGANIZATION_ID', 'Id', (_event, orgId) => orgId.slice(0, 15)],
  ['USER_ID', 'Id', ({ useridentifier }) => useridentifier?.slice(0, 15)],
  ['RUN_TIME', 'Number', ({ runtime }) => runtime],
  ['CPU_TIME', 'Number', ({ cputime }) => cputime],
  ['URI', 'String', ({ uri }) => uri],
  ['SESSION_KEY', 'String', ({ sessionkey }) => sessionkey],
  ['LOGIN_KEY', 'String', ({ loginkey }) => loginkey],
  ['DELEGATED_USER_ID', 'Id', ({ delegateduseridentifier }) => delegateduseridentifier?.slice(0, 15)],
  ['DELEGATED_USER_NAME', 'String', ({ delegatedusername }) => delegatedusername],
  ['CLIENT_IP', 'String', ({ clientip }) => clientip],
  ['TIMESTAMP_DERIVED', 'DateTime', ({ at }) => moment(at)],
  ['USER_ID_DERIVED', 'Id', ({ useridentifier }) => useridentifier],
  ['URI_ID_DERIVED', 'Id', () => null],
  ['DELEGATED_USER_ID_DERIVED', 'Id', ({ delegateduseridentifier }) => delegateduseridentifier],
];

interface Writer {
  sql: Sql;
  platform: Platform;
  orgId: string;
  apiVersion: string;
}

/** Writes the files that are due at `now` and not there yet. */
export async function writeDueFiles(writer: Writer, now: Temporal.Instant): Promise<void> {
  for (const interval of ['Hourly', 'Daily'] as const) {
    for (const start of await unwritten(writer.sql, interval)) {
      const due = dueAt(interval, start);
      if (due <= now.epochMilliseconds / 1000) await writeFile(writer, interval, start, due);
    }
  }
}

/** Beginnings of hours or days (epoch seconds, UTC) that have events but no file. */
async function unwritten(sql: Sql, interval: Interval): Promise<number[]> {
  const unit = interval === 'Hourly' ? 'hour' : 'day';
  const rows = await sql.query<{ start: number }>(
    `SELECT extract(epoch FROM start)::bigint AS start
     FROM (SELECT DISTINCT date_trunc('${unit}', "timestamp") AS start FROM loginaseventlog) AS spans
     WHERE start IS NOT NULL AND NOT EXISTS (SELECT 1 FROM eventlogfile f WHERE f.logdate = start AND f."interval" = $1)
     ORDER BY start`,
    [interval],
  );
  return rows.map(({ start }) => start);
}

/** A day's file comes a day after its end; an hour's three to six hours after its end, the same for all clients. */
function dueAt(interval: Interval, start: number): number {
  const end = start + SPANS[interval];
  if (interval === 'Daily') return end + 24 * HOUR;
  return end + 3 * HOUR + (((start / HOUR) * 7919) % (3 * HOUR));
}

async function writeFile(
  { sql, platform, orgId, apiVersion }: Writer,
  interval: Interval,
  start: number,
  due: number,
): Promise<void> {
  const events = await sql.query<Event>(
    `SELECT extract(epoch FROM "timestamp")::bigint AS at, clientip, cputime, delegateduseridentifier, delegatedusername,
       loginkey, requestidentifier, runtime, sessionkey, uri, useridentifier FROM loginaseventlog
     WHERE extract(epoch FROM "timestamp") >= $1 AND extract(epoch FROM "timestamp") < $2 ORDER BY "timestamp", id`,
    [start, start + SPANS[interval]],
  );
  const lines = [
    COLUMNS.map(([name]) => quotedCell(name)),
    ...events.map((event) => COLUMNS.map(([, , value]) => quotedCell(value(event, orgId)))),
  ];
  const body = new Uint8Array(Buffer.from(lines.map((cells) => `${cells.join(',')}\n`).join(''), 'utf8'));
  const made = moment(due);
  const file: RecordInput = {
    EventType: 'LoginAs',
    LogDate: moment(start),
    LogFileLength: body.length,
    LogFileContentType: 'text/csv',
    ApiVersion: Number(apiVersion),
    Sequence: interval === 'Hourly' ? 1 : 0,
    Interval: interval,
    LogFileFieldNames: COLUMNS.map(([name]) => name).join(','),
    LogFileFieldTypes: COLUMNS.map(([, type]) => type).join(','),
    LogFile: body,
    ...{ CreatedDate: made, LastModifiedDate: made, SystemModstamp: made },
  };
  await platform.insert('EventLogFile', [file]);
}

/** Every cell is quoted, empty ones too, as the platform's files are. */
function quotedCell(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return `"${text.replaceAll('"', '""')}"`;
}

/** `2026-11-21T12:00:00.000Z` of epoch seconds. */
function moment(seconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString({ smallestUnit: 'millisecond' });
}
