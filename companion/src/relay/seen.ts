/** A look at the org brought requests: all of them are taken in, and those that are new evaluated. */
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { evaluate } from './evaluate.ts';
import { isSubmitted } from './first-seen.ts';
import { takeInTogether } from './intake.ts';
import { policyInForce } from './policy.ts';
import { capHours } from './policy-ground.ts';
import type { RawRequest, RelayPorts } from './ports.ts';
import { seenOfKnown, takeIn } from './requests.ts';
import { readTarget, type Target } from './target.ts';
import { EVALUATE } from './timers.ts';
import { CHECKED_SETTING } from './views.ts';
import { watchRoster } from './watchdog.ts';

/**
 * Requests are taken in in the order in which they were read. The org is asked once about a user whom several of them
 * name; its answer serves this look alone.
 */
export async function requestsSeen(ports: RelayPorts, raws: readonly RawRequest[]): Promise<void> {
  const { org, store } = ports;
  const own = raws.filter(({ orgId, deleted }) => orgId === org.orgId && !deleted);
  const stored = own.length > 0 ? await store.rows(org.orgId).requests.getMany(own.map(({ id }) => id)) : [];
  const known = new Map(stored.map((request) => [request.id, request]));
  await takeInNewOnes(
    ports,
    own.filter((raw) => !known.has(raw.id) && isSubmitted(raw)),
  );
  for (const raw of own) {
    const request = known.get(raw.id);
    if (request) await orTell(ports, raw.id, () => seenOfKnown(ports, request, raw));
  }
  if (raws.length > 0) await watchRoster(ports);
  const at = await clockTime(ports);
  await store.unit(org.orgId, (unit) => unit.settings.put(CHECKED_SETTING, at, at));
}

async function takeInNewOnes(ports: RelayPorts, raws: readonly RawRequest[]): Promise<void> {
  if (raws.length === 0) return;
  const targetOf = targetsOf(ports, raws);
  const { policy } = await policyInForce(ports.store.rows(ports.org.orgId));
  // Under a rate cap the place of each depends on what became of those before it.
  const left = capHours(policy) > 0 ? raws : await takeInTogether(ports, raws, targetOf);
  const fresh: RawRequest[] = [];
  for (const raw of left) {
    await orTell(ports, raw.id, async () => {
      if (await takeIn(ports, raw)) fresh.push(raw);
    });
  }
  for (const raw of fresh) await evaluateOrLater(ports, raw.id, targetOf(raw));
}

/** Asks the org about each user once, about all of them at once. */
function targetsOf({ org }: RelayPorts, raws: readonly RawRequest[]): (raw: RawRequest) => Promise<Target> {
  const targets = new Map<string | null, Promise<Target>>();
  const targetOf = ({ targetUser }: RawRequest): Promise<Target> => {
    const id = targetUser?.id ?? null;
    const target = targets.get(id) ?? readTarget(org, id);
    targets.set(id, target);
    // Told to who evaluates.
    target.catch(() => undefined);
    return target;
  };
  for (const raw of raws) void targetOf(raw);
  return targetOf;
}

/** It is taken in, and so the next poll would not bring it again: what failed is repeated as a job. */
async function evaluateOrLater(ports: RelayPorts, id: string, target: Promise<Target>): Promise<void> {
  const { org, store } = ports;
  try {
    await evaluate(ports, id, { target });
  } catch (error) {
    tell(ports, id, error, 'a request could not be evaluated and is evaluated again');
    await store.unit(org.orgId, (unit) => unit.enqueue(EVALUATE, { request: id }, { key: id }));
  }
}

/** What fails does not keep the others waiting; it comes again with the next poll. */
async function orTell(ports: RelayPorts, id: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tell(ports, id, error, 'a request could not be taken in');
  }
}

function tell({ log }: RelayPorts, request: string, error: unknown, message: string): void {
  const known = error instanceof AppError ? { code: error.code } : { err: error };
  log.error({ request, ...known }, message);
}
