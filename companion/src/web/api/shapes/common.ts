/**
 * The shapes of the API, v1. Calls are parsed and answers are cut down with the very schemas that the OpenAPI document is
 * made of. Instants are ISO 8601 with Z, dates YYYY-MM-DD, hashes lower-case hex.
 */
import { z } from 'zod';
import type { Json } from '../../../core/canonical.ts';
import { recordId } from '../../shapes.ts';

export const instant = z.iso.datetime().meta({ description: 'ISO 8601 with Z' });
export const maybe = instant.nullable();
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const index = z.number().int().nonnegative();
export const text = z.string();
export const json = z.json() as z.ZodType<Json, Json>;
/** Numbers of a query arrive as text. */
export const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const byId = z.strictObject({ id: recordId });

export const paging = {
  cursor: z.string().max(600).optional().meta({ description: 'next of the page before' }),
  limit: whole(1, 200).default(50).meta({ description: 'items of a page; 50 when absent' }),
};
export const pageQuery = z.strictObject(paging);

/** @returns the shape of a page of such items */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: text.nullable().meta({ description: 'cursor of the next page; null at the end' }),
  });

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

export const operationAnswer = z
  .object({
    ok: z.boolean().meta({ description: 'false: it was done and found a problem' }),
    lines: z.array(text).meta({ description: 'for people' }),
    data: z.unknown(),
    files: z.record(z.string(), z.string()).optional().meta({ description: 'content in base 64, by name' }),
  })
  .meta({ id: 'OperationAnswer' });

export const problem = z
  .object({
    type: text,
    title: text,
    status: z.number().int(),
    code: text.meta({ description: 'of a closed list: docs/problems.md' }),
    detail: text,
    next: text.meta({ description: 'what to do now' }),
    instance: text,
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
