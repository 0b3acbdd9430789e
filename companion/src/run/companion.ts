/** The composition root: puts the parts together and takes them apart again in order. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { connectOrg, type Org } from '../org/org.ts';
import { createMailChannel } from '../relay/channels/mail.ts';
import { createPushChannel } from '../relay/channels/web-push.ts';
import { createDesk } from '../relay/desk.ts';
import { JOBS_AT_ONCE, RELAY_JOBS } from '../relay/jobs.ts';
import { verificationKit } from '../reports/kit.ts';
import { readSigningKey } from '../store/signing-key.ts';
import type { Job } from '../store/jobs.ts';
import { openStore, type Store } from '../store/store.ts';
import { createApp } from '../web/app.ts';
import { loadClientAssets } from '../web/assets.ts';
import { createEvents } from '../web/events.ts';
import { createIdp, type Idp } from '../web/idp.ts';
import { createPasskeys } from '../web/passkeys.ts';
import type { SignatureCheck } from '../web/ports.ts';
import { pgSessions } from '../web/sessions.ts';
import { composeApi } from './api/compose.ts';
import { channelsOf } from './channels.ts';
import { type Clock, startClock } from './clock.ts';
import { sha256 } from './crypto.ts';
import { measureDeliveries } from './delivery-metrics.ts';
import { createHealth, type ServedOrg } from './health.ts';
import { measureLedger } from './ledger-metrics.ts';
import { createOperate, type Operate } from './operate.ts';
import { byHost, hostsOf } from './hosts.ts';
import { listen, starting, stopServing } from './http-server.ts';
import { listenForOperators } from './operator-socket.ts';
import { createOrgRuntime, type OrgRuntime } from './org-runtime.ts';
import { startOrgLoop } from './org-loop.ts';
import { MAKE_REPORT } from './report-maker.ts';
import { readIdpSecret, readPrivateKey, readSessionSecrets } from './secrets.ts';
import { linkSecretOf, requireSharedSecrets } from './shared-secrets.ts';
import { settle } from './settle.ts';
import { startTimers } from './timers.ts';
import { readVapidKeys } from './vapid.ts';

export interface Companion {
  /** Scheme, host and port at which it was bound. */
  url: string;
  orgs: { id: string; name: string; environment: string }[];
  operate: Operate;
  /** Looks at every org, runs what is due by the clock and waits for all of its jobs, until nothing is left to do. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface CompanionOptions {
  config: Config;
  logger: Logger;
  /** Our clock; the database's when absent. */
  now?: () => Temporal.Instant;
}

/** What was opened, to be closed in the opposite order. */
type Closers = (() => Promise<void>)[];

/**
 * @throws AppError configuration, org_unreachable, org_replaced; nothing stays open then
 */
