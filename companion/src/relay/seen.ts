/** A look at the org brought requests: all of them are taken in, and those that are new evaluated. */
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { evaluate } from './evaluate.ts';
import { policyInForce } from './policy.ts';
import { capHours } from './policy-ground.ts';
import type { RawRequest, RelayPorts } from './ports.ts';
import { takeIn } from './requests.ts';
import { CHECKED_SETTING } from './views.ts';
import { watchRoster } from './watchdog.ts';

/** Requests are taken in one after the other, in the order of their submission, and then evaluated. */
export async function requestsSeen(ports: RelayPorts, raws: readonly RawRequest[]): Promise<void> {
  const { org, store } = ports;
  const fresh: string[] = [];
  for (const raw of raws) {
    await apart(ports, raw.id, async () => {
      if (await takeIn(ports, raw)) fresh.push(raw.id);
    });
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
    for (const id of waiting) await apart(ports, id, () => evaluate(ports, id));
  };
  await Promise.all(Array.from({ length: atOnce }, evaluateOn));
}

/** One request that cannot be taken in does not keep the others waiting; it comes again with the next poll. */
async function apart({ log }: RelayPorts, request: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const known = error instanceof AppError ? { code: error.code } : { err: error };
    log.error({ request, ...known }, 'a request could not be taken in');
  }
}
