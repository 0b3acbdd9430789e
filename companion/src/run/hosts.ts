/** Which address of the contacts' page answers with which app, before, during and after a move. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { hostOf } from '../core/hosts.ts';
import { MOVE_SETTING, type Move } from '../relay/moving.ts';
import type { Store } from '../store/store.ts';

export interface Hosts {
  /** Where contacts sign now. */
  origin: string;
  /** Where they move to; null when nobody moves. */
  next: string | null;
  /** Where they signed before; its links lead on to the new address. */
  former: string | null;
  /** The operator has ended the move while this companion runs. */
  finish(): void;
}

/**
 * @param own the address of this process, for a demonstration without a configured one
 * @throws AppError configuration when both addresses are one host
 */
export async function hostsOf(
  { origin: configured, originNext }: Pick<Config, 'origin' | 'originNext'>,
  own: string,
  store: Pick<Store, 'orgs' | 'rows'>,
  orgIds: readonly string[],
): Promise<Hosts> {
  const origin = configured ?? own;
  if (originNext !== null && hostOf(originNext) === hostOf(origin))
    throw new AppError(
      'configuration',
      'COUNTERSIGN_ORIGIN_NEXT has the host name of COUNTERSIGN_ORIGIN: passkeys go on working there, so just change COUNTERSIGN_ORIGIN.',
    );
  const moves = await Promise.all(
    orgIds.map(async (id) => (await store.rows(id).settings.get(MOVE_SETTING)) as unknown as Move | null),
  );
  const isOver = moves.length > 0 && moves.every((move) => move !== null && move.finishedAt !== null);
  const last = isOver ? (moves[0] ?? null) : null;
  const hosts: Hosts =
    last && last.from === origin && last.next === originNext
      ? { origin: last.next, next: null, former: origin, finish: () => undefined }
      : {
          ...{ origin, next: originNext, former: last?.next === origin ? last.from : null },
          finish: () => {
            const { next } = hosts;
            if (next === null) return;
            hosts.former = hosts.origin;
            hosts.origin = next;
            hosts.next = null;
          },
        };
  return hosts;
}

/**
 * Hands each request to the app of the address that it names. Which one that is protects nothing: each app refuses writes
 * from pages of others, and passkeys of other hosts.
 * @param proxies how many stand before it; then the name that the first of them was asked for counts
 */
export function byHost(
  hosts: Hosts,
  apps: ReadonlyMap<string, RequestListener>,
  proxies: number,
): RequestListener {
  const fallback = [...apps.values()][0];
  return (request, response) => {
    const name = asked(request, proxies);
    const isAt = (origin: string | null) => origin !== null && new URL(origin).host === name;
    if (isAt(hosts.former)) return leadOn(hosts.origin, request, response);
    const origin = [hosts.origin, hosts.next].find(isAt) ?? hosts.origin;
    (apps.get(origin) ?? fallback)?.(request, response);
  };
}

function asked(request: IncomingMessage, proxies: number): string {
  const forwarded = proxies > 0 ? request.headers['x-forwarded-host'] : undefined;
  const [first] = String(forwarded ?? request.headers.host ?? '').split(',');
  return (first ?? '').trim().toLowerCase();
}

/** Links of old mails lead to the same place at the new address. Nothing else is answered at the old one. */
function leadOn(origin: string, request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '/';
  const isPage = request.method === 'GET' && target.startsWith('/') && !target.startsWith('/api/');
  response.writeHead(isPage ? 302 : 410, {
    // Put behind the origin, not resolved against it: `//evil.example` is another host, and `//` none at all.
    ...(isPage ? { location: new URL(`${origin}${target}`).href } : {}),
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`Countersign has moved to ${origin}.\n`);
}
