import { endpoint } from '../endpoint.ts';
import * as shapes from '../shapes/index.ts';
import { paged } from './paged.ts';

const group = 'Evidence';
const scope = 'evidence:read';

export const evidenceEndpoints = [
  endpoint({
    ...{ method: 'get', path: '/findings', group, scope },
    summary: 'List findings, the newest first',
    query: shapes.findingQuery,
    answer: shapes.pageOf(shapes.finding),
    run: (api, { caller, query }) =>
      paged(api, caller, 'findings', query, (page) => api.reads.findings(caller.org, query, page)),
  }),
  endpoint({
    ...{ method: 'get', path: '/coverage', group, scope },
    summary: 'For which time each source is claimed to be complete, and its gaps',
    answer: shapes.listOf(shapes.coverage),
    run: async (api, { caller }) => ({ items: await api.reads.coverage(caller.org) }),
  }),
  endpoint({
    ...{ method: 'get', path: '/ledger/checkpoints', group, scope },
    summary: 'Signed heads of the ledger, oldest first',
    answer: shapes.listOf(shapes.checkpoint),
    run: async (api, { caller }) => ({ items: await api.ledger.checkpoints(caller.org) }),
  }),
  endpoint({
    ...{ method: 'get', path: '/ledger/entries', group, scope },
    summary: 'Entries of the ledger in order, as canonical JSON',
    query: shapes.entriesQuery,
    answer: shapes.listOf(shapes.ledgerEntry),
    run: async (api, { caller, query }) => ({
      items: await api.ledger.entries(caller.org, query.from, query.limit),
    }),
  }),
  endpoint({
    ...{ method: 'get', path: '/ledger/entries/{index}/proof', group, scope },
    summary: 'Proof that an entry is part of the ledger',
    params: shapes.byIndex,
    query: shapes.inclusionQuery,
    answer: shapes.inclusion,
    run: (api, { caller, params, query }) =>
      api.ledger.inclusion(caller.org, params.index, query.size ?? null),
  }),
  endpoint({
    ...{ method: 'get', path: '/ledger/consistency', group, scope },
    summary: 'Proof that the ledger has only grown between two sizes',
    query: shapes.consistencyQuery,
    answer: shapes.consistency,
    run: (api, { caller, query }) => api.ledger.consistency(caller.org, query.from, query.to ?? null),
  }),
  endpoint({
    ...{ method: 'get', path: '/friction', group, scope },
    summary: 'What waiting for contacts cost in a period, in hours',
    description:
      'Counted from the ledger, by the day on which requests were submitted: outcomes by incident type and environment, hours ' +
      'until the answer and until the window, and at each level. Drills are excluded.',
    query: shapes.frictionQuery,
    answer: shapes.friction,
    run: (api, { caller, query }) => api.reads.friction(caller.org, query),
  }),
];
