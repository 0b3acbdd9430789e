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
