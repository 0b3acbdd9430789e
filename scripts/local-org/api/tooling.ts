/** The part of the Tooling API that clients need to track changes of metadata: SourceMember. */
import { z } from 'zod';
import { toolingMetadata } from '../deploy/source-members.ts';
import { notFound, notImplemented, OrgError } from '../errors.ts';
import { describeObject } from '../metadata/describe.ts';
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { systemContext } from '../security/context.ts';
import { unsupportedType } from '../soql/errors.ts';
import type { Engine } from '../state/engine.ts';
import { parsedBody } from './answers.ts';
import type { ApiRequest, ApiResponse, Route } from './route.ts';

const Revision = z.object({ RevisionCounter: z.number().int().nonnegative() });

export const routes: Route[] = [
  { method: 'GET', pattern: '/tooling/query', handle: query },
  { method: 'GET', pattern: '/tooling/sobjects/:object/describe', handle: describe },
  { method: 'PATCH', pattern: '/tooling/sobjects/:object/:id', handle: update },
];

/** An object of the Tooling API. @throws OrgError NOT_IMPLEMENTED, by its name */
function known(name: string): ObjectMetadata {
  const object = findObject(toolingMetadata, name);
  if (!object) throw notImplemented(`the object ${name} of the Tooling API`);
  return object;
}

async function query(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const soql = request.query.get('q') ?? '';
  const from = /\bfrom\s+(\w+)/i.exec(soql);
  const name = from?.[1] ?? '';
  const object = known(name);
  if (!org.deployments.tracksSource)
    throw unsupportedType(soql, (from?.index ?? 0) + (from?.[0].length ?? 0) - name.length, object.name);
  const { totalSize, records } = await org.deployments.queryTooling(soql);
  const sizes = { size: records.length, totalSize, done: true, queryLocator: null };
  return { status: 200, body: { ...sizes, entityTypeName: object.name, records } };
}

/** An org that tracks nothing does not know the object; clients tell such orgs by this answer. */
function describe(org: Engine, { params }: ApiRequest): Promise<ApiResponse> {
  const object = known(params['object'] ?? '');
  if (!org.deployments.tracksSource) throw notFound();
  return Promise.resolve({ status: 200, body: describeObject(toolingMetadata, systemContext(), object) });
}

async function update(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { object = '', id = '' } = request.params;
  known(object);
  if (!org.deployments.tracksSource) throw notFound();
  const fields = Object.keys(z.record(z.string(), z.unknown()).catch({}).parse(request.body));
  if (fields.some((name) => name !== 'RevisionCounter'))
    throw new OrgError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'Only RevisionCounter can be changed', fields);
  const { RevisionCounter } = parsedBody(Revision, request.body);
  if (!(await org.deployments.setRevision(id, RevisionCounter))) throw notFound();
  return { status: 204 };
}
