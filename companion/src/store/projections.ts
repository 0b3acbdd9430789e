/**
 * What the companion wrote to the org and what it is about to write. A row is intended in the unit of the fact it
 * follows from, written by the projector after the commit, and confirmed; the writing may be repeated after a crash,
 * since every row has a key of its own.
 */
import type { Queryable } from './database.ts';
import type { LateRows } from './late-writes.ts';

/** A lookup to another row of ours, whose record id may not be known yet. */
export interface RowReference {
  object: string;
  key: string;
}

export type FieldValue = string | number | boolean | null;
export type IntendedFields = Readonly<Record<string, FieldValue | RowReference>>;

export interface Intention {
  object: string;
  /** The external id's value; the record id for rows that people create. */
  key: string;
  /** Set when the row exists already and is written by its id instead of by an external id. */
  recordId?: string;
  fields: IntendedFields;
  /** Left to an exact flush by whoever intends it: a decision that is not effective before the org has taken it. */
  held?: boolean;
}

export type Intend = (intention: Intention) => Promise<void>;

export interface Projection {
  object: string;
  key: string;
  recordId: string | null;
  fields: Readonly<Record<string, FieldValue>>;
  intended: IntendedFields | null;
  attempts: number;
  problem: string | null;
}

export interface Written {
  object: string;
  key: string;
  recordId: string;
  /** The intention as it was read. */
  sent: IntendedFields;
  /** The same with its references resolved. */
  fields: Readonly<Record<string, FieldValue>>;
}

export interface TimelineRow {
  at: string;
  kind: string;
  actor: string | null;
  summary: string;
}

export interface ProjectionRows {
  /** Adds to what is intended for the row; fields of an earlier intention that is still waiting stay intended. */
  intend: Intend;
  /** Rows with something to write, oldest first; those that failed before come last. */
  waiting(limit: number): Promise<Projection[]>;
  /** The rows bear their `fields` from `at` (ISO 8601 with Z). What was intended meanwhile stays intended. */
  confirm(written: readonly Written[], at: string): Promise<void>;
  failed(row: { object: string; key: string }, problem: string): Promise<void>;
  /** Takes back what is intended for the row: the org refused it, and the fact it stood for did not come about. */
  abandon(row: { object: string; key: string }): Promise<void>;
  get(object: string, key: string): Promise<Projection | null>;
  /** Those of the rows that are there, in no order. */
  getMany(rows: readonly RowReference[]): Promise<Projection[]>;
  byRecord(object: string, recordId: string): Promise<Projection | null>;
  ofObject(object: string): Promise<Projection[]>;
  /**
   * Log-ins that belong to the request or, by the day of their beginning, to the user within the span: the caller looks closer.
   * @param span.from, span.to ISO 8601 with Z
   */
  accesses(choice: {
    requestId: string;
    userId: string | null;
    from: string;
    to: string;
  }): Promise<Projection[]>;
  /** What stands, or is about to stand, on the timeline of a request; oldest first. */
  timeline(requestId: string): Promise<TimelineRow[]>;
  /** Objects with rows of ours, and every field that was ever written to them. */
  objects(): Promise<{ object: string; fields: string[] }[]>;
}

interface Row extends Record<string, unknown> {
  object: string;
  key: string;
  record_id: string | null;
  fields: Projection['fields'];
  intended: IntendedFields | null;
  attempts: number;
  problem: string | null;
}

/** A row the org refuses this often waits for a new intention; the problem stands beside it. */
const MOST_ATTEMPTS = 6;

/** As the row stands, or is about to; as migration 28 writes it, so that its indexes serve. */
const ROW = "(fields || coalesce(intended, '{}'))";

const COLUMNS = 'object, key, record_id, fields, intended, attempts, problem';

const projection = ({ record_id: recordId, ...row }: Row): Projection => ({
  object: row.object,
  key: row.key,
  recordId,
  fields: row.fields,
  intended: row.intended,
  attempts: row.attempts,
  problem: row.problem,
});

/** @returns the UTC day of an instant, so many days later: text that stands before each instant of that day */
const dayOf = (at: string, later = 0): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO('UTC').toPlainDate().add({ days: later }).toString();

/** Intentions of one transaction, written together. @param query the transaction itself */
export function intentions(query: Queryable, orgId: string): LateRows & { intend: Intend } {
  /** In the order in which their rows were first intended. */
  let waiting = new Map<string, Intention>();
  return {
    tables: ['projection'],
    intend: (intention) => {
      const id = JSON.stringify([intention.object, intention.key]);
      const before = waiting.get(id);
      waiting.set(id, before ? both(before, intention) : intention);
      return Promise.resolve();
    },
    write: async () => {
      const rows = [...waiting.values()];
      waiting = new Map();
      if (rows.length > 0) await writeIntentions(query, orgId, rows);
    },
  };
}

/** What two intentions for one row come to; the record id of a row that is there stays as it is. */
const both = (before: Intention, { fields, held }: Intention): Intention => ({
  ...before,
  fields: { ...before.fields, ...fields },
  held: before.held === true || held === true,
});

