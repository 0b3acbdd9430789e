/**
 * The UI API as far as Lightning panels use it: object infos, picklist values, records, layouts, defaults, lists.
 * Audit, session and event log objects are not reachable through it.
 */
import { z } from 'zod';
import { notImplemented, OrgError } from '../errors.ts';
import { findField } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import type { Engine } from '../state/engine.ts';
import type { ApiRequest, ApiResponse, Route } from './route.ts';
import { clonedRecord, defaultRecord } from './ui/defaults.ts';
import { recordOf, supportedObject } from './ui/fields.ts';
import { layoutMode, layoutType, recordLayout } from './ui/layouts.ts';
import { listRoutes } from './ui/list-routes.ts';
import { isLayoutable, objectInfo, picklistFields, picklistValues, summary } from './ui/object-info.ts';
import { allReadable, eTag, readRecord } from './ui/records.ts';
import { checkRecordType, listed, param, requestedFields } from './ui/request.ts';
import { recordUi } from './ui/record-ui.ts';
import { saveOne } from './ui/save-errors.ts';

export const routes: Route[] = [
  { method: 'GET', pattern: '/ui-api/object-info', handle: listObjects },
  { method: 'GET', pattern: '/ui-api/object-info/batch/:objects', handle: batchInfo },
  { method: 'GET', pattern: '/ui-api/object-info/:object', handle: oneObject },
  { method: 'GET', pattern: '/ui-api/object-info/:object/picklist-values/:recordType', handle: allPicklists },
  {
    method: 'GET',
    pattern: '/ui-api/object-info/:object/picklist-values/:recordType/:field',
    handle: onePicklist,
  },
  { method: 'GET', pattern: '/ui-api/records/batch/:ids', handle: batchRecords },
  { method: 'GET', pattern: '/ui-api/records/:id', handle: oneRecord },
  { method: 'POST', pattern: '/ui-api/records', handle: createRecord },
  { method: 'PATCH', pattern: '/ui-api/records/:id', handle: updateRecord },
  { method: 'DELETE', pattern: '/ui-api/records/:id', handle: deleteRecord },
  { method: 'GET', pattern: '/ui-api/record-defaults/create/:object', handle: createDefaults },
  { method: 'GET', pattern: '/ui-api/record-defaults/clone/:id', handle: cloneDefaults },
  { method: 'GET', pattern: '/ui-api/layout/:object', handle: oneLayout },
  { method: 'GET', pattern: '/ui-api/record-ui/:ids', handle: oneRecordUi },
  ...listRoutes,
  ...(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const).map((method): Route => ({
    method,
    pattern: '/ui-api/*rest',
    handle: (_org, request) =>
      Promise.reject(notImplemented(`the UI API resource ${param(request, 'rest')}`)),
  })),
];

function ok(body: unknown, status = 200): Promise<ApiResponse> {
  return Promise.resolve({ status, body });
}

function readableObject(org: Engine, request: ApiRequest, name: string): ObjectMetadata {
  const object = supportedObject(org.metadata, name);
  objectInfo(org.metadata, request.session.user, object);
  return object;
}

function listObjects(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const objects = [...org.metadata.objects.values()]
    .filter((object) => object.uiApi && user.object(object.name).read)
    .map((object) => {
      const url = `/services/data/v${request.version}/ui-api/object-info/${object.name}`;
      return [object.name, { ...summary(object), eTag: eTag(summary(object)), objectInfoUrl: url }] as const;
    });
  return ok({ eTag: eTag(objects), objects: Object.fromEntries(objects) });
}

function oneObject(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const object = supportedObject(org.metadata, param(request, 'object'));
  return ok(objectInfo(org.metadata, request.session.user, object));
}

async function batchInfo(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const names = param(request, 'objects').split(',');
  return batch(names, (name) => {
    const object = supportedObject(org.metadata, name);
    return Promise.resolve(objectInfo(org.metadata, request.session.user, object));
  });
}

/** Each part of a batch stands by itself, with its own status. */
async function batch(keys: readonly string[], read: (key: string) => Promise<unknown>): Promise<ApiResponse> {
  const results = [];
  for (const key of keys) {
    try {
      results.push({ result: await read(key.trim()), statusCode: 200 });
    } catch (error) {
      if (!(error instanceof OrgError)) throw error;
      results.push({ result: error.body(), statusCode: error.status });
    }
  }
  return { status: 200, body: { hasErrors: results.some(({ statusCode }) => statusCode !== 200), results } };
}

function allPicklists(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  checkRecordType(param(request, 'recordType'));
  const object = readableObject(org, request, param(request, 'object'));
  const fields = picklistFields(request.session.user, object);
  const picklistFieldValues = Object.fromEntries(
    fields.map((field) => [field.name, picklistValues(object, field, request.version)]),
  );
  return ok({ eTag: eTag(picklistFieldValues), picklistFieldValues });
}

