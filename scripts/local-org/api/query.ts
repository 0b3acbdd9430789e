/** `/query`, `/queryAll` and their further pages. */
import { notImplemented, OrgError } from '../errors.ts';
import type { Engine, QueryPage } from '../state/engine.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

function answer({ totalSize, records, next }: QueryPage, request: ApiRequest): ApiResponse {
  const more = next ? { nextRecordsUrl: `/services/data/v${request.version}/query/${next}` } : {};
  return { status: 200, body: { totalSize, done: next === null, ...more, records } };
}

/** `batchSize=n` of the `Sforce-Query-Options` header; a hint that the org may round. */
function batchSize(request: ApiRequest): number | undefined {
  const match = /batchSize\s*=\s*(\d+)/i.exec(request.headers['sforce-query-options'] ?? '');
  return match ? Number(match[1]) : undefined;
}

function query(all: boolean): Handler {
  return async (org: Engine, request: ApiRequest) => {
    if (request.query.has('explain')) throw notImplemented('query plans (explain)');
    const soql = request.query.get('q');
    if (!soql) throw new OrgError(400, 'MALFORMED_QUERY', 'The parameter q with a SOQL query is missing');
    if (request.query.get('columns') === 'true') {
      return { status: 200, body: org.queryColumns(request.session.user, soql) };
    }
    return answer(
      await org.queryPage(request.session.user, soql, {
        all,
        batchSize: batchSize(request),
        version: request.version,
      }),
      request,
    );
  };
}

const nextPage: Handler = async (org, request) =>
  answer(await org.nextPage(request.session.user, request.params['locator'] ?? '', request.version), request);

export const routes: Route[] = [
  { method: 'GET', pattern: '/query', handle: query(false) },
  { method: 'GET', pattern: '/queryAll', handle: query(true) },
  { method: 'GET', pattern: '/query/:locator', handle: nextPage },
  { method: 'GET', pattern: '/queryAll/:locator', handle: nextPage },
];