export async function startCompanion(options: CompanionOptions): Promise<Companion> {
  const closers: Closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await compose(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  { config, logger, now: givenNow }: CompanionOptions,
  closers: Closers,
  close: () => Promise<void>,
): Promise<Companion> {
  const key = readSigningKey(config.signingKeyFile);
  const secrets = readSessionSecrets(config.sessionSecretFile);
  const store = await openStore({
    location: config.databaseUrl === null ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl },
    sha256,
    key,
    onError: (error) => logger.error({ err: error }, 'the job runner failed'),
  });
  closers.push(() => store.close());
  const clock = await startClock(store, logger, givenNow);
  closers.push(() => Promise.resolve(clock.stop()));
  const now = () => clock.now();
  const server = createServer(starting);
  await listen(server, config.port);
  closers.push(() => stopServing(server));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const orgs = await connectOrgs(config, store, clock);
  const hosts = await hostsOf(
    config,
    url,
    store,
    orgs.map(({ orgId }) => orgId),
  );
  const { origin, next } = hosts;
  const origins = [origin, ...(next === null ? [] : [next])];
  const passkeysOf = (page: string) =>
    createPasskeys({
      ...{ passkeys: store.passkeys, challenges: store.challenges(now), now },
      ...{ origin: page, origins },
    });
  const passkeys = passkeysOf(origin);
  const mail = createMailChannel({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  closers.push(() => Promise.resolve(mail.close()));
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const vapid = readVapidKeys(config.vapidKeyFile, config.mailFrom);
  // Of the session secrets the oldest counts: links follow from it, and newer ones may be on their way to the others.
  const ledgerKey = Buffer.from(key.publicKey).toString('base64url');
  await requireSharedSecrets(store, [ledgerKey, secrets.at(-1) ?? '', vapid.publicKey]);
  const push = createPushChannel(vapid, { allowLocalHttp: config.demonstration, allowPrivate: false }, () =>
    clock.instant(),
  );
  const measure = measureDeliveries(registry);
  const kit = () => verificationKit(join(import.meta.dirname, '..', '..', '..', '.local', 'cache'));
  const runtimes: OrgRuntime[] = [];
  for (const org of orgs) {
    const linkSecret = linkSecretOf(secrets, org.orgId);
    const relay = {
      mail,
      channels: channelsOf(config, org.orgId, () => clock.instant()),
      push,
      measure,
      checkSignature: (check: SignatureCheck) => passkeys.checkSignature(check),
      origin,
      nextOrigin: next ?? undefined,
      linkSecret,
      demonstration: config.demonstration,
    };
    runtimes.push(createOrgRuntime({ org, store, key, logger, now, kit, relay }));
  }
  // Jobs ask for rows to be written: the store stays until these are.
  closers.push(async () => {
    await store.jobs.stop();
    for (const runtime of runtimes) await runtime.written();
  });
  await startWork(store, runtimes, logger);
  measureLedger(
    registry,
    store.ledger,
    runtimes.map(({ org }) => org.orgId),
  );
  closers.push(startTimers({ store, now, logger, takeOver: () => takeOver(runtimes) }));
  const served = await serveOrgs(config, runtimes, logger, closers);

  const idp = idpOf(config, origin);
  const desk = createDesk({
    relays: new Map(runtimes.map(({ org, relay }) => [org.orgId, relay])),
    store,
    sha256,
  });
  const assets = await loadClientAssets();
  const events = createEvents({
    version: async (org) => (await store.ledger.head(org)).size,
    pollMilliseconds: 1_000,
    beatMilliseconds: 15_000,
    onError: (error) => logger.warn({ err: error }, 'open pages could not be told of changes'),
  });
  closers.push(() => Promise.resolve(events.close()));
  const sessionStore = pgSessions(store.database.pool, (error) =>
    logger.warn({ err: error }, 'expired sessions could not be removed'),
  );
  closers.push(() => Promise.resolve(sessionStore.close()));
  const appAt = (page: string) => {
    const own = passkeysOf(page);
    return createApp({
      ...{ origin: page, ...desk, passkeys: own, idp: idpOf(config, page), events },
      health: createHealth(store, served),
      rates: store.rates,
      ...{ sessionStore, sessionSecrets: secrets },
      assets,
      api: composeApi({
        ...{ store, served, idp, now, origin: page, hosts, secrets, assets, logger },
        signing: desk.relay,
        credentialsOf: (contact) => own.credentialsOf(contact),
        clock: () => clock.instant(),
      }),
      ...{ logger, registry, metricsToken: config.metricsToken, proxies: config.proxies },
      clock: () => clock.instant(),
    });
  };
  server.off('request', starting);
  server.on('request', byHost(hosts, new Map(origins.map((page) => [page, appAt(page)])), config.proxies));
  const operate = createOperate({ store, orgs: served, idp, now, hosts });
  const door = await listenForOperators(config.dataDir, operate, (error) =>
    logger.error({ err: error }, 'a command of an operator failed'),
  );
  closers.push(() => door.close());
  return {
    url,
    orgs: runtimes.map(({ org }) => ({ id: org.orgId, name: org.name, environment: org.environment })),
    operate,
    settle: () => settle(store, served, now),
    close,
  };
}

function idpOf({ idp }: Config, origin: string): Idp | null {
  return idp && createIdp({ ...idp, clientSecret: readIdpSecret(idp.clientSecretFile) }, origin);
}

/** Connects each org, pinned to the id it answered with the first time. */
async function connectOrgs(config: Config, store: Store, clock: Clock): Promise<Org[]> {
  const orgs: Org[] = [];
  for (const { loginUrl, clientId, username, privateKeyFile, usersMayGrant } of config.orgs) {
    const pinned = await store.orgs.byLogin(loginUrl);
    const org = await connectOrg({
      loginUrl,
      clientId,
      username,
      privateKey: readPrivateKey(privateKeyFile),
      version: '68.0',
      now: () => clock.instant(),
      ...(pinned ? { orgId: pinned.orgId } : {}),
      ...(usersMayGrant ? { usersMayGrant } : {}),
    });
    if (orgs.some(({ orgId }) => orgId === org.orgId)) {
      throw new AppError('configuration', `The org ${org.orgId} is named twice.`);
    }
    const { orgId, environment, instanceUrl, name } = org;
    const pinnedAt = pinned?.pinnedAt ?? (await clock.now()).toString();
    await store.orgs.put({ orgId, environment, instanceUrl, name, pinnedAt, loginUrl });
    await store.ledger.check(orgId);
    orgs.push(org);
  }
  return orgs;
}

async function startWork(store: Store, runtimes: readonly OrgRuntime[], logger: Logger): Promise<void> {
  await store.jobs.declare([...RELAY_JOBS, MAKE_REPORT]);
  // In turn: of two companions that start together on a new database one opens the ledger.
  for (const { org, relay } of runtimes) await store.turn(org.orgId, 'start', () => relay.start());
  const byOrg = new Map(runtimes.map((runtime) => [runtime.org.orgId, runtime]));
  const work = (name: string, handle: (runtime: OrgRuntime, job: Job) => Promise<void>) => {
    const run = async (job: Job): Promise<void> => {
      const runtime = byOrg.get(job.orgId);
      if (!runtime) throw new AppError('unavailable', `The org ${job.orgId} is not connected.`);
      try {
        await handle(runtime, job);
      } catch (error) {
        logger.warn({ err: error, job: name, org: job.orgId, attempt: job.attempt }, 'a job failed');
        throw error;
      }
    };
    store.jobs.work(name, run, JOBS_AT_ONCE[name]);
  };
  for (const name of RELAY_JOBS) {
    work(name, ({ relay }, { data }) => relay.work(name, { data }));
  }
  work(MAKE_REPORT, async ({ reports }, { data: { report, name }, last }) => {
    if (typeof report === 'string' && typeof name === 'string') await reports.make({ report, name }, last);
  });
}

async function takeOver(runtimes: readonly OrgRuntime[]): Promise<void> {
  for (const { relay } of runtimes) await relay.resume();
}

async function serveOrgs(
  config: Config,
  runtimes: readonly OrgRuntime[],
  logger: Logger,
  closers: Closers,
): Promise<ServedOrg[]> {
  const served: ServedOrg[] = [];
  for (const runtime of runtimes) {
    const log = logger.child({ org: runtime.org.orgId });
    const loop = await startOrgLoop({
      runtime,
      push: config.push,
      idleSeconds: config.pollSeconds,
      logger: log,
    });
    closers.push(() => loop.stop());
    served.push({ runtime, loop });
  }
  return served;
}
