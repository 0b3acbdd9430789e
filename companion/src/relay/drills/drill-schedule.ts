/**
 * The schedule of drills: the cadence stands in the signed policy, so that it is seen whether it was kept, and the moment is
 * drawn here. It is one durable timer for the org, however many companions run; what was missed is caught up once.
 */
import { canonicalize, type Json } from '../../core/canonical.ts';
import { isDrillTime, nextDrillAt } from '../../core/drill-schedule.ts';
import { AppError } from '../../core/errors.ts';
import type { AccessPolicy } from '../../core/policy.ts';
import { OPEN_STATES } from '../../core/requests.ts';
import { clockTime, isBefore, later } from '../clock.ts';
import { beginDrill, DRILL_MINUTES, endOverdue } from './drills.ts';
import { policyInForce } from '../policy.ts';
import type { RelayPorts, Rows, Unit } from '../ports.ts';
import { DRILL_DUE } from '../timers.ts';

const SETTING = 'drill.schedule';
const KEY = 'schedule';
/** Contacts who decide on a real request are not drilled beside it. */
const AFTER_REQUESTS = { hours: 1 } as const;

interface Schedule {
  dueAt: string;
  /** The last scheduled drill, or when this cadence took force. */
  since: string;
  /** Canonical text of all of the policy that the moment was drawn from. */
  ground: string;
}

const groundOf = ({ drills, hours, blackouts, zone }: AccessPolicy): string =>
  canonicalize({ drills: drills ?? null, hours, blackouts, zone } as unknown as Json);

const scheduleIn = async ({ settings }: Pick<Rows, 'settings'>): Promise<Schedule | null> =>
  (await settings.get(SETTING)) as unknown as Schedule | null;

const TWO_TO_32 = 2 ** 32;

function drawn({ random }: RelayPorts): [number, number] {
  const share = () => new DataView(random(4).slice().buffer).getUint32(0) / TWO_TO_32;
  return [share(), share()];
}

/** Ends a drill that is overdue, and draws the next moment when the policy in force names another cadence than before. Safe to repeat. */
export async function scheduleDrills(ports: RelayPorts): Promise<void> {
  const at = await clockTime(ports);
  await ports.store.unit(ports.org.orgId, async (unit) => {
    await endOverdue(unit, ports, at);
    const { policy } = await policyInForce(unit);
    const kept = await scheduleIn(unit);
    if (kept?.ground !== groundOf(policy)) return plan(unit, ports, policy, at, at);
    // Its job has failed for good, or was lost with a database that was set back.
    if (isBefore(later(kept.dueAt, AFTER_REQUESTS), at)) await unit.enqueue(DRILL_DUE, {}, { key: KEY });
  });
}

async function plan(
  unit: Unit,
  ports: RelayPorts,
  policy: AccessPolicy,
  since: string,
  at: string,
): Promise<void> {
  const dueAt = nextDrillAt(policy, since, drawn(ports));
  if (dueAt !== null) return set(unit, { dueAt, since, ground: groundOf(policy) }, at);
  if ((await scheduleIn(unit)) === null) return;
  await unit.settings.put(SETTING, null, at);
  await unit.cancel(DRILL_DUE, KEY);
}

async function set(unit: Unit, schedule: Schedule, at: string): Promise<void> {
  await unit.settings.put(SETTING, schedule as unknown as Json, at);
  await unit.enqueue(DRILL_DUE, {}, { key: KEY, at: schedule.dueAt });
}

/** Begins the drill that is due and draws the next moment, both or none; or moves it where it would do harm now. */
export async function drillDue(ports: RelayPorts): Promise<void> {
  const { org, store, log } = ports;
  const at = await clockTime(ports);
  try {
    await store.unit(org.orgId, (unit) => begin(unit, ports, at));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn(
      { org: org.orgId, code: error.code },
      'a scheduled drill could not begin; it is tried again on another day',
    );
    await store.unit(org.orgId, async (unit) => {
      const due = await dueNow(unit, at);
      if (due) await set(unit, { ...due.schedule, dueAt: anotherDay(ports, due.policy, at) }, at);
    });
  }
}

/** @returns null when nothing is due: another companion was there before, or the cadence was changed */
async function dueNow(unit: Unit, at: string): Promise<{ schedule: Schedule; policy: AccessPolicy } | null> {
  const schedule = await scheduleIn(unit);
  const { policy } = await policyInForce(unit);
  return schedule && policy.drills && !isBefore(at, schedule.dueAt) ? { schedule, policy } : null;
}

async function begin(unit: Unit, ports: RelayPorts, at: string): Promise<void> {
  const due = await dueNow(unit, at);
  if (!due) return;
  const { schedule, policy } = due;
  if (!isDrillTime(policy, at)) return set(unit, { ...schedule, dueAt: anotherDay(ports, policy, at) }, at);
  const busy = (await unit.requests.list([...OPEN_STATES])).length > 0;
  if (busy) return set(unit, { ...schedule, dueAt: later(at, AFTER_REQUESTS) }, at);
  const everybody = { note: null, level: null, contacts: [], minutes: DRILL_MINUTES };
  await beginDrill(unit, ports, { origin: 'Schedule', by: null, ...everybody }, at);
  await plan(unit, ports, policy, at, at);
}

/** A random moment within the hours, on the next day that has some. */
function anotherDay(ports: RelayPorts, policy: AccessPolicy, at: string): string {
  const { drills } = policy;
  const soon = drills ? { ...policy, drills: { ...drills, everyDays: 1 } } : policy;
  return nextDrillAt(soon, at, drawn(ports)) ?? later(at, { hours: 24 });
}

const dayAfter = (at: string): string =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .add({ days: 1 })
    .toZonedDateTime('UTC')
    .toInstant()
    .toString();

/** @returns by when the next scheduled drill comes at the latest; its moment is not told. Null without a cadence. */
export async function nextDrillBy(rows: Rows): Promise<string | null> {
  const schedule = await scheduleIn(rows);
  const { policy } = await policyInForce(rows);
  if (!schedule || !policy.drills) return null;
  const latest = later(schedule.since, { hours: policy.drills.everyDays * 24 });
  // Later than the cadence asks, as no day fitted or a request was in the way: its day is told, not its moment.
  return isBefore(latest, schedule.dueAt) ? dayAfter(schedule.dueAt) : latest;
}
