/** A look at the org brought requests: all of them are taken in, and those that are new evaluated. */
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { evaluate } from './evaluate.ts';
import { policyInForce } from './policy.ts';
import { capHours } from './policy-ground.ts';
import type { RawRequest, RelayPorts } from './ports.ts';
import { takeIn } from './requests.ts';
import { EVALUATE } from './timers.ts';
import { CHECKED_SETTING } from './views.ts';
import { watchRoster } from './watchdog.ts';

/** Requests are taken in one after the other, in the order in which they were read, and then evaluated. */
export async function requestsSeen(ports: RelayPorts, raws: readonly RawRequest[]): Promise<void> {
  const { org, store } = ports;
  const fresh: string[] = [];
  for (const raw of raws) {
    try {
      if (await takeIn(ports, raw)) fresh.push(raw.id);
    } catch (error) {
      // It does not keep the others waiting; it comes again with the next poll.
      tell(ports, raw.id, error, 'a request could not be taken in');
    }
  }
  await evaluateAll(ports, fresh);
  if (raws.length > 0) await watchRoster(ports);
  const at = await clockTime(ports);
  await store.unit(org.orgId, (unit) => unit.settings.put(CHECKED_SETTING, at, at));
}

/** Evaluations of one look that are under way at once: each waits mostly for the org. */
const EVALUATED_AT_ONCE = 8;

async function evaluateAll(ports: RelayPorts, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { policy } = await policyInForce(ports.store.rows(ports.org.orgId));
  // Under a rate cap the place of each depends on what became of those before it.
  const atOnce = capHours(policy) > 0 ? 1 : EVALUATED_AT_ONCE;
  const waiting = ids.values();
  const evaluateOn = async () => {
    for (const id of waiting) await evaluateOrLater(ports, id);
  };
  await Promise.all(Array.from({ length: atOnce }, evaluateOn));
}

/** It is taken in, and so the next poll would not bring it again: what failed is repeated as a job. */
async function evaluateOrLater(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  try {
    await evaluate(ports, id);
  } catch (error) {
    tell(ports, id, error, 'a request could not be evaluated and is evaluated again');
    await store.unit(org.orgId, (unit) => unit.enqueue(EVALUATE, { request: id }, { key: id }));
  }
}

function tell({ log }: RelayPorts, request: string, error: unknown, message: string): void {
  const known = error instanceof AppError ? { code: error.code } : { err: error };
  log.error({ request, ...known }, message);
}
