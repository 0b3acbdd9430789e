import { endpoint } from '../endpoint.ts';
import * as shapes from '../shapes/index.ts';
import { paged } from './paged.ts';

const group = 'Audit reports';
const scope = 'reports:read';

export const reportEndpoints = [
  endpoint({
    ...{ method: 'get', path: '/reports', group, scope },
    summary: 'List audit reports that were asked for, the newest first',
    query: shapes.pageQuery,
    answer: shapes.pageOf(shapes.report),
    run: (api, { caller, query }) =>
      paged(api, caller, 'reports', query, (page) => api.reads.reports(caller.org, page)),
  }),
  endpoint({
    ...{ method: 'post', path: '/reports', group, scope: 'reports:write', status: 202 },
    summary: 'Ask for an audit report',
    description:
      'Makes a row in the org as the tab Audit reports does. The report is ready when its state says so.',
    body: shapes.reportInput,
    answer: shapes.reportAsked,
    run: (api, { caller, body }) => api.works.askReport(caller, body),
  }),
  endpoint({
    ...{ method: 'get', path: '/reports/{id}/bundle', group, scope },
    summary: 'Download the bundle with its verification kit',
    params: shapes.byId,
    answer: 'file',
    run: (api, { caller, params }) => api.works.reportFile(caller.org, params.id, 'zip'),
  }),
  endpoint({
    ...{ method: 'get', path: '/reports/{id}/page', group, scope },
    summary: 'Download the report as a page',
    params: shapes.byId,
    answer: 'file',
    run: (api, { caller, params }) => api.works.reportFile(caller.org, params.id, 'html'),
  }),
];
