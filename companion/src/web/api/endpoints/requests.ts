import { endpoint } from '../endpoint.ts';
import * as shapes from '../shapes/index.ts';
import { paged } from './paged.ts';

const group = 'Access requests';
const scope = 'requests:read';

export const requestEndpoints = [
  endpoint({
    ...{ method: 'get', path: '/requests', group, scope },
    summary: 'List access requests, the newest submission first',
    query: shapes.requestQuery,
    answer: shapes.pageOf(shapes.requestSummary),
    run: (api, { caller, query }) =>
      paged(api, caller, 'requests', query, (page) => api.reads.requests(caller.org, query, page)),
  }),
  endpoint({
    ...{ method: 'get', path: '/requests/{id}', group, scope },
    summary: 'One access request with the verdict of each rule',
    params: shapes.byId,
    answer: shapes.requestDetail,
    run: (api, { caller, params }) => api.reads.request(caller.org, params.id),
  }),
  endpoint({
    ...{ method: 'get', path: '/requests/{id}/timeline', group, scope },
    summary: 'What happened to a request, oldest first',
    params: shapes.byId,
    answer: shapes.listOf(shapes.timelineEntry),
    run: async (api, { caller, params }) => ({ items: await api.reads.timeline(caller.org, params.id) }),
  }),
  endpoint({
    ...{ method: 'get', path: '/requests/{id}/decisions', group, scope },
    summary: 'The signed decisions on a request, with their places in the ledger',
    params: shapes.byId,
    answer: shapes.listOf(shapes.decision),
    run: async (api, { caller, params }) => ({ items: await api.reads.decisions(caller.org, params.id) }),
  }),
  endpoint({
    ...{ method: 'get', path: '/deliveries', group, scope },
    summary: 'Messages to contacts and users, and what became of them',
    query: shapes.deliveryQuery,
    answer: shapes.pageOf(shapes.delivery),
    run: (api, { caller, query }) =>
      paged(api, caller, 'deliveries', query, (page) => api.reads.deliveries(caller.org, query, page)),
  }),
];
