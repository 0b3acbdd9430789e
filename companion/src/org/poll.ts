/**
 * One look at the org: one composite call of at most five queries. Each source stands for itself: one that cannot be
 * read is named with the org's reason and leaves the others as they are.
 */
import {
  type AuditRow,
  auditSince,
  type GrantRow,
  grantsLiveAt,
  type LoginLogRow,
  loginsBetween,
  parseAudit,
  parseGrants,
  parseLogins,
  parseSessions,
  type SessionRow,
  substituteSessions,
} from './evidence.ts';
import { ask, askTogether, DATA, type Question, type Rows, wordsOfOrg } from './reading.ts';
import { requestsOverlap } from './requests-overlap.ts';
import { parseRequests, type RawRequest, requestsSince } from './requests.ts';
import type { Answer, Session } from './session.ts';

/** API names of the picklist Source_Coverage__c.Source__c. */
export type Source =
  'User_grants' | 'Setup_audit_trail' | 'Support_login_log' | 'Substitute_sessions' | 'Companion_records';

/** Up to where each source has been read, by the org's clock (ISO 8601 with Z); null = never. */
export interface Watermarks {
  requests: string | null;
  auditTrail: string | null;
  loginLog: string | null;
}

export interface Poll {
  /** The org's clock when the poll was sent. */
  serverTime: string;
  /** The org's clock minus ours, in milliseconds; null when the answer had no `Date`. */
  offsetMs: number | null;
  /** How far `offsetMs` can be wrong: half the way there and back, and half of the header's whole second. */
  offsetErrorMs: number;
  requests: RawRequest[];
  grants: GrantRow[];
  auditRows: AuditRow[];
  /** `unavailable`: the org has no such object, as most have not. */
  loginRows: LoginLogRow[] | 'unavailable';
  sessions: SessionRow[];
  unreadable: { source: Source; reason: string }[];
  /** What was read, with the interval that the rows cover. */
  read: { source: Source; from: string; to: string }[];
  /** To be handed in next time; a source that could not be read keeps its old mark. */
  watermarks: Watermarks;
}

/** Rows become visible after the moment they bear: commits take time, and the login log is 25 to 45 minutes late. */
const OVERLAP = { auditTrail: { minutes: 15 }, loginLog: { minutes: 90 } } as const;
/** What the sources keep at most (salesforce-facts 1.2 and 2.1). */
const KEPT = { auditTrail: { hours: 180 * 24 }, loginLog: { hours: 30 * 24 } } as const;
const LOGIN_LOG_SPAN = { hours: 15 * 24 } as const;
/** A licence comes and goes seldom; looking for it costs a call. */
const DESCRIBE_AGAIN = Temporal.Duration.from({ hours: 6 });

type Name = 'requests' | 'grants' | 'auditTrail' | 'loginLog' | 'sessions';
const SOURCE: Readonly<Record<Name, Source>> = {
  requests: 'Companion_records',
  grants: 'User_grants',
  auditTrail: 'Setup_audit_trail',
  loginLog: 'Support_login_log',
  sessions: 'Substitute_sessions',
};

/** A measure that may be wrong by more says nothing: a machine that slept while the answer came would raise an alarm. */
const WORST_ERROR_MS = 10_000;

/** Measures the org's clock against ours by the `Date` header of an answer, which has whole seconds. */
export const measureClock = (
  answer: Pick<Answer, 'headers' | 'sentAt' | 'receivedAt'>,
): { offsetMs: number | null; errorMs: number } => {
  const way = answer.receivedAt.epochMilliseconds - answer.sentAt.epochMilliseconds;
  const told = Date.parse(answer.headers['date'] ?? '');
  const errorMs = Math.ceil(way / 2) + 500;
  if (Number.isNaN(told) || errorMs > WORST_ERROR_MS) return { offsetMs: null, errorMs };
  return { offsetMs: Math.round(told + 500 - (answer.sentAt.epochMilliseconds + way / 2)), errorMs };
};

const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) < 0 ? a : b);
const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b);

/** Where to begin reading: behind the mark by the overlap, but never before what the source keeps. */
const startOf = (name: 'auditTrail' | 'loginLog', mark: string | null, now: Temporal.Instant) => {
  const oldest = now.subtract(KEPT[name]);
  return mark === null ? oldest : later(oldest, Temporal.Instant.from(mark).subtract(OVERLAP[name]));
};

/** Intervals of at most 15 days, oldest first. */
export const loginLogWindows = (
  from: Temporal.Instant,
  to: Temporal.Instant,
): { from: Temporal.Instant; to: Temporal.Instant }[] => {
  const windows = [];
  for (let start = from; Temporal.Instant.compare(start, to) < 0;) {
    const end = earlier(start.add(LOGIN_LOG_SPAN), to);
    windows.push({ from: start, to: end });
    start = end;
  }
  return windows;
};

