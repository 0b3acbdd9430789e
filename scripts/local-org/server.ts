/** The org behind HTTP: the composition of all parts. */
import { join } from 'node:path';
import { project } from '../project.ts';
import { registeredClient } from './api/client-key.ts';
import { streamFaults } from './api/bayeux/faults.ts';
import type { StreamFaults } from './api/bayeux/faults.ts';
import { startStreaming } from './api/cometd.ts';
import { createDispatch } from './api/dispatch.ts';
import { createUsageMeter } from './api/limits.ts';
import { PLATFORM_CLI } from './api/oauth/clients.ts';
import type { ClientApp } from './api/oauth/clients.ts';
import { orderer } from './faces/simulator/scenarios.ts';
import { Faults } from './faults/registry.ts';
import { withFaults } from './faults/requests.ts';
import { listen } from './http.ts';
import { dispatchAmong } from './hub/routing.ts';
import { ScratchOrgs } from './hub/scratch-orgs.ts';
import type { ServedOrg } from './hub/scratch-orgs.ts';
import { allRoutes } from './routes.ts';
import type { Scenario } from './scenario/format.ts';
import { replayScenario } from './scenario/replay.ts';
import type { ReplayOutcome } from './scenario/replay.ts';
import { saveScenario } from './scenario/save.ts';
import { EMPTY_SEED } from './seed/format.ts';
import type { SeedFile } from './seed/format.ts';
import { createClock } from './state/clock.ts';
import type { OrgClock } from './state/clock.ts';
import type { Engine } from './state/engine.ts';
import { openOrg } from './state/open.ts';
import type { OpenedOrg, OpenOptions } from './state/open.ts';

export interface LocalOrgOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Absent: in memory, gone with the process. */
  dataDir?: string;
  /** SFDX source tree to begin with; null = an org without metadata of its own, filled by deployments. */
  sourceDir: string | null;
  seed: SeedFile | 'empty';
  clock?: OrgClock;
  eventLogLicence?: boolean;
  /** Clients hear what changes in the metadata (SourceMember), as in a scratch org. */
  tracksSource?: boolean;
  /** Where the registered client's private key lies. */
  keysDir: string;
  /** External client apps beside the registered one, the sf CLI's and those of the seed. */
  clients?: readonly ClientApp[];
  /** Hears of faults of the org itself; the default writes them to stderr. */
  onError?: (error: unknown) => void;
}

export interface LocalOrg {
  /** `http://localhost:PORT` */
  url: string;
  orgId: string;
  adminUsername: string;
  integrationUsername: string;
  clientId: string;
  privateKeyFile: string;
  clock: OrgClock;
  engine: Engine;
  /** What is made to go wrong. */
  faults: Faults;
  /** Back to the state after the seed; all sessions end. In memory only: see the README. @throws OrgError 409 */
  reset(): Promise<void>;
  /** What happened since the start or the last reset. @throws OrgError 409 when that is too much */
  saveScenario(): Promise<Scenario>;
  /** Lets a saved scenario happen. @throws OrgError 400 for an unreadable file, 409 for a step that cannot be done */
  replayScenario(file: unknown): Promise<ReplayOutcome>;
  /** What can go wrong with change events, to be ordered by a simulator or a test. */
  streamFaults: StreamFaults;
  close(): Promise<void>;
}

/**
 * Starts a local org on 127.0.0.1.
 * @throws Error with a sentence for a person when the port or the data folder is taken or the source cannot be read
 */
export async function createLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const { keysDir, onError = toStderr } = options;
  const seed = options.seed === 'empty' ? EMPTY_SEED : options.seed;
  const clock = options.clock ?? createClock();
  const client = registeredClient(keysDir);
  const clients = [client, PLATFORM_CLI, ...(seed.externalClientApps ?? []), ...(options.clients ?? [])];
  const dataDir = options.dataDir ?? null;
  const scratch: { orgs?: ScratchOrgs } = {};
  const open = async (own: Omit<OpenOptions, 'cacheDir' | 'clock' | 'eventLogLicence' | 'onError'>) => {
    const opened = await openOrg({
      ...own,
      cacheDir: join(project.cache, 'local-org'),
      clock,
      eventLogLicence: options.eventLogLicence ?? false,
      onError,
    });
    // With the records of the hub those of its scratch orgs went.
    return serve(opened, clients, onError, async () => {
      if (own.devHub) await scratch.orgs?.endDeleted();
    });
  };
  const hub = await open({
    dataDir,
    sourceDir: options.sourceDir,
    seed,
    devHub: true,
    tracksSource: options.tracksSource ?? false,
    onCommit: (written) => {
      if (written.has('ScratchOrgInfo') || written.has('ActiveScratchOrg')) scratch.orgs?.recordsChanged();
    },
  });
  const close = async () => {
    await scratch.orgs?.close();
    await hub.close();
  };
  try {
    scratch.orgs = await ScratchOrgs.start({
      hub: hub.engine,
      folder: dataDir && join(dataDir, 'scratch'),
      clientIds: clients.map(({ clientId }) => clientId),
      open: (folder, own) =>
        open({ dataDir: folder, sourceDir: null, seed: own, devHub: false, tracksSource: true }),
      onError,
    });
    const http = await listen(dispatchAmong(hub, scratch.orgs, clients), clock, options.port ?? 0);
    return {
      url: http.url,
      orgId: hub.engine.orgId,
      adminUsername: seed.adminUsername,
      integrationUsername: seed.integrationUsername,
      clientId: client.clientId,
      privateKeyFile: client.privateKeyFile,
      clock,
      engine: hub.engine,
      faults: hub.faults,
      reset: () => hub.reset(),
      saveScenario: () => saveScenario(hub.engine),
      replayScenario: (file) => replayScenario(hub.engine, file, orderer(hub.engine, hub.faults)),
      streamFaults: streamFaults(hub.engine),
      close: async () => {
        await http.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** An org with what disturbs it and the way back to its beginning. */
interface LocalServedOrg extends ServedOrg {
  faults: Faults;
  reset(): Promise<void>;
}

/** Gives an org its streams, its count of API requests, its faults and its answers; `onReset` follows a reset. */
function serve(
  opened: OpenedOrg,
  clients: readonly ClientApp[],
  onError: (error: unknown) => void,
  onReset: () => Promise<void>,
): LocalServedOrg {
  const { engine, gate, bulk } = opened;
  let streaming = startStreaming(engine);
  const usage = createUsageMeter(engine.clock);
  const faults = new Faults({ engine, usage, gate });
  const reset = async () => {
    await opened.reset();
    streaming.close();
    streaming = startStreaming(engine);
    await onReset();
  };
  const routes = allRoutes(clients, usage, bulk, { faults, reset });
  const dispatch = createDispatch({ engine, ...routes, usage, onError });
  return {
    engine,
    faults,
    reset,
    dispatch: withFaults(dispatch, engine, faults),
    close: async () => {
      streaming.close();
      await opened.close();
    },
  };
}

function toStderr(error: unknown): void {
  process.stderr.write(
    `local org: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}
