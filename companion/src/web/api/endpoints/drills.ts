import { endpoint } from '../endpoint.ts';
import * as shapes from '../shapes/index.ts';
import { paged } from './paged.ts';

const group = 'Drills';
const scope = 'drills:read';

export const drillEndpoints = [
  endpoint({
    ...{ method: 'get', path: '/drills', group, scope },
    summary: 'List drills, the newest first',
    query: shapes.pageQuery,
    answer: shapes.drillList,
    run: async (api, { caller, query }) => ({
      ...(await paged(api, caller, 'drills', query, (page) => api.reads.drills(caller.org, page))),
      nextBy: await api.reads.nextDrillBy(caller.org),
    }),
  }),
  endpoint({
    ...{ method: 'get', path: '/drills/{id}', group, scope },
    summary: 'Read one drill: who was reached when, and answered in what time',
    params: shapes.byDrill,
    answer: shapes.drill,
    run: (api, { caller, params }) => api.reads.drill(caller.org, params.id),
  }),
  endpoint({
    ...{ method: 'post', path: '/drills', group, scope: 'drills:write', status: 201 },
    summary: 'Start a drill',
    description:
      'Asks contacts as a request would, and authorizes nothing: it makes no record in the org, and its signatures are of ' +
      'a kind of their own. One drill runs at a time (drill_running). Send an Idempotency-Key: a repeated call starts no ' +
      'second one.',
    body: shapes.drillInput,
    answer: shapes.drill,
    run: (api, { caller, body }) => api.works.startDrill(caller, body),
  }),
];
