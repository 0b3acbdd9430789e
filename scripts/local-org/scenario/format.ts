/**
 * A scenario file: what happened in an org, with the time between, so that it can happen again in another one.
 *
 * Records are named, not identified, as ids differ from org to org: `{"$record": "r1"}` is the record that a step with
 * `"made": "r1"` made, `{"$user": "ada@example.com"}` a user by username, `{"$find": …}` a row by the value of a field.
 */
import { z } from 'zod';

const name = z.string().min(1).max(255);
const label = z.string().regex(/^r\d+$/);
const Reference = z.union([
  z.strictObject({ $record: label }),
  z.strictObject({ $user: name }),
  z.strictObject({ $find: z.strictObject({ object: name, field: name, value: name }) }),
]);
export type Reference = z.output<typeof Reference>;

/** An id that is spelled out works only in the org in which the scenario was saved. */
const id = z.union([Reference, z.string()]);
const fields = z.record(z.string(), z.unknown());
const as = name;

const Step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('session'), user: name, options: fields, made: label }),
  z.strictObject({ do: z.literal('end-session'), session: id }),
  z.strictObject({
    do: z.literal('insert'),
    as,
    object: name,
    records: z.array(fields),
    made: z.array(label),
  }),
  z.strictObject({ do: z.literal('update'), as, object: name, records: z.array(fields) }),
  z.strictObject({
    do: z.literal('upsert'),
    as,
    object: name,
    key: name,
    records: z.array(fields),
    made: z.array(label.nullable()),
  }),
  z.strictObject({
    do: z.enum(['delete', 'undelete', 'hard-delete']),
    as,
    object: name,
    ids: z.array(id),
  }),
  z.strictObject({ do: z.literal('order'), order: name, body: z.unknown(), made: label.nullable() }),
]);
export type Step = z.output<typeof Step>;

/** Time after the start; `-PT1M` where the clock was turned back. */
const offset = z.string().refine((text) => {
  try {
    return !Number.isNaN(Temporal.Duration.from(text).total({ unit: 'seconds', relativeTo: '2026-01-01' }));
  } catch {
    return false;
  }
}, 'an ISO 8601 duration such as PT1M30S');

export const Scenario = z.strictObject({
  format: z.literal('local-org-scenario'),
  version: z.literal(1),
  title: z.string().max(200).default(''),
  description: z.string().max(4000).default(''),
  /** What the org's clock showed when it began. */
  start: z.iso.datetime(),
  steps: z.array(z.strictObject({ at: offset, step: Step })).max(20_000),
  /** What the clock showed when the scenario was saved, after the start. */
  end: offset,
});
export type Scenario = z.output<typeof Scenario>;
