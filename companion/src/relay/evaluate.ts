/** The evaluation of a submitted request: the org is asked first, and what follows from its answers is one unit. */
import { AppError } from '../core/errors.ts';
import { isBreakGlass } from './break-glass/break-glass.ts';
import { openKept } from './break-glass/break-glass-opening.ts';
import { clockTime, later } from './clock.ts';
import { conclude } from './conclusion.ts';
import { policyInForce } from './policy.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { readingOnce } from './reading-once.ts';
import { rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import { readTarget, type Target } from './target.ts';
import { EVALUATE } from './timers.ts';
import { type Ground, weigh } from './weighing.ts';

/**
 * When to try again what failed because the org was out of reach or refused it, or because another policy took force
 * meanwhile: doubling from the first pause to the last, so that an org that goes on refusing is not asked for ever.
 */
const FIRST_PAUSE_SECONDS = 20;
const LONGEST_PAUSE_SECONDS = 600;
const RETRIED: readonly string[] = ['org_unreachable', 'rate_limited', 'request_changed'];

const pauseAfter = (failures: number): { seconds: number } => ({
  seconds: Math.min(FIRST_PAUSE_SECONDS * 2 ** failures, LONGEST_PAUSE_SECONDS),
});

export interface EvaluateOptions {
  /** How often in a row it came to nothing before. */
  failures?: number;
  /** What the org says of the target user, where it is being asked already; else it is asked. */
  target?: Promise<Target> | undefined;
}

/** Evaluates a request that is still submitted; repeatable. An org out of reach leaves it for a timer. */
export async function evaluate(
  ports: RelayPorts,
  id: string,
  { failures = 0, target }: EvaluateOptions = {},
): Promise<void> {
  const { org, store, log } = ports;
  try {
    await store.exclusive(org.orgId, id, () => evaluateNow(ports, id, target));
    // Contacts do not wait until the org shows it.
    ports.projector.soon();
  } catch (error) {
    if (!(error instanceof AppError) || !RETRIED.includes(error.code)) throw error;
    log.warn({ request: id, code: error.code }, 'a request is evaluated again soon');
    const at = later(await clockTime(ports), pauseAfter(failures));
    const again = { request: id, failures: failures + 1 };
    await store.unit(org.orgId, (unit) => unit.enqueue(EVALUATE, again, { key: id, at }));
  }
}

async function evaluateNow(ports: RelayPorts, id: string, asked: Promise<Target> | undefined): Promise<void> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const request = await rows.requests.get(id);
  if (request?.state !== 'Submitted') return;
  const isEmergency = isBreakGlass(request);
  if (isEmergency && request.breakGlass !== null && (await openKept(ports, id))) return;
  const target = await (asked ?? readTarget(org, request.targetUser));
  const inForce = { policy: await policyInForce(rows), roster: await rosterInForce(rows, ports) };
  const at = await clockTime(ports);
  const found = await weigh(ports, rows, request, { ...inForce, target, at });
  await store.unit(
    org.orgId,
    async (unit) => {
      // No other policy can take force from here on: what is logged holds.
      await unit.holdLedger();
      if ((await policyInForce(unit)).version !== inForce.policy.version)
        throw new AppError('request_changed', 'Another policy took force meanwhile.');
      await conclude(readingOnce(unit), ports, found);
    },
    { lock: id },
  );
  if (isEmergency && !(await openKept(ports, id)))
    throw new AppError('request_changed', 'The ground of this emergency has changed meanwhile.');
}

/**
 * The same for a request that came in with this unit, so that nobody else knows of it yet; not for break-glass, whose
 * window is written to the org first. The unit holds the ledger: what `ground` was read from it then is in force.
 */
export async function evaluateNew(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  ground: Ground,
): Promise<void> {
  await conclude(unit, ports, await weigh(ports, unit, request, ground));
}
