/** What objects the org has and what they look like to this user. */
import { notFound } from '../errors.ts';
import { describeGlobalEntry } from '../metadata/describe.ts';
import { findObject } from '../metadata/model.ts';
import type { Engine } from '../state/engine.ts';
import type { ApiRequest, Handler, Route } from './route.ts';

function entries(org: Engine, { session, version }: ApiRequest): Record<string, unknown>[] {
  return [...org.metadata.objects.values()]
    .filter(({ licence }) => licence === null || org.switches.eventLogLicence)
    .filter(({ name }) => session.user.object(name).read)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((object) => describeGlobalEntry(session.user, object, version));
}

const global: Handler = (org, request) =>
  Promise.resolve({
    status: 200,
    body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects: entries(org, request) },
  });

const basic: Handler = (org, request) => {
  const object = findObject(org.metadata, request.params['object'] ?? '');
  const entry = entries(org, request).find(({ name }) => name === object?.name);
  if (!entry) throw notFound();
  return Promise.resolve({ status: 200, body: { objectDescribe: entry, recentItems: [] } });
};

const describe: Handler = (org, request) =>
  Promise.resolve({ status: 200, body: org.describe(request.session.user, request.params['object'] ?? '') });

/** What a person viewed is not noted, and what a client reads never counts as viewed. */
const recent: Handler = () => Promise.resolve({ status: 200, body: [] });

export const routes: Route[] = [
  { method: 'GET', pattern: '/recent', handle: recent },
  { method: 'GET', pattern: '/sobjects', handle: global },
  { method: 'GET', pattern: '/sobjects/:object', handle: basic },
  { method: 'GET', pattern: '/sobjects/:object/describe', handle: describe },
];
