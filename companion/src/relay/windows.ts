/** The timers of a request: it expires, its window opens and closes. Each is safe to run late, early or twice. */
import type { Outcome } from '../core/requests.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { dropOpening } from './break-glass/break-glass-opening.ts';
import { askGrantor, askToRevoke, sharers } from './grantor.ts';
import { climbLadder } from './ladder.ts';
import { requestFields, requestIntention, requestRow, timelineIntention } from './org-rows.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { GrantStep, StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { CLOSE_WINDOW, EXPIRE, LAPSE } from './timers.ts';
import { transition } from './transitions.ts';
import { writeSoon } from './writing.ts';

type Step = (unit: Unit, request: StoredRequest, at: string) => Promise<void>;

/** Runs one step of one request under its lease, in one unit, on the request as it stands then. */
async function step(ports: RelayPorts, id: string, work: Step): Promise<void> {
  const { org, store } = ports;
  await store.exclusive(org.orgId, id, async () => {
    const at = await clockTime(ports);
    await store.unit(
      org.orgId,
      async (unit) => {
        const request = await unit.requests.get(id);
        if (request) await work(unit, request, at);
      },
      { lock: id },
    );
  });
  await writeSoon(ports);
}

/** Takes the steps of the ladder that are due. */
export function climbNow(ports: RelayPorts, id: string): Promise<void> {
  return step(ports, id, (unit, request, at) => climbLadder(unit, ports, request, at));
}

const EXPIRING = ['Submitted', 'Awaiting_decision', 'More_information'];

/** Silence never approves: at the deadline the request is over, unless a signed decision is still on its way. */
export function expire(ports: RelayPorts, id: string): Promise<void> {
  return step(ports, id, async (unit, request, at) => {
    if (!EXPIRING.includes(request.state) || request.deadline === null) return;
    const pending = (await unit.decisions.ofRequest(id)).some(({ status }) => status === 'pending');
    const until = pending ? later(request.deadline, LAPSE) : request.deadline;
    if (isBefore(at, until)) return unit.enqueue(EXPIRE, { request: id }, { key: id, at: until });
    // The lapse itself is the settling's; it runs by a timer of the same time.
    if (pending) return unit.enqueue(EXPIRE, { request: id }, { key: id, at: later(at, { seconds: 30 }) });
    // What break-glass was about to open may stand in the org, if only its answer was lost: the row is set right.
    const repair = (await dropOpening(unit, request))
      ? { ...requestFields({ ...request, breakGlass: null }), Restored_At__c: at }
      : {};
    await transition(unit, request, {
      to: 'Expired',
      at,
      because: 'the deadline passed without a decision',
      change: { settledAt: at, nextOpen: null },
      fields: repair,
      entry: {
        ...{
          kind: 'Policy',
          actor: null,
          textKey: 'request.expired',
          values: { deadline: request.deadline },
        },
        summary: 'Expired: the deadline passed without a decision',
      },
    });
    await forgetTimers(unit, id);
    await announceSettled(unit, ports, { ...request, state: 'Expired' }, { state: 'Expired', by: null, at });
  });
}

/** Opens the window and asks the user whose login is wanted. */
export function openWindow(ports: RelayPorts, id: string): Promise<void> {
  return step(ports, id, async (unit, request, at) => {
    const { windowStart: start, windowEnd: end } = request;
    if (request.state !== 'Approved' || start === null || end === null || isBefore(at, start)) return;
    // Nobody is asked to grant while the request is frozen; the look that ends the freeze opens what is left of the window.
    if (request.frozen && isBefore(at, end)) return;
    await transition(unit, request, {
      to: 'Window_open',
      at,
      because: 'the window begins',
      entry: {
        ...{ kind: 'Window', actor: null, textKey: 'window.opened', values: { start, end } },
        summary: `The window is open from ${spoken(start)} to ${spoken(end)}`,
      },
    });
    const opened = await unit.append({
      ...{ v: 1, type: 'window.opened', org: request.orgId, at, request: id, start, end },
    });
    if (isBefore(at, end)) await askGrantor(unit, ports, request, { window: { start, end }, at, opened });
  });
}

