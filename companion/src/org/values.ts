/**
 * Salesforce's JSON values in the product's own forms: instants as ISO 8601 with Z, dates as YYYY-MM-DD, empty as null.
 * Everything that comes out of a query passes one of these schemas before it is used.
 */
import { z } from 'zod';
import { AppError } from '../core/errors.ts';

export type FieldValue = string | number | boolean | null;
/** A row's fields by API name. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** `2026-11-21T04:00:00.000+0000`, as the REST API writes it. */
export const instant = z.string().transform((text, context): string => {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    context.addIssue({ code: 'custom', message: `not an instant: ${text.slice(0, 40)}` });
    return z.NEVER;
  }
});

export const text = z.string();
export const date = z.iso.date();
export const number = z.number();
export const checkbox = z.boolean();

const kinds = { text, instant, date, number, checkbox } as const;
export type FieldKind = keyof typeof kinds;

/** A schema for the named fields, each of which may be empty or, when the org leaves it out, absent. */
export const fieldsOf = (list: Readonly<Record<string, FieldKind>>): z.ZodType<Fields> =>
  z.object(
    Object.fromEntries(
      Object.entries(list).map(([name, kind]) => {
        const schema: z.ZodType<FieldValue> = kinds[kind];
        return [name, schema.nullish().transform((value) => value ?? null)];
      }),
    ),
  );

/** Parses rows at the edge. @throws AppError internal naming the first field that has another form than promised */
export const parseRows = <T>(schema: z.ZodType<T>, rows: readonly unknown[], what: string): T[] =>
  rows.map((row) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new AppError(
      'internal',
      `${what}: unexpected form of ${issue?.path.join('.') ?? 'a row'}: ${issue?.message ?? ''}`,
    );
  });

/** A row of the org of which nothing is taken, since it has another form than promised. */
export interface UnreadableRow {
  id: string;
  /** The org that it says it belongs to; null where it says none. */
  orgId: string | null;
  /** Each field at fault and what is wrong with it, in plain words and without what the field holds. */
  reason: string;
}

/** Rows as they were read one by one. */
export interface RowsRead<T> {
  rows: T[];
  unreadable: UnreadableRow[];
}

const identity = z.object({ Id: text, Org_Id__c: text.nullish().catch(null) });

/** `Effective_Date__c` as people know it: Effective date. */
const labelOf = (field: string): string => {
  const words = field.replaceAll('_', ' ');
  return field.endsWith('__c') ? words.charAt(0) + words.slice(1, -3).toLowerCase() : field;
};

/** The schema's own words may hold the value, so they are not told. */
const faultOf = (path: readonly PropertyKey[], row: unknown): string => {
  let value = row;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  const isEmpty = value === null || value === undefined;
  return `${labelOf(path.join('.'))} ${isEmpty ? 'is empty' : 'holds a value that Countersign does not know'}`;
};

/**
 * Parses each row by itself, so that one of another form hides no other.
 * @throws AppError internal for a row without an id, which the org never gives
 */
export const parseEach = <T>(schema: z.ZodType<T>, rows: readonly unknown[], what: string): RowsRead<T> => {
  const read: RowsRead<T> = { rows: [], unreadable: [] };
  for (const row of rows) {
    const parsed = schema.safeParse(row);
    if (parsed.success) {
      read.rows.push(parsed.data);
      continue;
    }
    const [named] = parseRows(identity, [row], what);
    const reason = parsed.error.issues.map(({ path }) => faultOf(path, row)).join('; ');
    if (named) read.unreadable.push({ id: named.Id, orgId: named.Org_Id__c ?? null, reason });
  }
  return read;
};
