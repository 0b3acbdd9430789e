/** The review that a break-glass window owes: reminders before it is due, a finding when nobody has given it. */
import { tellReviewDue } from './break-glass-news.ts';
import { clockTime, isBefore, later } from '../clock.ts';
import { raiseFinding } from '../findings.ts';
import { breakGlassFields, requestIntention, timelineIntention } from '../org-rows.ts';
import type { Pointer, RelayPorts, Unit } from '../ports.ts';
import type { BreakGlassUse, StoredRequest } from '../rows.ts';
import { BREAK_GLASS_REVIEW } from '../timers.ts';
import { writeSoon } from '../writing.ts';

/** Hours before the review is due at which everybody is reminded. */
const REMINDERS = [12, 4, 1];

const remindersOf = (reviewDue: string) =>
  REMINDERS.map((hours) => ({ hours, at: later(reviewDue, { hours: -hours }) }));

/** @returns when the next reminder, or the finding, is due after `at` */
export function nextReminder(reviewDue: string, at: string): string {
  return remindersOf(reviewDue).find((reminder) => isBefore(at, reminder.at))?.at ?? reviewDue;
}

/** The timer of one request: reminds, or puts on record that the time has passed. Safe to run late, early or twice. */
export async function watchReview(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(
    org.orgId,
    async (unit) => {
      const request = await unit.requests.get(id);
      const use = request?.breakGlass;
      if (!request || !use?.opened || use.review !== null || use.overdue) return;
      if (!isBefore(at, use.reviewDue)) return overdue(unit, ports, request, use, at);
      const passed = remindersOf(use.reviewDue).filter((reminder) => !isBefore(at, reminder.at));
      const newest = passed.at(-1);
      if (newest) await tellReviewDue(unit, ports, request, { hours: newest.hours, at });
      await unit.enqueue(
        BREAK_GLASS_REVIEW,
        { request: id },
        { key: id, at: nextReminder(use.reviewDue, at) },
      );
    },
    { lock: id },
  );
  await writeSoon(ports);
}

async function overdue(
  unit: Unit,
  { org }: RelayPorts,
  request: StoredRequest,
  use: BreakGlassUse,
  at: string,
): Promise<void> {
  const pointer = await raiseFinding(unit, org.orgId, at, {
    key: `break-glass-not-reviewed:${request.id}`,
    kind: 'Break_glass_not_reviewed',
    severity: 'Critical',
    title: `Break-glass not reviewed: ${request.name}`,
    details:
      'A window was opened by break-glass, without any approval, and no contact has reviewed it within 24 hours. Until somebody does, no other break-glass window opens.',
    nextStep: 'Review it on the page Signatures: read what happened, and sign whether it was justified.',
    facts: [
      ['Request', request.name],
      ['Support case', request.caseNumber],
    ],
    requestId: request.id,
    subject: { request: request.id },
    detail: 'A break-glass window was not reviewed in time.',
  });
  if (pointer === null) return;
  const passed = { ...use, overdue: true };
  await unit.requests.change(request.id, { breakGlass: passed });
  await unit.projections.intend(requestIntention(request.id, breakGlassFields(passed), pointer));
  const entry = {
    ...{ requestId: request.id, kind: 'Break_glass' as const, at, actor: null },
    ...{ textKey: 'breakglass.overdue', values: { reviewDue: use.reviewDue } },
    summary: 'BREAK-GLASS: nobody has reviewed it within 24 hours',
  };
  await unit.projections.intend(timelineIntention(org.orgId, entry, pointer));
}

/** Puts a signed review on the request. @param pointer of its breakglass.reviewed entry */
export async function keepReview(
  unit: Unit,
  request: StoredRequest,
  review: NonNullable<BreakGlassUse['review']>,
  pointer: Pointer,
): Promise<StoredRequest> {
  const use = request.breakGlass;
  if (use === null) throw new TypeError('Only what was opened by break-glass is reviewed.');
  const breakGlass = { ...use, review };
  await unit.requests.change(request.id, { breakGlass });
  await unit.cancel(BREAK_GLASS_REVIEW, request.id);
  await unit.projections.intend(requestIntention(request.id, breakGlassFields(breakGlass), pointer));
  const words = review.outcome === 'Justified' ? 'justified' : 'NOT justified';
  const entry = {
    ...{ requestId: request.id, kind: 'Break_glass' as const, at: review.at, actor: review.name },
    ...{ textKey: 'breakglass.reviewed', values: { outcome: review.outcome, reason: review.reason } },
    summary: `BREAK-GLASS reviewed by ${review.name}, ${words}: ${review.reason}`,
  };
  await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  return { ...request, breakGlass };
}

/** A contact judged that it was no emergency. */
export async function raiseNotJustified(
  unit: Unit,
  request: StoredRequest,
  { name, reason, at }: NonNullable<BreakGlassUse['review']>,
): Promise<void> {
  await raiseFinding(unit, request.orgId, at, {
    key: `break-glass-not-justified:${request.id}`,
    kind: 'Break_glass_not_justified',
    severity: 'Critical',
    title: `Break-glass not justified: ${request.name}`,
    details: `${name} reviewed the window that was opened by break-glass and judged it not justified: ${reason}`,
    nextStep:
      'Speak with the requester, look at what was done in the window, and see whether the policy should still allow break-glass for such requests.',
    facts: [
      ['Request', request.name],
      ['Support case', request.caseNumber],
    ],
    requestId: request.id,
    subject: { request: request.id },
    detail: 'A break-glass window was judged not justified.',
  });
}
