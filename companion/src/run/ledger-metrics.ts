/**
 * What Prometheus learns of requests, verdicts and drills. It is counted from the ledger whenever it is asked for: nothing is
 * lost with a process that dies, and each of many companions says the same. Reads go on where the last one ended.
 */
import { Counter, Histogram, type Registry } from 'prom-client';
import { secondsBetween } from '../core/drills.ts';
import type { EntryType, LedgerEntry } from '../core/entries/entries.ts';
import type { RequestState } from '../core/requests.ts';
import type { Ledger } from '../store/ledger.ts';

const TYPES = [
  'request.revision',
  'request.state',
  'verdict',
  'drill.started',
  'drill.answered',
  'drill.ended',
] as const satisfies readonly EntryType[];
/** Entries of the ledger that one read spans, so that memory stays flat. */
const SPAN = 20_000;

/** What ends the waiting of a request, of which the first three are answers. */
const ENDS: readonly RequestState[] = ['Approved', 'Denied', 'Expired', 'Cancelled', 'Refused_by_policy'];
const ANSWERS = ENDS.slice(0, 3);

const HOUR = 3600;
const DECIDE_BUCKETS = [
  60,
  300,
  900,
  1800,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  24 * HOUR,
  72 * HOUR,
];
const DRILL_BUCKETS = [30, 60, 120, 300, 600, 900, 1800, HOUR, 4 * HOUR, 24 * HOUR];

interface Followed {
  /** The next entry to be read. */
  next: number;
  /** Since when requests wait, by id. */
  waiting: Map<string, string>;
  /** The drill that runs. */
  drillSince: string | null;
}

/** @param orgs ids of the orgs that are served */
export function measureLedger(
  registry: Registry,
  ledger: Pick<Ledger, 'head' | 'entries'>,
  orgs: readonly string[],
): void {
  const followed = new Map<string, Followed>(
    orgs.map((org) => [org, { next: 0, waiting: new Map(), drillSince: null }]),
  );
  let running: Promise<void> | null = null;
  /** All metrics of one scrape ask; they share one read. */
  const collect = (): Promise<void> => {
    running ??= readOn().finally(() => {
      running = null;
    });
    return running;
  };
  const common = { registers: [registry], collect };
  const outcomes = new Counter({
    ...{ name: 'countersign_requests_ended_total', labelNames: ['org', 'outcome'], ...common },
    help: 'Access requests whose waiting has ended, by outcome; drills are not among them',
  });
  const toDecide = new Histogram({
    ...{ name: 'countersign_time_to_decide_seconds', labelNames: ['org', 'outcome'], ...common },
    help: 'Time from the submission of a request to the answer or the deadline; drills are not among them',
    buckets: DECIDE_BUCKETS,
  });
  const verdicts = new Counter({
    ...{
      name: 'countersign_verdicts_total',
      labelNames: ['org', 'subject', 'verdict', 'provisional'],
      ...common,
    },
    help: 'Verdicts on accesses and grants; an access that is judged anew counts again. No_authorization is an unmatched access',
  });
  const drills = new Counter({
    ...{ name: 'countersign_drills_total', labelNames: ['org'], ...common },
    help: 'Drills that have ended',
  });
  const drilled = new Counter({
    ...{ name: 'countersign_drilled_contacts_total', labelNames: ['org', 'result'], ...common },
    help: 'Contacts asked in drills that have ended: answered or silent',
  });
  const drillAnswer = new Histogram({
    ...{ name: 'countersign_drill_answer_seconds', labelNames: ['org'], ...common },
    help: 'Time from the start of a drill to an answer',
    buckets: DRILL_BUCKETS,
  });

  async function readOn(): Promise<void> {
    for (const [org, at] of followed) {
      const { size } = await ledger.head(org);
      while (at.next < size) {
        const to = Math.min(at.next + SPAN, size);
        for (const { entry } of await ledger.entries(org, { from: at.next, to, types: TYPES }))
          take(org, at, entry);
        at.next = to;
      }
    }
  }

  function take(org: string, at: Followed, entry: LedgerEntry): void {
    switch (entry.type) {
      case 'request.revision':
        if (entry.state === 'Submitted' && !at.waiting.has(entry.request))
          at.waiting.set(entry.request, entry.at);
        return;
      case 'request.state':
        return takeState(org, at, entry);
      case 'verdict':
        return verdicts.inc({
          ...{ org, subject: entry.subject, verdict: entry.verdict, provisional: String(entry.provisional) },
        });
      case 'drill.started':
        at.drillSince = entry.at;
        return;
      case 'drill.answered':
        return drillAnswer.observe(
          { org },
          at.drillSince === null ? 0 : secondsBetween(at.drillSince, entry.at),
        );
      case 'drill.ended':
        drills.inc({ org });
        drilled.inc({ org, result: 'answered' }, entry.answered);
        drilled.inc({ org, result: 'silent' }, entry.silent.length);
        return;
      default:
        return;
    }
  }

  function takeState(
    org: string,
    at: Followed,
    { request, to: outcome, at: now }: Extract<LedgerEntry, { type: 'request.state' }>,
  ) {
    if (outcome === 'Submitted' && !at.waiting.has(request)) at.waiting.set(request, now);
    const since = at.waiting.get(request);
    if (!ENDS.includes(outcome) || since === undefined) return;
    at.waiting.delete(request);
    outcomes.inc({ org, outcome });
    if (ANSWERS.includes(outcome)) toDecide.observe({ org, outcome }, secondsBetween(since, now));
  }
}
