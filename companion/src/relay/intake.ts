/** New requests of one look, taken in and evaluated several at a time: all that follows from one of them is one unit. */
import { asksForBreakGlass } from '../core/break-glass.ts';
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { evaluateNew } from './evaluate.ts';
import { takeInNew } from './first-seen.ts';
import { policyInForce } from './policy.ts';
import type { RawRequest, RelayPorts } from './ports.ts';
import { readingOnce } from './reading-once.ts';
import { contentOf } from './revisions.ts';
import { rosterInForce } from './roster.ts';
import type { Target } from './target.ts';

/** Requests of one unit: nobody else writes to the ledger until it ends. */
const TOGETHER = 8;

interface Asked {
  raw: RawRequest;
  target: Target;
}

/**
 * Takes in and evaluates what can be taken in together.
 * @param targetOf what the org says of the user whom the request names
 * @returns those that go one by one, as ever: break-glass, those on whose user the org gave no answer, and what a unit
 *   that failed was to take in
 */
export async function takeInTogether(
  ports: RelayPorts,
  raws: readonly RawRequest[],
  targetOf: (raw: RawRequest) => Promise<Target>,
): Promise<RawRequest[]> {
  const left: RawRequest[] = [];
  const asked: Asked[] = [];
  for (const raw of raws) {
    const target = asksForBreakGlass(contentOf(raw)) ? null : await targetOf(raw).catch(() => null);
    if (target) asked.push({ raw, target });
    else left.push(raw);
  }
  for (let from = 0; from < asked.length; from += TOGETHER) {
    const some = asked.slice(from, from + TOGETHER);
    try {
      await takeInAsOne(ports, some);
      // Contacts do not wait until the org shows it.
      ports.projector.soon();
    } catch (error) {
      const known = error instanceof AppError ? { code: error.code } : { err: error };
      ports.log.warn(
        { requests: some.map(({ raw }) => raw.id), ...known },
        'requests are taken in one by one',
      );
      left.push(...some.map(({ raw }) => raw));
    }
  }
  return left;
}

async function takeInAsOne(ports: RelayPorts, asked: readonly Asked[]): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    // Held first: whoever takes one of them in at the same moment has then done so, and is seen.
    await unit.holdLedger();
    const known = new Set((await unit.requests.getMany(asked.map(({ raw }) => raw.id))).map(({ id }) => id));
    const reading = readingOnce(unit);
    const inForce = { policy: await policyInForce(reading), roster: await rosterInForce(reading, ports) };
    for (const { raw, target } of asked) {
      if (known.has(raw.id)) continue;
      const request = await takeInNew(reading, ports, raw, at);
      await evaluateNew(reading, ports, request, { ...inForce, target, at });
    }
  });
}
