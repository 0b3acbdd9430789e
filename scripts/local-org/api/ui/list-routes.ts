/** The UI API's lists: list views, related lists, lookups. */
import type { Engine } from '../../state/engine.ts';
import type { ApiRequest, ApiResponse, Route } from '../route.ts';
import { recordOf, supportedObject } from './fields.ts';
import {
  listInfo,
  listRecords,
  listSummaries,
  listViewById,
  listViewByName,
  type ListView,
} from './lists.ts';
import { lookupField, lookupRecords, lookupTargets } from './lookups.ts';
import { objectInfo } from './object-info.ts';
import { pageRequest } from './pages.ts';
import {
  relatedCount,
  relatedList,
  relatedListInfo,
  relatedListSummaries,
  relatedRecords,
} from './related.ts';
import { checkRecordType, param } from './request.ts';

const lists = '/ui-api/list-records';
const related = '/ui-api/related-list-records/:record/:list';

export const listRoutes: Route[] = [
  { method: 'GET', pattern: '/ui-api/list-info/:id', handle: info },
  { method: 'GET', pattern: '/ui-api/list-info/:object/:view', handle: info },
  { method: 'GET', pattern: `${lists}/:id`, handle: records },
  { method: 'GET', pattern: `${lists}/:object/:view`, handle: records },
  { method: 'POST', pattern: `${lists}/:object/:view`, handle: records },
  { method: 'GET', pattern: '/ui-api/list-ui/:object', handle: summaries },
  { method: 'GET', pattern: '/ui-api/related-list-info/:object', handle: relatedSummaries },
  { method: 'GET', pattern: '/ui-api/related-list-info/:object/:list', handle: relatedInfo },
  { method: 'GET', pattern: related, handle: children },
  { method: 'POST', pattern: related, handle: children },
  { method: 'GET', pattern: '/ui-api/related-list-count/:record/:list', handle: count },
  { method: 'GET', pattern: '/ui-api/lookups/:object/:field', handle: lookups },
  { method: 'GET', pattern: '/ui-api/lookups/:object/:field/:target', handle: lookup },
];

/** The object of the path, which the user must be able to read. */
function objectOf(org: Engine, request: ApiRequest) {
  const object = supportedObject(org.metadata, param(request, 'object'));
  objectInfo(org.metadata, request.session.user, object);
  return object;
}

function viewOf(org: Engine, request: ApiRequest): ListView {
  const id = request.params['id'];
  if (id !== undefined) return listViewById(org.metadata, request.session.user, id);
  return listViewByName(objectOf(org, request), param(request, 'view'));
}

async function info(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const list = await Promise.resolve(viewOf(org, request));
  return { status: 200, body: listInfo(org.metadata, request.session.user, list) };
}

async function records(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const body = await listRecords(org, request.session.user, viewOf(org, request), pageRequest(request));
  return { status: 200, body };
}

/** Which list views there are. The older `list-ui/:object/:view` is not offered. */
async function summaries(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const object = await Promise.resolve(objectOf(org, request));
  const { lists: all, eTag } = listSummaries(object, request.path);
  const wanted = (request.query.get('q') ?? '').toLowerCase();
  const found = all.filter(({ label }) => label.toLowerCase().includes(wanted));
  const page = pageRequest(request);
  const end = page.start + page.pageSize;
  const address = (token: number) => `${page.url}pageSize=${page.pageSize}&pageToken=${token}`;
  const body = {
    count: found.slice(page.start, end).length,
    currentPageToken: String(page.start),
    currentPageUrl: address(page.start),
    eTag,
    lists: found.slice(page.start, end),
    nextPageToken: end < found.length ? String(end) : null,
    nextPageUrl: end < found.length ? address(end) : null,
    objectApiName: object.name,
    pageSize: page.pageSize,
    previousPageToken: page.start > 0 ? String(Math.max(0, page.start - page.pageSize)) : null,
    previousPageUrl: page.start > 0 ? address(Math.max(0, page.start - page.pageSize)) : null,
    queryString: request.query.get('q'),
    recentListsOnly: false,
  };
  return { status: 200, body };
}

async function relatedSummaries(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const parent = await Promise.resolve(objectOf(org, request));
  checkOptionalType(request);
  return {
    status: 200,
    body: relatedListSummaries(org.metadata, request.session.user, parent, request.path),
  };
}

async function relatedInfo(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const parent = await Promise.resolve(objectOf(org, request));
  checkOptionalType(request);
  const list = relatedList(org.metadata, user, parent, param(request, 'list'));
  return { status: 200, body: relatedListInfo(org.metadata, user, list) };
}

function checkOptionalType(request: ApiRequest): void {
  const id = request.query.get('recordTypeId');
  if (id) checkRecordType(id);
}

async function children(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const { object, id } = recordOf(org.metadata, param(request, 'record'));
  const list = relatedList(org.metadata, user, object, param(request, 'list'));
  return { status: 200, body: await relatedRecords(org, user, list, id, pageRequest(request)) };
}

async function count(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const { object, id } = recordOf(org.metadata, param(request, 'record'));
  const list = relatedList(org.metadata, user, object, param(request, 'list'));
  return { status: 200, body: await relatedCount(org, user, list, id) };
}

async function lookups(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const field = lookupField(user, objectOf(org, request), param(request, 'field'));
  const results: Record<string, unknown> = {};
  for (const target of lookupTargets(org, user, field, undefined)) {
    results[target.name] = await lookupRecords(org, request, target);
  }
  return { status: 200, body: { lookupResults: results } };
}

async function lookup(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const { user } = request.session;
  const field = lookupField(user, objectOf(org, request), param(request, 'field'));
  const [target] = lookupTargets(org, user, field, param(request, 'target'));
  return { status: 200, body: target && (await lookupRecords(org, request, target)) };
}
