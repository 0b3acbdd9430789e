import { endpoint } from '../endpoint.ts';
import * as shapes from '../shapes/index.ts';
import { paged } from './paged.ts';

const group = 'Roster, policy, mode';

export const ruleEndpoints = [
  endpoint({
    ...{ method: 'get', path: '/roster', group, scope: 'roster:read' },
    summary: 'The authorization contacts and the version of the roster in force',
    answer: shapes.roster,
    run: (api, { caller }) => api.reads.roster(caller.org),
  }),
  endpoint({
    ...{ method: 'get', path: '/delegations', group, scope: 'roster:read' },
    summary:
      'Delegations that are not over: given by a contact, and those by which the contact decides for others',
    query: shapes.byContact,
    answer: shapes.delegations,
    run: (api, { caller, query }) => api.reads.delegations(caller.org, query.contact),
  }),
  endpoint({
    ...{ method: 'get', path: '/roster/versions', group, scope: 'roster:read' },
    summary: 'Every version of the roster with what it changed and who signed it, newest first',
    query: shapes.pageQuery,
    answer: shapes.rosterVersionList,
    run: (api, { caller, query }) =>
      paged(api, caller, 'roster-versions', query, (page) => api.reads.rosterVersions(caller.org, page)),
  }),
  endpoint({
    ...{ method: 'get', path: '/roster/versions/{version}', group, scope: 'roster:read' },
    summary: 'One version of the roster: its entries, and when it was in force',
    params: shapes.byRosterVersion,
    answer: shapes.rosterVersionDetail,
    run: (api, { caller, params }) => api.reads.rosterVersion(caller.org, params.version),
  }),
  endpoint({
    ...{ method: 'get', path: '/policy', group, scope: 'policy:read' },
    summary: 'The policy in force',
    answer: shapes.policy,
    run: (api, { caller }) => api.reads.policy(caller.org),
  }),
  endpoint({
    ...{ method: 'get', path: '/policy/versions', group, scope: 'policy:read' },
    summary: 'Every version of the policy that was seen, oldest first',
    answer: shapes.listOf(shapes.policyVersion),
    run: async (api, { caller }) => ({ items: await api.reads.policyVersions(caller.org) }),
  }),
  endpoint({
    ...{ method: 'get', path: '/modes', group, scope: 'policy:read' },
    summary: 'Governance modes with their dates, oldest first',
    answer: shapes.listOf(shapes.mode),
    run: async (api, { caller }) => ({ items: await api.reads.modes(caller.org) }),
  }),
];
