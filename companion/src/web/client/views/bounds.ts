/** The bounds of an approval: shorter or later than asked, never longer. Pure, so that the rules of the form can be tested. */
import { fromLocalInput } from '../format.ts';
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
  return new Date(end).toISOString();
}

/** Reads the form. @returns the bounds, or what is wrong with each field */
export function readBounds(
  draft: Draft,
  context: BoundsContext,
): { bounds: FormBounds } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const minutes = Number(draft.minutes);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > context.maximumMinutes) {
    faults.push({ field: 'minutes', text: words.minutesWrong(context.maximumMinutes) });
  }
  const inReach = (iso: string | null) => iso !== null && iso > context.now && iso <= context.latestEnd;
  const notBefore = draft.later ? fromLocalInput(draft.notBefore) : null;
  if (draft.later && !inReach(notBefore)) faults.push({ field: 'not-before', text: wrongTime(context) });
  const notAfter = fromLocalInput(draft.notAfter) ?? offeredEnd(minutes, notBefore, context);
  if (!inReach(new Date(notAfter).toISOString()))
    faults.push({ field: 'not-after', text: wrongTime(context) });
  else if (notBefore !== null && notAfter <= notBefore)
    faults.push({ field: 'not-after', text: words.orderWrong });
  return faults.length > 0 ? { faults } : { bounds: { maxMinutes: minutes, notBefore, notAfter } };
}

function wrongTime({ latestEnd }: BoundsContext): string {
  return words.timeWrong(
    new Date(latestEnd).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
  );
}
