/** `/search` with SOSL, and `/parameterizedSearch`, which names the same things one by one. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import { parsedBody } from './answers.ts';
import type { ApiResponse, ApiRequest, Handler, Route } from './route.ts';
import type { Engine } from '../state/engine.ts';

/** Before this version the answer was the bare list. */
const WRAPPED_SINCE = 37;

async function search(org: Engine, request: ApiRequest, sosl: string): Promise<ApiResponse> {
  const searchRecords = await org.search(request.session.user, sosl, request.version);
  const isWrapped = Number(request.version) >= WRAPPED_SINCE;
  return { status: 200, body: isWrapped ? { searchRecords } : searchRecords };
}

const bySosl: Handler = async (org, request) => {
  const sosl = request.query.get('q');
  if (!sosl) throw new OrgError(400, 'MALFORMED_SEARCH', 'The parameter q with a SOSL search is missing');
  return search(org, request, sosl);
};

const Count = z.coerce.number().int().min(1).max(2000);
const Name = z.string().regex(/^\w+$/);
const Paths = z.array(z.string().regex(/^[\w.]+$/));

const Parameters = z.object({
  q: z.string().min(1),
  in: z.enum(['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR']).default('ALL'),
  fields: Paths.default([]),
  sobjects: z
    .array(
      z.object({
        name: Name,
        fields: Paths.optional(),
        where: z.string().optional(),
        orderBy: z.string().optional(),
        limit: Count.optional(),
      }),
    )
    .default([]),
  defaultLimit: Count.optional(),
  overallLimit: Count.optional(),
});

/** The same search as SOSL; every sign of the words is taken for itself but the wildcards. */
function soslOf({ q, in: group, fields, sobjects, ...limits }: z.infer<typeof Parameters>): string {
  const words = q.replaceAll(/[&|!{}[\]()^~:\\"'+-]/g, String.raw`\$&`);
  const returning = sobjects.map(({ name, fields: own, where, orderBy, limit = limits.defaultLimit }) => {
    const clauses = [
      where && `WHERE ${where}`,
      orderBy && `ORDER BY ${orderBy}`,
      limit && `LIMIT ${limit}`,
    ].filter(Boolean);
    const list = own ?? fields;
    return `${name}(${[(list.length > 0 ? list : ['Id']).join(', '), ...clauses].join(' ')})`;
  });
  return [
    `FIND {${words}} IN ${group} FIELDS`,
    returning.length > 0 ? ` RETURNING ${returning.join(', ')}` : '',
    limits.overallLimit ? ` LIMIT ${limits.overallLimit}` : '',
  ].join('');
}

const byBody: Handler = async (org, request) =>
  search(org, request, soslOf(parsedBody(Parameters, request.body)));

const byParameters: Handler = async (org, request) => {
  const { query } = request;
  const text = (name: string) => query.get(name) ?? undefined;
  const list = (name: string) =>
    text(name)
      ?.split(',')
      .map((item) => item.trim());
  const body = {
    q: text('q'),
    in: text('in')?.toUpperCase(),
    fields: list('fields'),
    sobjects: query.getAll('sobject').map((name) => ({
      name,
      fields: list(`${name}.fields`),
      where: text(`${name}.where`),
      orderBy: text(`${name}.orderBy`),
      limit: text(`${name}.limit`),
    })),
    defaultLimit: text('defaultLimit'),
    overallLimit: text('overallLimit'),
  };
  return search(org, request, soslOf(parsedBody(Parameters, body)));
};

export const routes: Route[] = [
  { method: 'GET', pattern: '/search', handle: bySosl },
  { method: 'GET', pattern: '/parameterizedSearch', handle: byParameters },
  { method: 'POST', pattern: '/parameterizedSearch', handle: byBody },
];
