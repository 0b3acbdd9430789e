/** `/query`, `/queryAll` and their further pages. */
import { notImplemented, OrgError } from '../errors.ts';
import type { Engine, JsonPage } from '../state/engine.ts';
import { JsonBytes } from './route.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

function answer({ totalSize, records, next }: JsonPage, request: ApiRequest): ApiResponse {
  const more = next ? { nextRecordsUrl: `/services/data/v${request.version}/query/${next}` } : {};
  const head = JSON.stringify({ totalSize, done: next === null, ...more });
  const parts = [Buffer.from(`${head.slice(0, -1)},"records":[`), records, Buffer.from(']}')];
  return { status: 200, body: new JsonBytes(parts) };
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
      await org.queryJson(request.session.user, soql, {
        all,
        batchSize: batchSize(request),
        version: request.version,
      }),
      request,
    );
  };
}

const nextPage: Handler = async (org, request) =>
  answer(await org.nextJson(request.session.user, request.params['locator'] ?? '', request.version), request);

export const routes: Route[] = [
  { method: 'GET', pattern: '/query', handle: query(false) },
  { method: 'GET', pattern: '/queryAll', handle: query(true) },
  { method: 'GET', pattern: '/query/:locator', handle: nextPage },
  { method: 'GET', pattern: '/queryAll/:locator', handle: nextPage },
];
