/** When to look at the org again. */

export interface PollCircumstances {
  /** A window is approved or open, or a grant asked for or live: then minutes matter. */
  live: boolean;
  /** The operator's setting for idle times, in seconds. */
  idleSeconds: number;
  /** API calls of the org in the last 24 hours; null when not known. */
  usage: { used: number; max: number } | null;
}

export interface PollPlan {
  /** Null: do not poll until something becomes live. */
  seconds: number | null;
  /** Why polling rests or is slower, for the coverage's gap. */
  reason: string | null;
}

const LIVE_SECONDS = 60;
/** The org's other applications live on the same daily limit. */
const USAGE_LIMIT = 0.8;

/** @returns the pause before the next poll; live windows are polled even above 80 % of the org's daily limit. */
export function planPoll({ live, idleSeconds, usage }: PollCircumstances): PollPlan {
  if (live) return { seconds: Math.min(LIVE_SECONDS, idleSeconds), reason: null };
  if (usage && usage.max > 0 && usage.used / usage.max >= USAGE_LIMIT) {
    return {
      seconds: null,
      reason: `polling rests: ${usage.used} of ${usage.max} daily API calls of the org are used`,
    };
  }
  return { seconds: idleSeconds, reason: null };
}
