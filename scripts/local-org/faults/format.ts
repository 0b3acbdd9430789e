/** What can be made to go wrong, as tests and scenario files write it. */
import { z } from 'zod';

/** Which requests a fault meets. What is left out means any; pages and the simulator itself are never met. */
const Scope = {
  /** `*` stands for a part of a path, `**` for any rest: `/services/data/*\/query`. */
  path: z.string().min(1).max(300).optional(),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD']).optional(),
  /** Username of who asks. */
  user: z.string().min(1).max(80).optional(),
  /** Lets as many matching requests pass first. */
  skip: z.int().min(0).max(1_000_000).default(0),
  /** Ends after as many. Absent: until it is cleared. */
  times: z.int().min(1).max(1_000_000).optional(),
};

/** Ends by itself after so much of the org's time. */
const Lasting = {
  for: z
    .string()
    .refine((text) => {
      try {
        return Temporal.Duration.from(text).sign > 0;
      } catch {
        return false;
      }
    }, 'an ISO 8601 duration such as PT10M')
    .optional(),
};

const retryAfter = z.int().min(0).max(86_400).optional();
const minutes = z.number().min(0).max(100_000);

/** Faults of single requests. */
const RequestFault = z.discriminatedUnion('kind', [
  /** The token counts as expired: 401 INVALID_SESSION_ID, over CometD in its own words. */
  z.strictObject({ kind: z.literal('session-expired'), ...Scope, ...Lasting }),
  z.strictObject({ kind: z.literal('request-limit'), ...Scope, ...Lasting }),
  z.strictObject({ kind: z.literal('too-many-requests'), retryAfter, ...Scope, ...Lasting }),
  z.strictObject({ kind: z.literal('unavailable'), retryAfter, ...Scope, ...Lasting }),
  z.strictObject({
    kind: z.literal('slow'),
    milliseconds: z.int().min(0).max(600_000),
    ...Scope,
    ...Lasting,
  }),
  /** `before`: the request is lost. `after`: it is done, and its answer is lost. */
  z.strictObject({
    kind: z.literal('drop'),
    when: z.enum(['before', 'after']).default('before'),
    ...Scope,
    ...Lasting,
  }),
  /** The request is done; the connection ends after so many bytes of the answer's body. */
  z.strictObject({ kind: z.literal('truncate'), bytes: z.int().min(0).max(1_000_000), ...Scope, ...Lasting }),
  /** The `Date` header is off by so many seconds. */
  z.strictObject({
    kind: z.literal('clock-skew'),
    seconds: z.int().min(-1e9).max(1e9),
    ...Scope,
    ...Lasting,
  }),
]);

/** States of the org that are not as they should be. */
const StateFault = z.discriminatedUnion('kind', [
  /** A user is without a system permission, or without all that a permission set gives him. */
  z.strictObject({
    kind: z.literal('lost-permission'),
    user: z.string().min(1).max(80),
    permission: z.string().max(80).optional(),
    permissionSet: z.string().max(80).optional(),
    ...Lasting,
  }),
  z.strictObject({ kind: z.literal('missing-licence'), ...Lasting }),
  /** The daily allowance: so many requests are used. At `max` the next one is refused. */
  z.strictObject({
    kind: z.literal('api-usage'),
    used: z.int().min(0).max(1e9),
    max: z.int().min(1).max(1e9).optional(),
    ...Lasting,
  }),
  /** Rows of the event log objects that are written meanwhile come so many minutes late. */
  z.strictObject({ kind: z.literal('late-event-log'), least: minutes, most: minutes, ...Lasting }),
]);

/** Faults of change events; `entity` = API name of the object, absent = any. */
const entity = z.string().max(80).optional();
const times = Scope.times;
const EventFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop-events'), entity, times, ...Lasting }),
  /** Held back, and delivered in order when the fault ends. */
  z.strictObject({ kind: z.literal('hold-events'), entity, ...Lasting }),
  /** Told as GAP events: that something changed, not what. */
  z.strictObject({ kind: z.literal('gap-events'), entity, times, ...Lasting }),
  /** All retained events are lost at once, so that older replay ids are refused. Over as soon as it is made. */
  z.strictObject({ kind: z.literal('replay-gap') }),
]);

export const FaultOrder = z
  .union([RequestFault, StateFault, EventFault])
  .refine(
    (fault) => fault.kind !== 'lost-permission' || !fault.permission !== !fault.permissionSet,
    'lost-permission takes either permission or permissionSet',
  )
  .refine(
    (fault) => fault.kind !== 'late-event-log' || fault.least <= fault.most,
    'least must not be more than most',
  );

/** As a caller may write it, defaults left out. */
export type FaultInput = z.input<typeof FaultOrder>;
export type RequestFault = z.output<typeof RequestFault>;
export type StateFault = z.output<typeof StateFault>;
export type EventFault = z.output<typeof EventFault>;
export type Fault = RequestFault | StateFault | EventFault;

export function isRequestFault(fault: Fault): fault is RequestFault {
  return RequestFault.options.some((option) => option.shape.kind.value === fault.kind);
}
