/** HTTP: the only file that knows the web framework. It makes plain requests of what comes and sends plain answers. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import express from 'express';
import type { Request, Response } from 'express';
import type { Credentials, Dispatch } from './api/dispatch.ts';
import { JsonBytes } from './api/route.ts';
import type { ApiResponse } from './api/route.ts';
import { OrgError } from './errors.ts';
import { SESSION_COOKIE } from './faces/login/cookie.ts';
import type { OrgClock } from './state/clock.ts';

const LARGEST_BODY = '50mb';

/**
 * Listens on 127.0.0.1.
 * @param port 0 = any free one
 * @throws Error with a sentence for a person when the port is taken
 */
export async function listen(
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
    const reply = await answer(dispatch, request, response);
    const shown = clock.now().epochMilliseconds + (reply.skewSeconds ?? 0) * 1000;
    response.setHeader('Date', new Date(shown).toUTCString());
    send(response, reply);
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
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
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

function send(response: Response, { status, body, headers = {}, cut }: ApiResponse): void {
  if (response.destroyed || response.headersSent) return;
  if (cut?.after === null) {
    response.destroy();
    return;
  }
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cut === undefined && isPieces(body)) {
    pipeline(Readable.from(body), response, () => undefined);
    return;
  }
  if (body !== undefined && headers['content-type'] === undefined)
    response.setHeader('content-type', 'application/json;charset=UTF-8');
  if (cut === undefined && body instanceof JsonBytes) {
    sendPieces(response, body);
    return;
  }
  const content = contentOf(body, headers);
  if (cut === undefined) {
    response.end(content);
    return;
  }
  const whole = Buffer.from(content ?? '');
  response.setHeader('content-length', whole.length);
  response.write(whole.subarray(0, cut.after), () => response.destroy());
}

function contentOf(body: unknown, headers: Record<string, string>): string | Uint8Array | undefined {
  const isOwn = headers['content-type'] !== undefined;
  if (body === undefined || (isOwn && (typeof body === 'string' || body instanceof Uint8Array))) return body;
  return body instanceof JsonBytes ? Buffer.concat(body.pieces) : JSON.stringify(body);
}

function sendPieces(response: Response, { pieces }: JsonBytes): void {
  response.setHeader(
    'content-length',
    pieces.reduce((sum, { length }) => sum + length, 0),
  );
  response.cork();
  for (const piece of pieces) response.write(piece);
  response.end();
}
