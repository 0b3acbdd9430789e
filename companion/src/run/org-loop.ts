/**
 * Keeps looking at one org: at once when a change is pushed, else at an interval that depends on whether a window is
 * live. Push is a hint; the truth is read from the org each time. What fails is tried again at the next turn.
 *
 * Of several companions on one database one has the duty; the others ask for it every other second, and one of them has
 * it seconds after its holder has died.
 */
import type { Logger } from 'pino';
import { AppError } from '../core/errors.ts';
import { planPoll } from '../watch/interval.ts';
import type { OrgRuntime } from './org-runtime.ts';

export interface OrgLoop {
  /** Looks now, after the look that may be under way. Rejects with what that look met. */
  lookNow(): Promise<void>;
  push(): { up: boolean; reason: string };
  /** False: another companion polls this org. */
  onDuty(): boolean;
  /** ISO 8601 with Z; null before the first success. */
  lastLook(): string | null;
  stop(): Promise<void>;
}

export interface OrgLoopOptions {
  runtime: OrgRuntime;
  push: boolean;
  idleSeconds: number;
  logger: Logger;
}

/** Full checks of all records, and the checks of the companion's own rows in between. */
const DUTY_EVERY_MS = 2_000;
/** When the store is away and cannot say how soon the next look is wanted. */
const AGAIN_SECONDS = 10;
const HOURLY = Temporal.Duration.from({ hours: 1 });
const DAILY = Temporal.Duration.from({ hours: 24 });

export async function startOrgLoop({ runtime, push, idleSeconds, logger }: OrgLoopOptions): Promise<OrgLoop> {
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let waiting: Promise<void> | null = null;
  let status = { up: false, reason: push ? 'not subscribed yet' : 'turned off by SF_PUSH' };
  const due = dueChecks(runtime);

  const look = async () => {
    // A roster row that cannot be read must not keep the org from being watched; it is told, and tried again.
    const [checks] = await Promise.allSettled([due()]);
    await runtime.look();
    if (checks.status === 'rejected') throw checks.reason;
  };
  /** Any number of hints that come while a look is under way ask for one more look. */
  const lookNow = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    waiting ??= turn.then(() => {
      waiting = null;
      const current = look();
      turn = current.catch(() => undefined);
      return current;
    });
    return waiting;
  };
  const lookAndPlan = async () => {
    if (timer) clearTimeout(timer);
    try {
      await lookNow();
    } catch (error) {
      report(logger, error);
    }
    await plan();
  };
  /** Never throws: planning that failed would end the process, or leave the org unwatched. */
  const pause = async (): Promise<number | null> => {
    try {
      return planPoll({ live: await runtime.isLive(), idleSeconds, usage: runtime.org.usage() }).seconds;
    } catch (error) {
      report(logger, error);
      return Math.min(idleSeconds, AGAIN_SECONDS);
    }
  };
  /** Above the org's limit nothing is read until a window is live or the limit has room again. */
  const plan = async (): Promise<void> => {
    const seconds = await pause();
    if (stopped || duty === null) return;
    const next = seconds === null ? plan : lookAndPlan;
    // Hints that came together plan together: one timer stays.
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void next(), (seconds ?? idleSeconds) * 1000);
  };
  const hinted = (entity: string | null) => {
    if (entity === 'Audit_Report__c' || entity === null) runtime.expectReports();
    void lookAndPlan();
  };
  const subscribe = () =>
    runtime.org.subscribe({
      changed: ({ entity }) => hinted(entity),
      reread: () => hinted(null),
      status: (up, reason) => {
        status = { up, reason };
        logger.info({ up, reason }, 'push');
      },
    });
  let duty: { subscription: { close(): void } | null } | null = null;
  const standDown = () => {
    if (timer) clearTimeout(timer);
    duty?.subscription?.close();
    duty = null;
  };
  const seeToDuty = async () => {
    const mine = await runtime.isOnDuty();
    if (stopped || mine === (duty !== null)) return;
    if (mine) {
      duty = { subscription: push ? await subscribe() : null };
      await lookAndPlan();
    } else {
      logger.warn('another companion has taken over this org');
      standDown();
    }
  };
  await seeToDuty();
  let asking: Promise<void> = Promise.resolve();
  const asks = setInterval(() => {
    asking = asking.then(seeToDuty).catch((error: unknown) => report(logger, error));
  }, DUTY_EVERY_MS);
  return {
    lookNow,
    push: () => status,
    onDuty: () => duty !== null,
    lastLook: () => runtime.lastLook(),
    stop: async () => {
      stopped = true;
      clearInterval(asks);
      await asking;
      standDown();
      await turn;
    },
  };
}

/** What is read seldom: roster, policy and reports hourly, the companion's own rows hourly, all records once a day. */
function dueChecks(runtime: OrgRuntime): () => Promise<void> {
  let hourly: Temporal.Instant | null = null;
  let daily: Temporal.Instant | null = null;
  const isDue = (last: Temporal.Instant | null, now: Temporal.Instant, every: Temporal.Duration) =>
    last === null || Temporal.Duration.compare(last.until(now), every) >= 0;
  return async () => {
    const now = await runtime.now();
    if (isDue(hourly, now, HOURLY)) {
      await runtime.readSlowSources();
      hourly = now;
    }
    if (isDue(daily, now, DAILY)) {
      const first = daily === null;
      daily = now;
      // At the first look the poll reads all requests anyway.
      if (!first) await runtime.checkRecords({ all: true });
    }
  };
}

function report(logger: Logger, error: unknown): void {
  if (error instanceof AppError) {
    logger.warn({ code: error.code, problem: error.message }, 'the org could not be read; it is tried again');
  } else {
    logger.error({ err: error }, 'looking at the org failed; it is tried again');
  }
}