function onePicklist(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  checkRecordType(param(request, 'recordType'));
  const object = readableObject(org, request, param(request, 'object'));
  const field = findField(object, param(request, 'field'));
  if (!field || !picklistFields(request.session.user, object).includes(field)) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `${param(request, 'field')} is not a picklist field of ${object.name}`,
    );
  }
  return ok(picklistValues(object, field, request.version));
}

async function oneRecord(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { object, id } = recordOf(org.metadata, param(request, 'id'));
  const tree = requestedFields(org, request, object);
  return { status: 200, body: await readRecord(org, request.session.user, tree, id) };
}

async function batchRecords(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  return batch(param(request, 'ids').split(','), (key) => {
    const { object, id } = recordOf(org.metadata, key);
    return readRecord(org, request.session.user, requestedFields(org, request, object), id);
  });
}

const recordInput = z.looseObject({
  apiName: z.string().nullish(),
  fields: z.record(z.string(), z.unknown()),
});

function inputOf(request: ApiRequest) {
  const parsed = recordInput.safeParse(request.body);
  if (parsed.success) return parsed.data;
  throw new OrgError(400, 'JSON_PARSER_ERROR', 'The body is not a record input with apiName and fields');
}

async function createRecord(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const { apiName, fields } = inputOf(request);
  const object = supportedObject(org.metadata, apiName ?? '');
  const saved = await saveOne(object, 'create', () =>
    org.insert(user, object.name, [fields], { allOrNone: true }),
  );
  if ('refusal' in saved) return saved.refusal;
  return { status: 201, body: await readRecord(org, user, allReadable(org, user, object), saved.id) };
}

async function updateRecord(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const { object, id } = recordOf(org.metadata, param(request, 'id'));
  const { fields } = inputOf(request);
  const since = unmodifiedSince(request.headers['if-unmodified-since']);
  const options = { allOrNone: true, ...(since ? { ifUnmodifiedSince: since } : {}) };
  const saved = await saveOne(object, 'update', () =>
    org.update(user, object.name, [{ ...fields, Id: id }], options),
  );
  if ('refusal' in saved) return saved.refusal;
  return { status: 200, body: await readRecord(org, user, allReadable(org, user, object), id) };
}

/** Browsers send the value of LastModifiedDate, other clients an HTTP date. */
function unmodifiedSince(header: string | undefined): Temporal.Instant | undefined {
  if (header === undefined) return undefined;
  const milliseconds = Date.parse(header);
  if (Number.isNaN(milliseconds))
    throw new OrgError(400, 'INVALID_HEADER', `If-Unmodified-Since is no date: ${header}`);
  return Temporal.Instant.fromEpochMilliseconds(milliseconds);
}

async function deleteRecord(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { object, id } = recordOf(org.metadata, param(request, 'id'));
  const removed = await saveOne(object, 'delete', () =>
    org.remove(request.session.user, object.name, [id], { allOrNone: true }),
  );
  return 'refusal' in removed ? removed.refusal : { status: 204 };
}

async function createDefaults(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const object = readableObject(org, request, param(request, 'object'));
  checkOptionalType(request);
  const record = await defaultRecord(org, user, object);
  return { status: 200, body: { ...aroundDefaults(org, request, object, 'Create'), record } };
}

async function cloneDefaults(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { object, id } = recordOf(org.metadata, param(request, 'id'));
  checkOptionalType(request);
  const record = await clonedRecord(org, request.session.user, object, id);
  return { status: 200, body: { ...aroundDefaults(org, request, object, 'Create'), record } };
}

function checkOptionalType(request: ApiRequest): void {
  const id = request.query.get('recordTypeId');
  if (id) checkRecordType(id);
}

function aroundDefaults(org: Engine, request: ApiRequest, object: ObjectMetadata, mode: 'Create') {
  const { user } = request.session;
  return {
    layout: recordLayout(org.metadata, user, object, 'Full', mode),
    objectInfos: { [object.name]: objectInfo(org.metadata, user, object) },
  };
}

function oneLayout(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { query } = request;
  const object = readableObject(org, request, param(request, 'object'));
  checkOptionalType(request);
  if (!isLayoutable(object)) throw new OrgError(400, 'INVALID_TYPE', `${object.name} has no layouts`);
  const type = layoutType(query.get('layoutType') ?? 'Full');
  const mode = layoutMode(query.get('mode') ?? 'View');
  return ok(recordLayout(org.metadata, request.session.user, object, type, mode));
}

async function oneRecordUi(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  return { status: 200, body: await recordUi(org, request, listed(param(request, 'ids'))) };
}
