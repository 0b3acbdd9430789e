/** The relay's jobs: which there are, and who does each. All are safe to repeat. */
import { watchReview } from './break-glass/break-glass-review.ts';
import { DELIVER, deliver } from './deliveries.ts';
import { drillDue } from './drills/drill-schedule.ts';
import { endDrillNow, remindDrill } from './drills/drills.ts';
import { evaluate } from './evaluate.ts';
import { TELL_FINDING } from './findings.ts';
import type { RelayPorts } from './ports.ts';
import { settleRequest } from './settle.ts';
import type { SharedUnits } from './shared-units.ts';
import { showStanding } from './standing/standing.ts';
import { tellFinding } from './tell.ts';
import {
  ASK_REVOKE,
  BREAK_GLASS_REVIEW,
  CLIMB,
  CLOSE_WINDOW,
  DRILL_DUE,
  DRILL_END,
  DRILL_REMIND,
  EVALUATE,
  EXPIRE,
  OPEN_WINDOW,
  SETTLE,
  WATCH_ROSTER,
} from './timers.ts';
import { watchRoster } from './watchdog.ts';
import { askAgain, climbNow, closeWindow, expire, openWindow } from './windows.ts';
import { writeSoon } from './writing.ts';

/** A job as the store hands it out. */
export interface RelayJob {
  data: { readonly [name: string]: unknown };
}

/** Every job the relay works on; the store must know them before the relay starts. */
export const RELAY_JOBS = [
  DELIVER,
  TELL_FINDING,
  EVALUATE,
  EXPIRE,
  CLIMB,
  SETTLE,
  BREAK_GLASS_REVIEW,
  OPEN_WINDOW,
  CLOSE_WINDOW,
  ASK_REVOKE,
  DRILL_DUE,
  DRILL_REMIND,
  DRILL_END,
  WATCH_ROSTER,
] as const;

/** Jobs of one kind that run side by side, where they are more than the store's own measure: these wait for other systems. */
export const JOBS_AT_ONCE: Readonly<Record<string, number>> = { [DELIVER]: 8 };

/** @throws TypeError for a job that is not the relay's */
export async function work(
  ports: RelayPorts,
  inSharedUnit: SharedUnits,
  job: string,
  data: RelayJob['data'],
): Promise<void> {
  const request = String(data['request']);
  switch (job) {
    case DELIVER:
      return deliver(ports, String(data['delivery']), inSharedUnit);
    case TELL_FINDING:
      return tellFinding(ports, String(data['finding']));
    case EVALUATE:
      return evaluate(ports, request, { failures: Number(data['failures'] ?? 0) });
    case EXPIRE:
      return expire(ports, request);
    case CLIMB:
      return climbNow(ports, request);
    case SETTLE:
      await ports.store.exclusive(ports.org.orgId, request, () => settleRequest(ports, request));
      return writeSoon(ports);
    case BREAK_GLASS_REVIEW:
      return watchReview(ports, request);
    case OPEN_WINDOW:
      return openWindow(ports, request);
    case CLOSE_WINDOW:
      return closeWindow(ports, request);
    case ASK_REVOKE:
      return askAgain(ports, request, Number(data['round']));
    case DRILL_DUE:
      return drillDue(ports);
    case DRILL_REMIND:
      return remindDrill(ports, String(data['drill']));
    case DRILL_END:
      return endDrillNow(ports, String(data['drill']));
    case WATCH_ROSTER:
      await watchRoster(ports);
      return showStanding(ports);
    default:
      throw new TypeError(`The relay has no job ${job}.`);
  }
}
