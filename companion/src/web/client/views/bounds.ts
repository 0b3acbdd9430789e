/** The bounds of an approval: shorter or later than asked, never longer. Pure, so that the rules of the form can be tested. */
import { fromLocalInput, isoText, shortInstant } from '../format.ts';
import { strings } from '../strings.ts';
import type { Draft } from '../drafts.ts';

export interface BoundsContext {
  /** The most that may be signed: the smaller of what is asked and what the policy allows. */
  maximumMinutes: number;
  latestEnd: string;
  deadline: string | null;
  now: string;
}

export interface FormBounds {
  maxMinutes: number;
  notBefore: string | null;
  notAfter: string;
}

export interface Fault {
  field: 'decision' | 'reason' | 'minutes' | 'not-before' | 'not-after';
  text: string;
}

const words = strings.request;

/**
 * The end that is offered: long enough for the whole window even if the approval counts only at the deadline or opens
 * late, and not a minute longer.
 */
export function offeredEnd(minutes: number, notBefore: string | null, context: BoundsContext): string {
  const from = [context.now, context.deadline, notBefore].flatMap((iso) =>
    iso === null ? [] : [Date.parse(iso)],
  );
  const end = Math.min(Math.max(...from) + minutes * 60_000, Date.parse(context.latestEnd));
  return isoText(end);
}

/** Reads the form. @returns the bounds, or what is wrong with each field */
export function readBounds(
  draft: Draft,
  context: BoundsContext,
): { bounds: FormBounds } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const minutes = Number(draft.minutes);
  const counts = Number.isInteger(minutes) && minutes >= 1 && minutes <= context.maximumMinutes;
  if (!counts) faults.push({ field: 'minutes', text: words.minutesWrong(context.maximumMinutes) });
  const inReach = (iso: string) => iso > isoText(Date.parse(context.now)) && iso <= context.latestEnd;
  const start = draft.later ? fromLocalInput(draft.notBefore) : null;
  const startCounts = !draft.later || (start !== null && inReach(start));
  if (!startCounts) faults.push({ field: 'not-before', text: wrongTime(context) });
  const notBefore = startCounts ? start : null;
  const length = counts ? minutes : context.maximumMinutes;
  const notAfter = fromLocalInput(draft.notAfter) ?? offeredEnd(length, notBefore, context);
  if (!inReach(notAfter)) faults.push({ field: 'not-after', text: wrongTime(context) });
  else if (notBefore !== null && notAfter <= notBefore)
    faults.push({ field: 'not-after', text: words.orderWrong });
  return faults.length > 0 ? { faults } : { bounds: { maxMinutes: minutes, notBefore, notAfter } };
}

function wrongTime({ latestEnd }: BoundsContext): string {
  return words.timeWrong(shortInstant(latestEnd));
}