/** What came of a window, as far as it is known when it closes. */
function outcomeOf({ grantStep, outcome }: StoredRequest): Outcome {
  if (outcome === 'Used') return 'Used';
  if (grantStep === 'Declined') return 'Declined_by_the_user';
  return grantStep === 'Granted' || grantStep === 'Ended' ? 'Unused' : 'Never_granted';
}

export async function closeWindow(ports: RelayPorts, id: string): Promise<void> {
  // A window whose opening was missed opens first: the state table knows no way past it.
  await openWindow(ports, id);
  await step(ports, id, async (unit, request, at) => {
    const { windowEnd: end } = request;
    if (request.state !== 'Window_open' || end === null) return;
    if (isBefore(at, end)) return unit.enqueue(CLOSE_WINDOW, { request: id }, { key: id, at: end });
    const outcome = outcomeOf(request);
    await transition(unit, request, {
      to: 'Completed',
      at,
      because: 'the window ended',
      change: { outcome },
      fields: { Outcome__c: outcome },
      entry: {
        ...{ kind: 'Window', actor: null, textKey: 'window.ended', values: { outcome } },
        summary: `The window ended: ${outcome.replaceAll('_', ' ').toLowerCase()}`,
      },
    });
    await unit.append({ v: 1, type: 'window.ended', org: request.orgId, at, request: id, outcome });
    await askToRevoke(unit, ports, request, { at, because: 'window ended', round: 1 });
  });
}

/** Asks once more for a grant that still stands. */
export function askAgain(ports: RelayPorts, id: string, round: number): Promise<void> {
  return step(ports, id, (unit, request, at) => {
    const because = request.state === 'Revoked' ? 'revoked' : 'window ended';
    return askToRevoke(unit, ports, request, { at, because, round });
  });
}

/** What the watch saw of the grant that was asked for. */
export function grantObserved(
  ports: RelayPorts,
  { requestId, step: grantStep, end }: { requestId: string; step: GrantStep; end: string | null },
): Promise<void> {
  return step(ports, requestId, async (unit, request, at) => {
    if (request.grantStep === grantStep && request.grantEnd === end) return;
    await unit.requests.change(requestId, { grantStep, grantEnd: end });
    // No fact of its own: the watch has logged the grant, and the row keeps the pointer it has.
    const fields = { Grant_Step__c: grantStep, Grant_End__c: end };
    await unit.projections.intend({ ...requestRow(requestId), recordId: requestId, fields });
    // One grant serves all windows of its user: what becomes of it becomes of it for each of them.
    for (const { id } of request.grantStep === 'Granted' ? await sharers(unit, request) : []) {
      await unit.requests.change(id, { grantStep, grantEnd: end });
      await unit.projections.intend({ ...requestRow(id), recordId: id, fields });
    }
    // Seen only after the window: it stands without need from the first moment on.
    const isOver = request.state === 'Completed' || request.state === 'Revoked';
    const because = request.state === 'Revoked' ? 'revoked' : 'window ended';
    if (grantStep === 'Granted' && isOver) await askToRevoke(unit, ports, request, { at, because, round: 1 });
  });
}

/** A login was matched to the request: its window is used, also when that is seen after its end. */
export function accessObserved(ports: RelayPorts, requestId: string): Promise<void> {
  return step(ports, requestId, async (unit, request, at) => {
    if (request.outcome === 'Used') return;
    await unit.requests.change(requestId, { outcome: 'Used' });
    if (request.state !== 'Completed') return;
    const outcome = 'Used';
    const pointer = await unit.append({
      ...{ v: 1, type: 'window.ended', org: request.orgId, at, request: requestId, outcome },
    });
    await unit.projections.intend(requestIntention(requestId, { Outcome__c: outcome }, pointer));
    const entry = {
      ...{ requestId, kind: 'Window' as const, at, actor: null, textKey: 'window.used', values: { outcome } },
      summary: 'Later evidence shows that the window was used',
    };
    await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  });
}

/** For texts that people of several time zones read: to the minute, in UTC, named. */
function spoken(at: string): string {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO('UTC').toPlainDateTime();
  return `${local.toString({ smallestUnit: 'minute' }).replace('T', ' ')} UTC`;
}
