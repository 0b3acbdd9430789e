/**
 * Tells open pages that something of their org has changed, by server-sent events. An event says that, never what: the
 * page reads it anew with its own rights. The version of an org comes from the store, so that a page connected to one
 * companion learns of what another one did.
 */
import type { Request, Response } from 'express';
import { AppError } from '../core/errors.ts';

export interface EventsDeps {
  /** A number that grows with every change of the org that a contact may see. */
  version(org: string): Promise<number>;
  /** How often the store is asked, while anybody listens. */
  pollMilliseconds: number;
  /** How often a silent stream says that it lives, and the sign-in is looked at. Proxies cut what is silent for 60 s. */
  beatMilliseconds: number;
  onError(error: unknown): void;
}

/** One page's stream. */
export interface Subscription {
  org: string;
  /** Of the session under which it was opened. */
  session: string;
  /** False once the contact is signed out, his sign-in is over, or he is off the roster: then nothing is told any more. */
  entitled(): Promise<boolean>;
}

export interface Events {
  /** @throws AppError rate_limited (too many of this session), unavailable (too many of all); the page polls then */
  open(subscription: Subscription, request: Request, response: Response): void;
  /** Ends the streams of a session at once. */
  endSession(session: string): void;
  close(): void;
}

/** Enough for a few tabs; a browser without HTTP/2 has six connections in all. */
const PER_SESSION = 3;
const IN_ALL = 500;

interface Stream extends Subscription {
  seen: number | null;
  response: Response;
}

export function createEvents(deps: EventsDeps): Events {
  const streams = new Set<Stream>();
  let timer: NodeJS.Timeout | null = null;
  let busy = false;
  let beatAt = Date.now() + deps.beatMilliseconds;

  const end = (stream: Stream) => {
    streams.delete(stream);
    stream.response.end();
    if (streams.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
  const look = async () => {
    const beats = Date.now() >= beatAt;
    if (beats) beatAt = Date.now() + deps.beatMilliseconds;
    for (const org of new Set([...streams].map((stream) => stream.org))) {
      const version = await deps.version(org);
      const listening = [...streams].filter((stream) => stream.org === org);
      await Promise.all(listening.map((stream) => tell(stream, version, beats)));
    }
  };
  const tell = async (stream: Stream, version: number, beats: boolean) => {
    const changed = stream.seen !== version;
    if (!changed && !beats) return;
    if (!(await stream.entitled())) return end(stream);
    if (!streams.has(stream)) return;
    stream.seen = version;
    stream.response.write(changed ? `event: changed\nid: ${version}\ndata: ${version}\n\n` : ': beat\n\n');
  };
  const tick = () => {
    if (busy) return;
    busy = true;
    void look()
      .catch((error: unknown) => deps.onError(error))
      .finally(() => {
        busy = false;
      });
  };

  return {
    open(subscription, request, response) {
      const ofSession = [...streams].filter(({ session }) => session === subscription.session).length;
      if (ofSession >= PER_SESSION) throw new AppError('rate_limited', `At most ${PER_SESSION} at once.`);
      if (streams.size >= IN_ALL) throw new AppError('unavailable', 'Too many pages are open.');
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // A proxy must pass each event on at once.
        'X-Accel-Buffering': 'no',
      });
      response.write('retry: 3000\n\n');
      const stream: Stream = { ...subscription, seen: lastSeen(request), response };
      streams.add(stream);
      response.on('close', () => end(stream));
      timer ??= setInterval(tick, deps.pollMilliseconds);
      timer.unref();
    },
    endSession: (session) => [...streams].filter((stream) => stream.session === session).forEach(end),
    close: () => [...streams].forEach(end),
  };
}

/** What a page that was cut off saw last; a new page is told once, so that nothing falls between its reading and this. */
function lastSeen(request: Request): number | null {
  const id = Number(request.get('last-event-id') ?? Number.NaN);
  return Number.isInteger(id) ? id : null;
}
