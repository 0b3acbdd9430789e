/** Records one by one: by id, by external id, created, changed, deleted; and the bytes of files. */
import { notFound, OrgError } from '../errors.ts';
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { Engine, RecordInput, SaveResult } from '../state/engine.ts';
import { normaliseId } from '../state/ids.ts';
import { failure, fieldsOf } from './answers.ts';
import { multipartRecord } from './multipart.ts';
import { relatedRecords } from './related.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

const ONE = { allOrNone: false };

/** The object of the path, if the user may know of it. @throws OrgError 404 */
function objectOf(org: Engine, request: ApiRequest): ObjectMetadata {
  const object = findObject(org.metadata, request.params['object'] ?? '');
  const licensed = object?.licence !== 'eventLog' || org.switches.eventLogLicence;
  if (!object || !licensed || !request.session.user.object(object.name).read) throw notFound();
  return object;
}

function single(results: SaveResult[]): SaveResult {
  const [result] = results;
  if (!result) throw new Error('A save of one record gave no result');
  return result;
}

function created(object: ObjectMetadata, { id = '' }: SaveResult, request: ApiRequest): ApiResponse {
  return {
    status: 201,
    body: { id, success: true, errors: [] },
    headers: { location: `/services/data/v${request.version}/sobjects/${object.name}/${id}` },
  };
}

const create: Handler = async (org, request) => {
  const object = objectOf(org, request);
  const fields = multipartRecord(request) ?? fieldsOf(request.body);
  const result = single(await org.insert(request.session.user, object.name, [fields], ONE));
  return result.success ? created(object, result, request) : failure(result.errors);
};

/** `fields=A,B` of the query string. */
function wantedFields(request: ApiRequest): string[] | undefined {
  const list = request.query.get('fields');
  return list === null ? undefined : list.split(',').map((name) => name.trim());
}

async function record(
  org: Engine,
  request: ApiRequest,
  object: ObjectMetadata,
  id: string,
): Promise<ApiResponse> {
  if (!object.retrieveable) throw notFound();
  const wanted = wantedFields(request);
  const since = request.headers['if-modified-since'];
  if (since !== undefined && !(await isNewer(org, request, object, id, since))) return { status: 304 };
  return { status: 200, body: await org.retrieve(request.session.user, object.name, id, wanted) };
}

/** True when the record was modified after the HTTP date. */
async function isNewer(
  org: Engine,
  { session }: ApiRequest,
  object: ObjectMetadata,
  id: string,
  since: string,
): Promise<boolean> {
  if (!object.fields.has('lastmodifieddate')) return true;
  const record = await org.retrieve(session.user, object.name, id, ['LastModifiedDate']);
  const modified = Date.parse(String(record['LastModifiedDate']).replace('+0000', 'Z'));
  return !(modified <= Date.parse(since));
}

function pathId(request: ApiRequest): string {
  return normaliseId(request.params['id'] ?? '') ?? notFoundId(request.params['id'] ?? '');
}

function notFoundId(id: string): never {
  throw new OrgError(
    404,
    'NOT_FOUND',
    `Provided external ID field does not exist or is not accessible: ${id}`,
  );
}

const read: Handler = (org, request) => record(org, request, objectOf(org, request), pathId(request));

/** The moment of an `If-Unmodified-Since` header, an HTTP date. @throws OrgError when it is none */
function unmodifiedSince(request: ApiRequest): { ifUnmodifiedSince?: Temporal.Instant } {
  const header = request.headers['if-unmodified-since'];
  if (header === undefined) return {};
  const milliseconds = Date.parse(header);
  if (Number.isNaN(milliseconds)) {
    throw new OrgError(400, 'INVALID_FIELD', `If-Unmodified-Since is not an HTTP date: ${header}`);
  }
  return { ifUnmodifiedSince: Temporal.Instant.fromEpochMilliseconds(milliseconds) };
}

const change: Handler = async (org, request) => {
  const object = objectOf(org, request);
  const input = multipartRecord(request) ?? fieldsOf(request.body);
  const named = Object.keys(input).find((name) => name.toLowerCase() === 'id');
  if (named) {
    throw new OrgError(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', [
      named,
    ]);
  }
  const options = { ...ONE, ...unmodifiedSince(request) };
  const changed = await org.update(
    request.session.user,
    object.name,
    [{ ...input, Id: pathId(request) }],
    options,
  );
  const result = single(changed);
  return result.success ? { status: 204 } : failure(result.errors);
};

const remove: Handler = async (org, request) => {
  const object = objectOf(org, request);
  const result = single(await org.remove(request.session.user, object.name, [pathId(request)], ONE));
  return result.success ? { status: 204 } : failure(result.errors);
};

