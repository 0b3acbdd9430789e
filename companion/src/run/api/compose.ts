/** Puts the API together for the orgs that are served. */
import { createHmac } from 'node:crypto';
import type { Router } from 'express';
import type { Logger } from 'pino';
import { utf8 } from '../../core/bytes.ts';
import type { Bounce } from '../../relay/bounces.ts';
import type { Store } from '../../store/store.ts';
import { createCursors } from '../../web/api/cursors.ts';
import type { Api, Signing } from '../../web/api/ports.ts';
import { apiRouter } from '../../web/api/router.ts';
import type { ClientAssets } from '../../web/assets.ts';
import type { ServedOrg } from '../health.ts';
import type { Hosts } from '../hosts.ts';
import { createOperations } from '../operate.ts';
import { version } from '../version.ts';
import type { Idp } from '../../web/idp.ts';
import { createApi } from './api.ts';

export interface ApiParts {
  store: Store;
  served: readonly ServedOrg[];
  idp: Idp | null;
  signing: Signing;
  credentialsOf: Api['credentialsOf'];
  now: () => Promise<Temporal.Instant>;
  clock: () => Temporal.Instant;
  origin: string;
  hosts: Hosts;
  /** The secrets of the sign-in cookie, newest first. */
  secrets: readonly string[];
  assets: ClientAssets;
  logger: Logger;
}

export function composeApi(parts: ApiParts): Router {
  const { store, served, idp, signing, credentialsOf, now, clock, origin, logger } = parts;
  const orgs = new Map(
    served.map(({ runtime, loop }) => {
      const look = () => {
        loop.lookNow().catch((error: unknown) => logger.warn({ err: error }, 'a look at the org failed'));
      };
      const { org, relay } = runtime;
      const bounced = (bounce: Bounce) => relay.bounced(bounce);
      return [
        org.orgId,
        { org, relay, look, bounced, expectReports: () => runtime.expectReports() },
      ] as const;
    }),
  );
  const api = createApi({
    ...{ store, orgs, signing, credentialsOf, now },
    operations: createOperations({ store, orgs: served, idp, now, hosts: parts.hosts }),
    cursors: createCursors(cursorSecret(parts.secrets)),
  });
  return apiRouter({
    ...{ api, clock, origin, version: version(), style: parts.assets.style },
    ...{ tokens: store.apiTokens, calls: store.apiCalls, rates: store.rates },
  });
}

function cursorSecret(secrets: readonly string[]): Uint8Array {
  return createHmac('sha256', utf8(secrets[0] ?? ''))
    .update('cursors')
    .digest();
}
