/** Names of the relay's jobs and timers. The data of each names the request it is about. */
import { LAPSE_MINUTES } from '../core/clock-limits.ts';

/** Evaluates a request again: a gate may open by waiting, or the org was out of reach. */
export const EVALUATE = 'request.evaluate';
export const EXPIRE = 'request.expire';
/** A received decision that the org has not taken by then lapses: after the deadline, plus this. */
export const LAPSE = { minutes: LAPSE_MINUTES } as const;
/** Tries again to make received decisions effective. */
export const SETTLE = 'decision.settle';
/** Looks at the roster again: somebody has decided, so who could and who could not matters now. */
export const WATCH_ROSTER = 'roster.watch';
/** Reminds who was asked, and asks the next level. */
export const CLIMB = 'request.climb';
/** Reminds of the review that a break-glass window owes, and says when it is overdue. */
export const BREAK_GLASS_REVIEW = 'breakglass.review';
export const OPEN_WINDOW = 'window.open';
export const CLOSE_WINDOW = 'window.close';
/** Asks again for a grant to be taken back, while it stands. */
export const ASK_REVOKE = 'grant.revoke';
/** Begins the scheduled drill, if it is due. */
export const DRILL_DUE = 'drill.due';
/** Reminds who has not answered a drill; its data names the drill, as that of the next. */
export const DRILL_REMIND = 'drill.remind';
export const DRILL_END = 'drill.end';
