/** Which versions the API speaks, and what a version offers. */
import type { AbsoluteRoute, Route } from './route.ts';

const RELEASE = { label: "Winter '27", version: '68.0' };

/** Without a session, as clients ask this before they log in. */
export const absoluteRoutes: AbsoluteRoute[] = [
  {
    method: 'GET',
    pattern: '/services/data',
    access: 'public',
    handle: () =>
      Promise.resolve({
        status: 200,
        body: [{ ...RELEASE, url: `/services/data/v${RELEASE.version}` }],
      }),
  },
];

export const routes: Route[] = [
  {
    method: 'GET',
    pattern: '/',
    handle: (org, { version, baseUrl, session }) => {
      const base = `/services/data/v${version}`;
      const names = [
        ...['composite', 'limits', 'query', 'queryAll', 'search', 'parameterizedSearch', 'sobjects'],
        ...['graphql', 'tooling', 'metadata'],
      ];
      const resources = Object.fromEntries(names.map((name) => [name, `${base}/${name}`]));
      const identity = `${baseUrl}/id/${org.orgId}/${session.user.userId}`;
      return Promise.resolve({ status: 200, body: { ...resources, 'ui-api': `${base}/ui-api`, identity } });
    },
  },
];
