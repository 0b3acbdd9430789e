/** The org behind HTTP: the only file that knows the web framework, and the composition of all parts. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import express from 'express';
import type { Request, Response } from 'express';
import { project } from '../project.ts';
import { registeredClient } from './api/client-key.ts';
import { streamFaults } from './api/bayeux/faults.ts';
import type { StreamFaults } from './api/bayeux/faults.ts';
import { startStreaming } from './api/cometd.ts';
import { createDispatch } from './api/dispatch.ts';
import type { Credentials, Dispatch } from './api/dispatch.ts';
import { createUsageMeter } from './api/limits.ts';
import { PLATFORM_CLI } from './api/oauth/clients.ts';
import type { ClientApp } from './api/oauth/clients.ts';
import type { ApiResponse } from './api/route.ts';
import { SESSION_COOKIE } from './faces/login/cookie.ts';
import { OrgError } from './errors.ts';
import { dispatchAmong } from './hub/routing.ts';
import { ScratchOrgs } from './hub/scratch-orgs.ts';
import type { ServedOrg } from './hub/scratch-orgs.ts';
import { allRoutes } from './routes.ts';
import { EMPTY_SEED } from './seed/format.ts';
import type { SeedFile } from './seed/format.ts';
import { createClock } from './state/clock.ts';
import type { OrgClock } from './state/clock.ts';
import type { Engine } from './state/engine.ts';
import { openOrg } from './state/open.ts';
import type { OpenOptions } from './state/open.ts';

const LARGEST_BODY = '50mb';

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
  const open = async (own: Omit<OpenOptions, 'cacheDir' | 'clock' | 'eventLogLicence' | 'onError'>) => {
    const opened = await openOrg({
      ...own,
      cacheDir: join(project.cache, 'local-org'),
      clock,
      eventLogLicence: options.eventLogLicence ?? false,
      onError,
    });
    return serve(opened, clients, onError);
  };
  const scratch: { orgs?: ScratchOrgs } = {};
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

/** Gives an org its streams, its count of API requests and its answers. */
function serve(
  opened: Awaited<ReturnType<typeof openOrg>>,
  clients: readonly ClientApp[],
  onError: (error: unknown) => void,
): ServedOrg {
  const { engine } = opened;
  const streaming = startStreaming(engine);
  const usage = createUsageMeter(engine.clock);
  return {
    engine,
    dispatch: createDispatch({ engine, ...allRoutes(clients, usage, opened.bulk), usage, onError }),
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

async function listen(
  dispatch: Dispatch,
  clock: OrgClock,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(application(dispatch, clock));
  // Streaming clients probe for WebSocket; only long polling is spoken.
  server.on('upgrade', (_request, socket) =>
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  );
  await bindPort(server, port);
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function application(dispatch: Dispatch, clock: OrgClock): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.raw({ type: (request) => !isUpload(request), limit: LARGEST_BODY }));
  app.use(async (request, response) => {
    // Clients measure their clock's offset by this header, so it must be the org's time.
    response.setHeader('Date', new Date(clock.now().epochMilliseconds).toUTCString());
    send(response, await answer(dispatch, request, response));
  });
  app.use((error: unknown, _request: Request, response: Response, _next: () => void) => {
    const tooLarge = typeof error === 'object' && error !== null && 'status' in error && error.status === 413;
    const fault = tooLarge
      ? new OrgError(413, 'REQUEST_LIMIT_EXCEEDED', `The request is larger than ${LARGEST_BODY}`)
      : new OrgError(400, 'UNKNOWN_EXCEPTION', 'The request could not be read');
    send(response, { status: fault.status, body: fault.body() });
  });
  return app;
}

/** Data of a bulk job is too large to be held, so its handler reads it as it comes. */
function isUpload({ method, url }: IncomingMessage): boolean {
  return method === 'PUT' && /\/jobs\/ingest\/\w+\/batches\/?$/.test(url ?? '');
}

function bindPort(server: Server, port: number): Promise<void> {
  const inUse = `Port ${port} is in use. Stop the program that uses it, or choose another port with --port.`;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(inUse, { cause: error }) : error),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(dispatch: Dispatch, request: Request, response: Response): Promise<ApiResponse> {
  // `//services/data` is what some clients send; read as a URL it would name a host.
  const url = new URL(request.url.replace(/^\/+/, '/'), 'http://localhost');
  const raw = Buffer.isBuffer(request.body) ? new Uint8Array(request.body) : new Uint8Array();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  // A page of another site may bind its own name to this address; such a name is none of ours.
  if (!isOwnHost(request.headers.host ?? '')) {
    return { status: 421, body: [{ message: 'This server is localhost only', errorCode: 'INVALID_HOST' }] };
  }
  const parsed = parseBody(request.headers['content-type'] ?? '', raw);
  if ('fault' in parsed)
    return { status: 400, body: [{ message: parsed.fault, errorCode: 'JSON_PARSER_ERROR' }] };
  // The port the client knows: behind a forwarded port it is another one than ours.
  const port = new URL(`http://${request.headers.host ?? ''}`).port || '80';
  return dispatch(
    {
      method: request.method,
      path: url.pathname.replaceAll(/\/{2,}/g, '/').replace(/(?<=.)\/$/, ''),
      query: url.searchParams,
      headers: oneEach(request.headers),
      body: parsed.body,
      raw,
      ...(isUpload(request) ? { stream: request } : {}),
      baseUrl: `http://localhost:${port}`,
      signal: gone.signal,
    },
    credentials(request, url),
  );
}

function oneEach(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

function isOwnHost(host: string): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(host);
}

function parseBody(contentType: string, raw: Uint8Array): { body: unknown } | { fault: string } {
  if (raw.length === 0) return { body: undefined };
  const text = Buffer.from(raw).toString('utf8');
  if (/x-www-form-urlencoded/i.test(contentType))
    return { body: Object.fromEntries(new URLSearchParams(text)) };
  if (!/\bjson\b/i.test(contentType)) return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The body is not JSON' };
  }
}

/** A client's header wins over a person's cookie; jsforce puts the token of an identity request into the address. */
function credentials(request: Request, url: URL): Credentials | null {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (header !== undefined) return { token: header, kind: 'header' };
  const asked = url.pathname.startsWith('/id/') ? url.searchParams.get('oauth_token') : null;
  if (asked) return { token: asked, kind: 'header' };
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const cookie = cookies
    .find((item) => item.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);
  return cookie ? { token: cookie, kind: 'cookie' } : null;
}

function isPieces(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function send(response: Response, { status, body, headers = {} }: ApiResponse): void {
  if (response.destroyed || response.headersSent) return;
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined) response.end();
  else if (isPieces(body)) pipeline(Readable.from(body), response, () => undefined);
  else if (headers['content-type'] === undefined) {
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(JSON.stringify(body));
  } else response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
}
