/** What protects every answer and every write, whatever the route. */
import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import { AppError } from '../core/errors.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Headers for pages that load nothing but their own script and style, and turn no text into markup. */
export function securityHeaders(origin: string): RequestHandler[] {
  const https = origin.startsWith('https:');
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          // One policy, for the one address of the service worker; text still becomes no markup.
          trustedTypes: ['countersign-worker'],
          ...(https ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader(
        'Permissions-Policy',
        'camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
      );
      next();
    },
  ];
}

/**
 * Refuses each write that this site's own pages did not send. Browsers name the origin with every such request, so a
 * missing one is refused as well.
 */
export function requireOwnOrigin(origin: string): RequestHandler {
  return (request, _response, next) => {
    if (SAFE_METHODS.has(request.method)) return next();
    const site = request.get('sec-fetch-site');
    if (request.get('origin') === origin && (site === undefined || site === 'same-origin')) return next();
    next(new AppError('origin_rejected', `Only pages of ${origin} may send this.`));
  };
}

/** Did the request come from this machine itself, and not through a proxy on it? */
export function isLocal(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const forwarded = request.get('x-forwarded-for') !== undefined || request.get('forwarded') !== undefined;
  return !forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address);
}

/** Does the request carry this bearer token? Compared in constant time. */
export function bears(request: Request, token: string): boolean {
  const given = Buffer.from(request.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