async function writeIntentions(query: Queryable, orgId: string, rows: readonly Intention[]): Promise<void> {
  await query.query(
    `INSERT INTO projection (org_id, object, key, record_id, fields, intended, held)
     SELECT $1, object, key, record_id, '{}', intended, held
     FROM unnest($2::text[], $3::text[], $4::text[], $5::jsonb[], $6::boolean[])
       WITH ORDINALITY AS row(object, key, record_id, intended, held, place)
     ORDER BY place
     ON CONFLICT (org_id, object, key) DO UPDATE
     SET intended = coalesce(projection.intended, '{}') || EXCLUDED.intended, attempts = 0, problem = NULL,
       held = EXCLUDED.held OR (projection.held AND projection.intended IS NOT NULL)`,
    [
      orgId,
      rows.map(({ object }) => object),
      rows.map(({ key }) => key),
      rows.map(({ recordId }) => recordId ?? null),
      rows.map(({ fields }) => JSON.stringify(fields)),
      rows.map(({ held }) => held === true),
    ],
  );
}

/** @param intend what becomes of intentions; without it each is written at once */
export function projectionRows(
  query: Queryable,
  orgId: string,
  intend: Intend = (intention) => writeIntentions(query, orgId, [intention]),
): ProjectionRows {
  const select = async (where: string, values: unknown[]): Promise<Projection[]> => {
    const text = `SELECT ${COLUMNS} FROM projection WHERE org_id = $1 AND ${where}`;
    return (await query.query<Row>(text, [orgId, ...values])).rows.map(projection);
  };
  return {
    intend,
    waiting: (limit) =>
      select(
        `intended IS NOT NULL AND NOT held AND attempts < ${MOST_ATTEMPTS} ORDER BY attempts > 0, number LIMIT $2`,
        [limit],
      ),
    async confirm(written, at) {
      if (written.length === 0) return;
      await query.query(
        `UPDATE projection SET record_id = row.record_id, fields = projection.fields || row.fields, written_at = $2,
           attempts = 0, problem = NULL, held = false,
           intended = (
             SELECT jsonb_object_agg(field.key, field.value) FROM jsonb_each(intended) AS field
             WHERE field.value IS DISTINCT FROM row.sent -> field.key
           )
         FROM unnest($3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[]) AS row(object, key, record_id, sent, fields)
         WHERE org_id = $1 AND projection.object = row.object AND projection.key = row.key`,
        [
          orgId,
          at,
          written.map(({ object }) => object),
          written.map(({ key }) => key),
          written.map(({ recordId }) => recordId),
          written.map(({ sent }) => JSON.stringify(sent)),
          written.map(({ fields }) => JSON.stringify(fields)),
        ],
      );
    },
    async failed({ object, key }, problem) {
      await query.query(
        'UPDATE projection SET attempts = attempts + 1, problem = $4 WHERE org_id = $1 AND object = $2 AND key = $3',
        [orgId, object, key, problem],
      );
    },
    async abandon({ object, key }) {
      await query.query(
        'UPDATE projection SET intended = NULL, held = false, attempts = 0, problem = NULL WHERE org_id = $1 AND object = $2 AND key = $3',
        [orgId, object, key],
      );
    },
    get: async (object, key) => (await select('object = $2 AND key = $3', [object, key]))[0] ?? null,
    getMany: async (rows) =>
      rows.length === 0
        ? []
        : select('(object, key) IN (SELECT * FROM unnest($2::text[], $3::text[]))', [
            rows.map(({ object }) => object),
            rows.map(({ key }) => key),
          ]),
    byRecord: async (object, recordId) =>
      (await select('object = $2 AND record_id = $3', [object, recordId]))[0] ?? null,
    ofObject: (object) => select('object = $2 ORDER BY number', [object]),
    accesses: ({ requestId, userId, from, to }) =>
      select(
        `object = 'Observed_Access__c' AND (${ROW} ->> 'Access_Request__c' = $2
           OR (${ROW} ->> 'Target_User__c' = $3 AND ${ROW} ->> 'Login_At__c' >= $4 AND ${ROW} ->> 'Login_At__c' < $5))
         ORDER BY number`,
        [requestId, userId, dayOf(from), dayOf(to, 1)],
      ),
    async timeline(requestId) {
      const { rows } = await query.query<TimelineRow & Record<string, unknown>>(
        `SELECT row ->> 'At__c' AS at, row ->> 'Kind__c' AS kind, row ->> 'Actor__c' AS actor, row ->> 'Summary__c' AS summary
         FROM (
           SELECT ${ROW} AS row, number FROM projection
           WHERE org_id = $1 AND object = 'Access_Request_Event__c' AND ${ROW} ->> 'Access_Request__c' = $2
         ) AS event
         ORDER BY at, number`,
        [orgId, requestId],
      );
      return rows;
    },
    async objects() {
      const { rows } = await query.query<{ object: string; fields: string[] }>(
        `SELECT object, array_agg(DISTINCT field) AS fields
         FROM projection, jsonb_object_keys(fields) AS field WHERE org_id = $1 GROUP BY object ORDER BY object`,
        [orgId],
      );
      return rows;
    },
  };
}
