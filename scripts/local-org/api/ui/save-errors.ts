/** What the UI API answers when a save is refused: one message, and the reasons by field. */
import { OrgError } from '../../errors.ts';
import { findField, type ObjectMetadata } from '../../metadata/model.ts';
import type { SaveError, SaveResult } from '../../state/engine.ts';
import { collected } from '../answers.ts';
import type { ApiResponse } from '../route.ts';

type Verb = 'create' | 'update' | 'delete';

interface RecordError {
  constituentField: null;
  duplicateRecordError: null;
  errorCode: string;
  field: string | null;
  fieldLabel: string | null;
  message: string;
}

const statuses: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 403,
  PRECONDITION_FAILED: 412,
};

/**
 * Runs the save of one record. Its id on success, otherwise the "Error with Output" answer of the UI API.
 * @throws whatever is no refusal of the record itself
 */
export async function saveOne(
  object: ObjectMetadata,
  verb: Verb,
  work: () => Promise<SaveResult[]>,
): Promise<{ id: string } | { refusal: ApiResponse }> {
  try {
    const [result] = await collected(work());
    if (result?.success && result.id) return { id: result.id };
    return { refusal: refusal(object, verb, result?.errors ?? []) };
  } catch (error) {
    if (!(error instanceof OrgError) || error.status >= 500) throw error;
    const { errorCode: statusCode, message, fields = [] } = error;
    return { refusal: refusal(object, verb, [{ statusCode, message, fields }], error.status) };
  }
}

function refusal(
  object: ObjectMetadata,
  verb: Verb,
  errors: readonly SaveError[],
  given?: number,
): ApiResponse {
  const status = given ?? statuses[errors[0]?.statusCode ?? ''] ?? 400;
  const fieldErrors: Record<string, RecordError[]> = {};
  const pageErrors: RecordError[] = [];
  for (const error of errors) {
    const named = error.fields.map((name) => findField(object, name)).filter((field) => field !== undefined);
    if (named.length === 0) pageErrors.push(recordError(error, null, null));
    for (const { name, label } of named) (fieldErrors[name] ??= []).push(recordError(error, name, label));
  }
  const body = {
    statusCode: status,
    errorCode: errors[0]?.statusCode ?? 'UNKNOWN_EXCEPTION',
    message: `An error occurred while trying to ${verb} the record. Please try again.`,
    enhancedErrorType: 'RecordError',
    output: { errors: pageErrors, fieldErrors },
  };
  return { status, body };
}

function recordError(
  { statusCode, message }: SaveError,
  field: string | null,
  fieldLabel: string | null,
): RecordError {
  return {
    constituentField: null,
    duplicateRecordError: null,
    errorCode: statusCode,
    field,
    fieldLabel,
    message,
  };
}
