import type { PublicRequest } from './route.ts';
import { OrgError } from '../errors.ts';

const LOOPBACK = ['localhost', '127.0.0.1'];

/**
 * Refuses what a page of another origin sends, writes above all: any web page that is open here can reach localhost.
 * Clients that are no browser send no Origin.
 * @throws OrgError 403
 */
export function ownOrigin({ headers, baseUrl }: Pick<PublicRequest, 'headers' | 'baseUrl'>): void {
  const origin = headers['origin'];
  // Browsers say so themselves, also where they send no Origin. Another port of this machine is the same site to them.
  if (['cross-site', 'same-site'].includes(headers['sec-fetch-site'] ?? ''))
    throw new OrgError(403, 'INSUFFICIENT_ACCESS', `Pages of ${origin ?? 'other sites'} may not write here`);
  if (origin === undefined) return;
  const { port } = new URL(baseUrl);
  if (!LOOPBACK.some((host) => origin === `http://${host}:${port}`))
    throw new OrgError(403, 'INSUFFICIENT_ACCESS', `Pages of ${origin} may not write here`);
}
