/** Results of the engine as answers of the REST API. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import { AllOrNoneFault } from '../records/batch.ts';
import type { RecordInput, SaveError, SaveResult } from '../state/engine.ts';
import type { ApiResponse } from './route.ts';

/** HTTP status of a failed save; anything not listed is the client's mistake. */
const STATUS: Record<string, number> = {
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  PRECONDITION_FAILED: 412,
};

/** The errors of one failed record, as a request for a single record answers them. */
export function failure(errors: readonly SaveError[]): ApiResponse {
  return {
    status: STATUS[errors[0]?.statusCode ?? ''] ?? 400,
    body: errors.map(({ statusCode, message, fields }) => ({ message, errorCode: statusCode, fields })),
  };
}

/** Many results, as the collection resources answer them; a rolled-back call is answered, not thrown. */
export async function collected(work: Promise<SaveResult[]>): Promise<SaveResult[]> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AllOrNoneFault) return error.results;
    throw error;
  }
}

const Fields = z.record(z.string(), z.unknown());

/** The body of a request as field values. @throws OrgError JSON_PARSER_ERROR */
export function fieldsOf(body: unknown): RecordInput {
  const parsed = Fields.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new OrgError(400, 'JSON_PARSER_ERROR', 'The request body must be a JSON object of field values');
}

/** A body checked by a schema. @throws OrgError JSON_PARSER_ERROR that names the first fault */
export function parsedBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OrgError(
    400,
    'JSON_PARSER_ERROR',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`,
  );
}