/** Knows whether the org has the login log, asks again once an hour, and forgets when a query says otherwise. */
class LoginLogPresence {
  #known: { present: boolean; at: Temporal.Instant } | null = null;

  async present(session: Session): Promise<boolean> {
    const now = session.now();
    if (this.#known && Temporal.Duration.compare(now.since(this.#known.at), DESCRIBE_AGAIN) < 0) {
      return this.#known.present;
    }
    const path = `${DATA}/sobjects/SalesforceLoginAsEventLog/describe`;
    const { status } = await session.request({ method: 'GET', path });
    this.#known = { present: status === 200, at: now };
    return this.#known.present;
  }
  forget(): void {
    this.#known = null;
  }
}

export type Poller = (watermarks: Watermarks) => Promise<Poll>;

type Answers = Partial<Record<Name, Rows>>;

const recordsOf = (rows: Rows | undefined): unknown[] => (rows?.readable ? rows.records : []);

const restOfLoginLog = async (
  session: Session,
  first: Rows,
  windows: ReturnType<typeof loginLogWindows>,
): Promise<Rows> => {
  let rows = first;
  for (const { from, to } of windows) {
    if (!rows.readable) return rows;
    const more: Rows = await ask(session, loginsBetween(from, to));
    rows = more.readable ? { readable: true, records: [...rows.records, ...more.records] } : more;
  }
  return rows;
};

/** Polls one org; keeps whether the login log is there, and when requests were last read with the whole overlap. */
export const createPoller = (session: Session): Poller => {
  const presence = new LoginLogPresence();
  const overlap = requestsOverlap();
  let offset = 0;

  return async (marks) => {
    const about = session.now().add({ milliseconds: offset });
    const requestsFrom = overlap.from(marks.requests, about);
    const from = {
      requests: requestsFrom ?? Temporal.Instant.fromEpochMilliseconds(0),
      grants: about,
      sessions: about,
      auditTrail: startOf('auditTrail', marks.auditTrail, about),
      loginLog: startOf('loginLog', marks.loginLog, about),
    };
    const present = await presence.present(session);
    const [firstWindow, ...otherWindows] = present ? loginLogWindows(from.loginLog, about) : [];
    const questions: Partial<Record<Name, Question>> = {
      requests: requestsSince(requestsFrom),
      grants: grantsLiveAt(about),
      auditTrail: auditSince(from.auditTrail),
      ...(firstWindow ? { loginLog: loginsBetween(firstWindow.from, firstWindow.to) } : {}),
      sessions: substituteSessions,
    };
    const { rows, answer } = await askTogether(session, questions as Record<Name, Question>);
    const answers: Answers = rows;
    if (answers.loginLog) answers.loginLog = await restOfLoginLog(session, answers.loginLog, otherWindows);
    const clock = measureClock(answer);
    offset = clock.offsetMs ?? offset;
    const to = answer.sentAt.add({ milliseconds: offset });
    if (answers.loginLog && !answers.loginLog.readable) presence.forget();
    if (answers.requests?.readable) overlap.haveRead(about);
    return compile(answers, { marks, from, to, clock });
  };
};

interface Circumstances {
  marks: Watermarks;
  from: Record<Name, Temporal.Instant>;
  to: Temporal.Instant;
  clock: ReturnType<typeof measureClock>;
}

/** INVALID_TYPE is how the org says that it has no such object; any other refusal is a permission that was lost. */
const isAbsent = (rows: Rows | undefined): boolean =>
  rows === undefined || (!rows.readable && rows.errorCode === 'INVALID_TYPE');

const compile = (answers: Answers, { marks, from, to, clock }: Circumstances): Poll => {
  const until = to.toString();
  const named = Object.entries(answers) as [Name, Rows][];
  const mark = (name: Name, old: string | null) => (answers[name]?.readable ? until : old);
  const absent = isAbsent(answers.loginLog);
  return {
    serverTime: until,
    offsetMs: clock.offsetMs,
    offsetErrorMs: clock.errorMs,
    requests: parseRequests(recordsOf(answers.requests)),
    grants: parseGrants(recordsOf(answers.grants)),
    auditRows: parseAudit(recordsOf(answers.auditTrail)),
    loginRows: absent ? 'unavailable' : parseLogins(recordsOf(answers.loginLog)),
    sessions: parseSessions(recordsOf(answers.sessions)),
    unreadable: named.flatMap(([name, rows]) =>
      rows.readable || (name === 'loginLog' && absent)
        ? []
        : [{ source: SOURCE[name], reason: wordsOfOrg(rows) }],
    ),
    read: named.flatMap(([name, rows]) =>
      rows.readable ? [{ source: SOURCE[name], from: from[name].toString(), to: until }] : [],
    ),
    watermarks: {
      requests: mark('requests', marks.requests),
      auditTrail: mark('auditTrail', marks.auditTrail),
      loginLog: mark('loginLog', marks.loginLog),
    },
  };
};
