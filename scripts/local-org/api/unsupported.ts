/** Resources that a real org has and this one has not: named, so that a client hears why instead of guessing. */
import { notImplemented } from '../errors.ts';
import type { AbsoluteRoute, Method, Route } from './route.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

const DATA_RESOURCES: Record<string, string> = {
  '/tooling/*rest': 'the Tooling API',
  '/analytics/*rest': 'the Analytics API',
  '/actions/*rest': 'invocable actions',
  '/process/*rest': 'process rules and approvals',
  '/connect/*rest': 'the Connect API',
  '/chatter/*rest': 'the Connect API',
  '/metadata/*rest': 'metadata deployment',
  '/sobjects/:object/describe/layouts': 'describe of layouts',
};

const ABSOLUTE_RESOURCES: Record<string, string> = {
  '/services/Soap/*rest': 'the SOAP APIs',
  '/services/async/*rest': 'the Bulk API 1.0',
  '/services/apexrest/*rest': 'Apex',
  '/services/scim/*rest': 'SCIM beyond the creation of users',
};

export const routes: Route[] = Object.entries(DATA_RESOURCES).flatMap(([pattern, what]) =>
  METHODS.map((method) => ({
    method,
    pattern,
    handle: () => Promise.reject(notImplemented(what)),
  })),
);

export const absoluteRoutes: AbsoluteRoute[] = Object.entries(ABSOLUTE_RESOURCES).flatMap(([pattern, what]) =>
  METHODS.map((method) => ({
    method,
    pattern,
    access: 'public' as const,
    handle: () => Promise.reject(notImplemented(what)),
  })),
);
