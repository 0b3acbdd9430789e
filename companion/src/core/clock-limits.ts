/** Times that the companion keeps to and the kit holds it to. */

/** From here on nothing is approved, in milliseconds between the org's clock and ours: a window could open or end minutes off. */
export const CLOCK_STOP_MS = 300_000;
/** A received approval that has not taken effect by the deadline and this lapses. */
export const LAPSE_MINUTES = 15;
