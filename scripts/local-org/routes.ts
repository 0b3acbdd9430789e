/** All resources of the org in one place: what the README's endpoint table lists is what stands here. */
import { bulkRoutes } from './api/bulk.ts';
import * as collections from './api/collections.ts';
import * as cometd from './api/cometd.ts';
import { compositeBatchRoutes } from './api/composite-batch.ts';
import { compositeGraphRoutes } from './api/composite-graph.ts';
import * as compositeTree from './api/composite-tree.ts';
import { compositeRoutes } from './api/composite.ts';
import * as describe from './api/describe.ts';
import * as graphql from './api/graphql.ts';
import { limitsRoutes } from './api/limits.ts';
import type { UsageMeter } from './api/limits.ts';
import * as metadataRest from './api/metadata/rest.ts';
import * as metadataSoap from './api/metadata/soap.ts';
import type { ClientApp } from './api/oauth/clients.ts';
import { oauthRoutes } from './api/oauth/routes.ts';
import * as query from './api/query.ts';
import * as replication from './api/replication.ts';
import type { AbsoluteRoute, Route } from './api/route.ts';
import * as scim from './api/scim.ts';
import * as apex from './api/soap/apex.ts';
import * as soapLogin from './api/soap-login.ts';
import * as search from './api/search.ts';
import * as sobjects from './api/sobjects.ts';
import * as tooling from './api/tooling.ts';
import * as uiApi from './api/ui-api.ts';
import * as unsupported from './api/unsupported.ts';
import * as versions from './api/versions.ts';
import type { BulkJobs } from './bulk/jobs.ts';
import * as chrome from './faces/chrome/assets.ts';
import * as lightning from './faces/lightning/routes.ts';
import * as login from './faces/login/routes.ts';
import { authorizeRoutes } from './faces/oauth/authorize.ts';
import * as singleAccess from './faces/oauth/single-access.ts';
import * as settings from './faces/settings/routes.ts';
import * as recycleBin from './faces/simulator/recycle-bin.ts';
import * as setup from './faces/setup/routes.ts';
import { simulatorRoutes } from './faces/simulator/routes.ts';
import type { Simulation } from './faces/simulator/routes.ts';

/** Everything the server answers; `clients` may ask for tokens. */
export function allRoutes(
  clients: readonly ClientApp[],
  usage: UsageMeter,
  bulk: BulkJobs,
  simulation: Simulation,
): { routes: Route[]; absoluteRoutes: AbsoluteRoute[]; elsewhere: AbsoluteRoute } {
  const composable = [
    ...query.routes,
    ...search.routes,
    ...sobjects.routes,
    ...replication.routes,
    ...collections.routes,
    ...describe.routes,
    ...limitsRoutes(usage),
  ];
  return {
    elsewhere: lightning.elsewhere,
    routes: [
      ...versions.routes,
      ...composable,
      ...compositeRoutes(composable),
      ...compositeBatchRoutes(composable),
      ...compositeGraphRoutes(sobjects.routes),
      ...compositeTree.routes,
      ...bulkRoutes(bulk),
      ...uiApi.routes,
      ...graphql.routes,
      ...metadataRest.routes,
      ...tooling.routes,
      ...unsupported.routes,
    ],
    absoluteRoutes: [
      ...versions.absoluteRoutes,
      ...oauthRoutes(clients),
      ...metadataSoap.absoluteRoutes,
      ...authorizeRoutes(clients),
      ...singleAccess.absoluteRoutes,
      ...soapLogin.absoluteRoutes,
      ...apex.absoluteRoutes,
      ...scim.absoluteRoutes,
      ...cometd.absoluteRoutes,
      ...login.absoluteRoutes,
      ...chrome.absoluteRoutes,
      ...lightning.absoluteRoutes,
      ...settings.absoluteRoutes,
      ...setup.absoluteRoutes,
      ...simulatorRoutes(simulation),
      ...recycleBin.absoluteRoutes,
      ...unsupported.absoluteRoutes,
    ],
  };
}
