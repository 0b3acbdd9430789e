/**
 * The one way out to addresses that people or browsers gave: https alone, no redirects, a time limit, and no address of
 * a private network unless it was allowed. The address is checked where the connection is made, after the name was
 * resolved, so that a name that resolves anew does not get round it.
 */
import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Handed } from '../ports.ts';

export interface OutboundRules {
  /** The demonstration talks to servers on this machine. */
  allowLocalHttp: boolean;
  /** For one destination: it lies in a private network, and an operator said so. */
  allowPrivate: boolean;
}

export interface Outbound {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

interface Answer {
  status: number;
  /** Its first bytes, as text. */
  body: string;
  retryAfterSeconds: number | null;
}

const PATIENCE_MS = 10_000;
/** Enough for every documented answer; the rest is not read. */
const MOST_BYTES = 4_096;
/** A receiver may ask for a day; nothing here is of use that late. */
const LONGEST_WAIT_SECONDS = 86_400;

/** Networks that are not the Internet: RFC 1918, 6598, 6890, 4193, and what the machine itself answers to. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** @returns why nothing is sent there; null when it may be */
export function refusalOf(url: string, { allowLocalHttp, allowPrivate }: OutboundRules): string | null {
  const { protocol, hostname } = new URL(url);
  const isLocal = hostname === 'localhost' || hostname === '127.0.0.1';
  if (protocol === 'http:' && allowLocalHttp && isLocal) return null;
  if (protocol !== 'https:') return 'Only https addresses are sent to.';
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !allowPrivate && isPrivate(literal)) return PRIVATE_REFUSAL;
  return null;
}

const PRIVATE_REFUSAL = 'The address lies in a private network, which is not allowed for this channel.';

export function isPrivate(address: string): boolean {
  if (isIP(address) === 4) return PRIVATE.check(address, 'ipv4');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  // Other spellings of a mapped address, such as ::ffff:7f00:1, are found by the list itself.
  return mapped === undefined ? PRIVATE.check(address, 'ipv6') : PRIVATE.check(mapped, 'ipv4');
}

class Refused extends Error {}

/** Resolves as usual, and lets no private address through. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    if (found.some(({ address }) => isPrivate(address))) return done(new Refused(PRIVATE_REFUSAL), []);
    const [first] = found;
    if (options.all === true || !first) return done(null, found);
    done(null, first.address, first.family);
  });
};

/** Posts once. Never throws: every way of failing is an outcome. */
export async function post(
  outbound: Outbound,
  rules: OutboundRules,
): Promise<Handed & { status: number | null }> {
  const refusal = refusalOf(outbound.url, rules);
  if (refusal !== null) return { outcome: 'refused', detail: refusal, status: null };
  try {
    const answer = await exchange(outbound, rules);
    return { ...outcomeOf(answer), status: answer.status };
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', detail: error.message, status: null };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    // Before a connection stands nothing can have been taken.
    const unknown = !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code);
    return {
      outcome: 'later',
      detail: `No answer (${code}).`,
      retryAfterSeconds: null,
      unknown,
      status: null,
    };
  }
}

function exchange({ url, headers, body }: Outbound, rules: OutboundRules): Promise<Answer> {
  const secure = new URL(url).protocol === 'https:';
  const guarded = secure && !rules.allowPrivate ? { lookup: publicLookup } : {};
  return new Promise((resolve, reject) => {
    const sent = (secure ? httpsRequest : httpRequest)(
      url,
      {
        method: 'POST',
        headers: { 'content-length': Buffer.byteLength(body), 'user-agent': 'Countersign', ...headers },
        // A connection for each message: they are few, and an idle one that was cut looks like a failure.
        agent: false,
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...guarded,
      },
      (response) => void readAnswer(response).then(resolve, reject),
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8'),
    retryAfterSeconds: retryAfter(response.headers['retry-after'] ?? null, response.headers.date ?? null),
  };
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); a date counts from the answer's own. */
export function retryAfter(value: string | null, date: string | null): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Math.min(Number(value), LONGEST_WAIT_SECONDS);
  const until = Date.parse(value);
  const from = Date.parse(date ?? '');
  if (Number.isNaN(until) || Number.isNaN(from)) return null;
  return Math.min(Math.max(Math.ceil((until - from) / 1000), 0), LONGEST_WAIT_SECONDS);
}

/** What may pass by itself besides 5xx: timeout, too early, too many (RFC 9110, 8470, 6585). */
const PASSING = new Set([408, 425, 429]);
/** Answers of a server that has not looked at the message. */
const UNSEEN = new Set([425, 429, 503]);

function outcomeOf({ status, body, retryAfterSeconds }: Answer): Handed {
  const words = body
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 120);
  const detail = words === '' ? `HTTP ${status}` : `HTTP ${status}: ${words}`;
  if (status >= 200 && status < 300) return { outcome: 'accepted', detail };
  if (status >= 500 || PASSING.has(status)) {
    return { outcome: 'later', detail, retryAfterSeconds, unknown: !UNSEEN.has(status) };
  }
  return { outcome: 'refused', detail };
}
