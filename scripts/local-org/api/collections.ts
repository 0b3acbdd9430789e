/** Up to 200 records in one request, each with its own result or all or none. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import { findObject } from '../metadata/model.ts';
import type { Engine, RecordInput, SaveOptions, SaveResult } from '../state/engine.ts';
import { normaliseId } from '../state/ids.ts';
import { collected, parsedBody } from './answers.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

const LARGEST_COLLECTION = 200;

const Typed = z.looseObject({ attributes: z.looseObject({ type: z.string() }) });
const Collection = z.object({ allOrNone: z.boolean().default(false), records: z.array(Typed) });

function checkSize(count: number): void {
  if (count <= LARGEST_COLLECTION) return;
  throw new OrgError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${LARGEST_COLLECTION} records in this call`,
  );
}

/** Runs of neighbours of one type; the engine saves one object at a time. */
function runs(records: z.infer<typeof Typed>[]): { type: string; records: RecordInput[] }[] {
  const groups: { type: string; records: RecordInput[] }[] = [];
  for (const { attributes, ...fields } of records) {
    const last = groups.at(-1);
    if (last?.type === attributes.type) last.records.push(fields);
    else groups.push({ type: attributes.type, records: [fields] });
  }
  return groups;
}

/** Saves every run; with `allOrNone` all runs share one transaction. */
function saveRuns(
  org: Engine,
  { allOrNone, records }: z.infer<typeof Collection>,
  save: (engine: Engine, type: string, records: RecordInput[], options: SaveOptions) => Promise<SaveResult[]>,
): Promise<SaveResult[]> {
  checkSize(records.length);
  const all = async (engine: Engine) => {
    const results: SaveResult[] = [];
    for (const run of runs(records))
      results.push(...(await save(engine, run.type, run.records, { allOrNone })));
    return results;
  };
  return collected(allOrNone ? org.transaction(all, { whole: true }) : all(org));
}

/** Results as the resource shows them: `created` belongs to upserts alone. */
function answer(results: SaveResult[]): ApiResponse {
  return {
    status: 200,
    body: results.map(({ id, ...result }) => (id === undefined ? result : { id, ...result })),
  };
}

const create: Handler = async (org, { session, body }) =>
  answer(
    await saveRuns(org, parsedBody(Collection, body), (engine, type, records, options) =>
      engine.insert(session.user, type, records, options),
    ),
  );

const change: Handler = async (org, { session, body }) =>
  answer(
    await saveRuns(org, parsedBody(Collection, body), (engine, type, records, options) =>
      engine.update(session.user, type, records, options),
    ),
  );

const upsert: Handler = async (org, { session, body, params }) =>
  answer(
    await saveRuns(org, parsedBody(Collection, body), (engine, type, records, options) =>
      engine.upsert(session.user, type, params['field'] ?? '', records, options),
    ),
  );

const remove: Handler = async (org, { session, query }) => {
  const ids = (query.get('ids') ?? '').split(',').filter(Boolean);
  const allOrNone = query.get('allOrNone') === 'true';
  checkSize(ids.length);
  const all = async (engine: Engine) => {
    const results: SaveResult[] = [];
    for (const id of ids) {
      const type = typeOf(org, id);
      if (type) results.push(...(await engine.remove(session.user, type, [id], { allOrNone })));
      else
        results.push({
          success: false,
          errors: [{ statusCode: 'MALFORMED_ID', message: `malformed id ${id}`, fields: [] }],
        });
    }
    return results;
  };
  return answer(await collected(allOrNone ? org.transaction(all, { whole: true }) : all(org)));
};

/** The object whose key prefix an id begins with. */
function typeOf(org: Engine, id: string): string | undefined {
  if (!normaliseId(id)) return undefined;
  return [...org.metadata.objects.values()].find(({ keyPrefix }) => keyPrefix === id.slice(0, 3))?.name;
}

const Retrieve = z.object({ ids: z.array(z.string()), fields: z.array(z.string()).min(1) });

/** Records in the order of the ids; null for those that are not there or not visible. */
async function retrieve(
  org: Engine,
  request: ApiRequest,
  ids: string[],
  fields: string[],
): Promise<ApiResponse> {
  const object = findObject(org.metadata, request.params['object'] ?? '');
  if (!object) throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
  const wanted = ids.map((id) => normaliseId(id) ?? null);
  const list = wanted.flatMap((id) => (id ? [`'${id}'`] : [])).join(', ');
  if (list === '') return { status: 200, body: wanted.map(() => null) };
  const select = [...new Set(['Id', ...fields.map((name) => name.trim())])].join(', ');
  const { records } = await org.query(
    request.session.user,
    `SELECT ${select} FROM ${object.name} WHERE Id IN (${list})`,
  );
  const byId = new Map(records.map((record) => [String(record['Id']), record]));
  return { status: 200, body: wanted.map((id) => (id && byId.get(id)) ?? null) };
}

export const routes: Route[] = [
  { method: 'POST', pattern: '/composite/sobjects', handle: create },
  { method: 'PATCH', pattern: '/composite/sobjects', handle: change },
  { method: 'DELETE', pattern: '/composite/sobjects', handle: remove },
  { method: 'PATCH', pattern: '/composite/sobjects/:object/:field', handle: upsert },
  {
    method: 'GET',
    pattern: '/composite/sobjects/:object',
    handle: (org, request) =>
      retrieve(
        org,
        request,
        (request.query.get('ids') ?? '').split(','),
        (request.query.get('fields') ?? 'Id').split(','),
      ),
  },
  {
    method: 'POST',
    pattern: '/composite/sobjects/:object',
    handle: (org, request) => {
      const { ids, fields } = parsedBody(Retrieve, request.body);
      return retrieve(org, request, ids, fields);
    },
  },
];
