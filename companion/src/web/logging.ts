/** One line per request, without anything that opens a door: no headers, no bodies, no tokens in addresses. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** Path segments after which a secret stands. */
const SECRET_PATHS = /\/(enrol|grants|invitations)\/[^/?#]+/g;
const QUIET = new Set(['/health', '/ready', '/metrics']);

/** The address without tokens and without its query, which may hold whatever a caller wrote. */
function redactPath(url: string): string {
  return (url.split(/[?#]/)[0] ?? '').replace(SECRET_PATHS, '/$1/[token]');
}

export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    quietReqLogger: true,
    genReqId: () => randomUUID(),
    autoLogging: {
      ignore: (request) => QUIET.has(request.url ?? '') || request.url?.startsWith('/assets/') === true,
    },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request',
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage & { originalUrl?: string; id?: unknown }) => ({
        id: request.id,
        method: request.method,
        path: redactPath(request.originalUrl ?? request.url ?? ''),
      }),
      res: (response: ServerResponse) => ({ status: response.statusCode }),
    },
  });
}
