/** Writes to the org: one composite call, all or nothing. */
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import { DATA } from './reading.ts';
import { requestOfKey } from './records.ts';
import { complaint, type Session } from './session.ts';
import type { Fields } from './values.ts';

export type OrgWrite =
  | {
      kind: 'patch';
      object: string;
      id: string;
      fields: Fields;
      /** The row's LastModifiedDate as it was read (ISO 8601 with Z): refused when the row changed after it. */
      ifUnmodifiedSince?: string;
    }
  | { kind: 'upsert'; object: string; externalField: string; key: string; fields: Fields };

export interface WriteResult {
  id: string;
  created: boolean;
}

/** Subrequests of one composite call (salesforce-facts 8). */
const MOST_WRITES = 25;

/** What the org answers when a row is no longer as we read it; asking again after a fresh read may succeed. */
const CHANGED = new Set([
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'ENTITY_IS_DELETED',
  'NOT_FOUND',
  'INVALID_CROSS_REFERENCE_KEY',
]);
const BUSY = new Set(['UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'REQUEST_LIMIT_EXCEEDED']);
const SETUP = /^(INSUFFICIENT_ACCESS|INVALID_(FIELD|TYPE)|API_|CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY)/;

const answerOf = z.object({
  compositeResponse: z.array(
    z.object({ referenceId: z.string(), httpStatusCode: z.number(), body: z.unknown() }),
  ),
});
type Part = z.infer<typeof answerOf>['compositeResponse'][number];

const saved = z.object({ id: z.string(), created: z.boolean().optional() });

const subrequest = (write: OrgWrite, index: number) => {
  const base = `${DATA}/sobjects/${encodeURIComponent(write.object)}`;
  const referenceId = `w${index}`;
  if (write.kind === 'upsert') {
    const url = `${base}/${encodeURIComponent(write.externalField)}/${encodeURIComponent(write.key)}`;
    return { method: 'PATCH', url, referenceId, body: write.fields };
  }
  const since = write.ifUnmodifiedSince;
  const headers =
    since === undefined ? {} : { httpHeaders: { 'If-Unmodified-Since': new Date(since).toUTCString() } };
  const url = `${base}/${encodeURIComponent(write.id)}`;
  return { method: 'PATCH', url, referenceId, body: write.fields, ...headers };
};

/** The part that stopped the others; they answer PROCESSING_HALTED. */
const culprit = (parts: readonly Part[]): Part | undefined => {
  const failed = parts.filter(({ httpStatusCode }) => httpStatusCode >= 400);
  const own = failed.find(
    ({ httpStatusCode, body }) =>
      complaint({ status: httpStatusCode, body }).errorCode !== 'PROCESSING_HALTED',
  );
  return own ?? failed[0];
};

const refusal = (part: Part, write: OrgWrite | undefined): AppError => {
  const { errorCode, message } = complaint({ status: part.httpStatusCode, body: part.body });
  const details = { errorCode, object: write?.object ?? '' };
  if (part.httpStatusCode === 412) {
    return new AppError('request_changed', 'The record was changed in the meantime.', { details });
  }
  if (CHANGED.has(errorCode)) return new AppError('request_changed', message, { details });
  if (BUSY.has(errorCode)) return new AppError('org_unreachable', message, { details });
  if (SETUP.test(errorCode)) return new AppError('configuration', message, { details });
  return new AppError('internal', `The org refuses a write to ${details.object}: ${message}`, { details });
};

/**
 * Writes all or nothing, in order; results stand in the order of the writes.
 * @throws AppError request_changed (row newer than `ifUnmodifiedSince`, or refused by a validation rule, with the org's
 *   own message), org_unreachable (nothing is known of the outcome: upserts may be repeated), configuration (permission
 *   or field missing), internal
 */
export const apply = async (session: Session, writes: readonly OrgWrite[]): Promise<WriteResult[]> => {
  if (writes.length === 0) return [];
  if (writes.length > MOST_WRITES) throw new TypeError(`at most ${MOST_WRITES} writes go together`);
  const answer = await session.request({
    method: 'POST',
    path: `${DATA}/composite`,
    body: { allOrNone: true, compositeRequest: writes.map(subrequest) },
  });
  const parsed = answerOf.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) {
    throw new AppError('org_unreachable', `The org does not take a write: ${complaint(answer).message}`);
  }
  const parts = parsed.data.compositeResponse;
  const failed = culprit(parts);
  if (failed) throw refusal(failed, writes[Number(failed.referenceId.slice(1))]);
  return writes.map((write, index) => {
    const body = saved.safeParse(parts.find(({ referenceId }) => referenceId === `w${index}`)?.body);
    if (body.success) return { id: body.data.id, created: body.data.created ?? false };
    if (write.kind === 'patch') return { id: write.id, created: false };
    throw new AppError('internal', `The org did not name the row it wrote to ${write.object}.`);
  });
};

/** Makes a request in the org; the same client key makes none twice. @returns its id @throws as {@link apply} does */
export const raise = async (session: Session, clientKey: string, fields: Fields): Promise<string> => {
  const before = await requestOfKey(session, clientKey);
  if (before !== null) return before;
  const write = { kind: 'upsert', object: 'Access_Request__c', externalField: 'Client_Key__c' } as const;
  const [row] = await apply(session, [{ ...write, key: clientKey, fields }]);
  if (!row) throw new AppError('internal', 'The org did not name the request it has just taken.');
  return row.id;
};