/** Ids of the records whose external id has the value of the path, as the user sees them. */
async function idsByKey(org: Engine, request: ApiRequest, object: ObjectMetadata): Promise<string[]> {
  const { field: name = '', value = '' } = request.params;
  const field = findField(object, name);
  if (!field?.idLookup || !request.session.user.field(object.name, field.name).read) return notFoundId(name);
  const literal = isNumeric(field)
    ? numberOr404(value)
    : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const { records } = await org.query(
    request.session.user,
    `SELECT Id FROM ${object.name} WHERE ${field.name} = ${literal} LIMIT 200`,
  );
  return records.map(({ Id }) => String(Id));
}

function isNumeric({ type }: FieldMetadata): boolean {
  return ['int', 'double', 'currency', 'percent'].includes(type);
}

function numberOr404(value: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw notFound();
  return value;
}

const readByKey: Handler = async (org, request) => {
  const object = objectOf(org, request);
  const blob = (await fileBytes(org, request, object)) ?? (await related(org, request, object));
  if (blob) return blob;
  const ids = await idsByKey(org, request, object);
  if (ids.length > 1) return several(request, object, ids);
  const [id] = ids;
  if (!id) throw notFound();
  return record(org, request, object, id);
};

function several(request: ApiRequest, object: ObjectMetadata, ids: string[]): ApiResponse {
  const body = ids.map((id) => `/services/data/v${request.version}/sobjects/${object.name}/${id}`);
  return { status: 300, body };
}

/** A way from a record to others, when the path names a record and not a value of an external id. */
async function related(
  org: Engine,
  request: ApiRequest,
  object: ObjectMetadata,
): Promise<ApiResponse | null> {
  const { field = '', value: name = '' } = request.params;
  const id = findField(object, field) ? undefined : normaliseId(field);
  if (!id) return null;
  return relatedRecords(org, request, { object, id, name, fields: wantedFields(request) });
}

/** `/sobjects/ContentVersion/<id>/VersionData`: the bytes as they were uploaded. */
async function fileBytes(
  org: Engine,
  request: ApiRequest,
  object: ObjectMetadata,
): Promise<ApiResponse | null> {
  const { field: id = '', value = '' } = request.params;
  const field = findField(object, value);
  const full = normaliseId(id);
  if (field?.type !== 'base64' || !full) return null;
  const bytes = await org.readBytes(request.session.user, object.name, full, field.name);
  return { status: 200, body: bytes, headers: { 'content-type': 'application/octet-stream' } };
}

const upsert: Handler = async (org, request) => {
  const object = objectOf(org, request);
  const { field: name = '', value = '' } = request.params;
  const field = findField(object, name);
  if (!field?.idLookup) return notFoundId(name);
  const input: RecordInput = { ...fieldsOf(request.body) };
  const given = Object.keys(input).find((key) => key.toLowerCase() === field.name.toLowerCase());
  if (given) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `The ${field.name} field should not be specified in the sobject data.`,
      [field.name],
    );
  }
  // Of a unique field's value there are never several.
  const { user } = request.session;
  const isSingle = field.unique && user.object(object.name).read && user.field(object.name, field.name).read;
  const ids = isSingle ? [] : await idsByKey(org, request, object);
  if (ids.length > 1) return several(request, object, ids);
  const saved = await org.upsert(user, object.name, field.name, [{ ...input, [field.name]: value }], {
    ...ONE,
    ...unmodifiedSince(request),
  });
  const result = single(saved);
  if (!result.success) return failure(result.errors);
  const isNew = result.created === true;
  return { status: isNew ? 201 : 200, body: { id: result.id, success: true, errors: [], created: isNew } };
};

const removeByKey: Handler = async (org, request) => {
  const object = objectOf(org, request);
  const ids = await idsByKey(org, request, object);
  if (ids.length > 1) return several(request, object, ids);
  const [id] = ids;
  if (!id) throw notFound();
  const result = single(await org.remove(request.session.user, object.name, [id], ONE));
  return result.success ? { status: 204 } : failure(result.errors);
};

export const routes: Route[] = [
  { method: 'POST', pattern: '/sobjects/:object', handle: create },
  { method: 'GET', pattern: '/sobjects/:object/:id', handle: read },
  { method: 'PATCH', pattern: '/sobjects/:object/:id', handle: change },
  { method: 'DELETE', pattern: '/sobjects/:object/:id', handle: remove },
  { method: 'GET', pattern: '/sobjects/:object/:field/:value', handle: readByKey },
  { method: 'PATCH', pattern: '/sobjects/:object/:field/:value', handle: upsert },
  { method: 'DELETE', pattern: '/sobjects/:object/:field/:value', handle: removeByKey },
];
