/** The contacts' page and its API as an Express app; listening is the caller's. */
import express, { type Express, type Router } from 'express';
import type { Store as SessionStore } from 'express-session';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ClientAssets } from './assets.ts';
import type { Events } from './events.ts';
import type { Idp, IdpAccount } from './idp.ts';
import { LIMITS, limited } from './limits.ts';
import { requestLog } from './logging.ts';
import { timedRequests } from './metrics.ts';
import type { Passkeys } from './passkeys.ts';
import type { ContactRef, Health, Invitations, RateStore, Relay } from './ports.ts';
import { problemHandler } from './problems.ts';
import { actRoutes } from './routes/acts.ts';
import { deviceRoutes } from './routes/devices.ts';
import { drillRoutes } from './routes/drills.ts';
import { eventRoutes } from './routes/events.ts';
import { grantRoutes } from './routes/grants.ts';
import { operationRoutes } from './routes/operations.ts';
import { rosterRoutes } from './routes/roster.ts';
import { passkeyRoutes } from './routes/passkeys.ts';
import { pageFallback, pageRoutes } from './routes/pages.ts';
import { requestRoutes } from './routes/requests.ts';
import { idpCallback, idpRoutes } from './routes/idp.ts';
import { enrolRoutes, signInRoutes } from './routes/sign-in.ts';
import { requireOwnOrigin, securityHeaders } from './security.ts';
import { endWithPasskey, sessions } from './sessions.ts';

export interface WebDeps {
  /** Scheme, host and port as browsers show them; writes from any other are refused. */
  origin: string;
  relay: Relay;
  invitations: Invitations;
  passkeys: Passkeys;
  /** The company's identity provider; null when none is configured. */
  idp: Idp | null;
  /** @throws AppError not_eligible when the account is no contact's */
  idpContact: (account: IdpAccount) => Promise<ContactRef>;
  events: Events;
  health: Health;
  rates: RateStore;
  sessionStore: SessionStore;
  /** Newest first. */
  sessionSecrets: readonly string[];
  assets: ClientAssets;
  logger: Logger;
  registry: Registry;
  /** With a token, metrics are given to who bears it; without one, to this machine alone. */
  metricsToken: string | null;
  /** How many proxies stand before it; 0 takes the peer's address as it is. */
  proxies: number;
  /** What programs call: /api/v1 and /api/docs. Tokens instead of the page's session and origin. */
  api: Router;
  /** For the age of a sign-in; the clock of this machine will do. */
  clock: () => Temporal.Instant;
}

const BODY_LIMIT = '64kb';

/** @returns the app with every route, header and error answer, ready to be listened to */
export function createApp(deps: WebDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.proxies);
  app.set('query parser', 'simple');
  app.use(requestLog(deps.logger));
  app.use(timedRequests(deps.registry));
  app.use(securityHeaders(deps.origin));
  app.use(operationRoutes(deps));
  app.use(pageRoutes(deps.assets));
  app.use('/api', deps.api);
  const session = sessions({
    store: deps.sessionStore,
    secrets: deps.sessionSecrets,
    secure: deps.origin.startsWith('https:'),
  });
  app.get('/sign-in/callback', limited(LIMITS.token, deps.rates), session, idpCallback(deps));
  app.use('/api', api(deps, session));
  app.use(pageFallback(deps.assets));
  app.use(problemHandler(deps.logger));
  return app;
}

function api(deps: WebDeps, session: express.RequestHandler): express.Router {
  const router = express.Router();
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(limited(LIMITS.all, deps.rates));
  router.use(requireOwnOrigin(deps.origin));
  router.use(express.json({ limit: BODY_LIMIT, strict: true }));
  router.use(session);
  router.use(endWithPasskey(deps.passkeys.isLive));
  const token = limited(LIMITS.token, deps.rates);
  const signIn = limited(LIMITS.signIn, deps.rates);
  router.use(signInRoutes(deps, { signIn }));
  router.use(idpRoutes(deps, signIn));
  router.use(enrolRoutes(deps, token));
  router.use(requestRoutes(deps, limited(LIMITS.decide, deps.rates)));
  router.use(drillRoutes(deps, limited(LIMITS.decide, deps.rates)));
  router.use(eventRoutes(deps));
  router.use(actRoutes(deps, limited(LIMITS.decide, deps.rates)));
  router.use(deviceRoutes(deps, limited(LIMITS.decide, deps.rates)));
  router.use(rosterRoutes(deps, limited(LIMITS.decide, deps.rates)));
  router.use(passkeyRoutes(deps, limited(LIMITS.decide, deps.rates)));
  router.use(grantRoutes(deps, token));
  return router;
}
