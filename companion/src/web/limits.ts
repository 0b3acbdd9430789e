/** How often one address, or one token, may try. Counted in the store, so that several companions count together. */
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import { AppError } from '../core/errors.ts';
import type { RateStore } from './ports.ts';
import { isLocal } from './security.ts';

export interface Limit {
  name: string;
  attempts: number;
  windowSeconds: number;
}

/** Enough for a team behind one address, far too few to guess a token or to keep a phone ringing with prompts. */
export const LIMITS = {
  all: { name: 'all', attempts: 1_200, windowSeconds: 60 },
  signIn: { name: 'sign-in', attempts: 60, windowSeconds: 300 },
  token: { name: 'token', attempts: 60, windowSeconds: 300 },
  /** Per token of the API. */
  api: { name: 'api', attempts: 600, windowSeconds: 60 },
  decide: { name: 'decide', attempts: 60, windowSeconds: 300 },
  /** Several probes a second from one balancer; each asks the store. */
  operation: { name: 'operation', attempts: 300, windowSeconds: 60 },
} as const satisfies Record<string, Limit>;

/** Who is counted, unless told otherwise: the address. */
const address = (request: Request): string => ipKeyGenerator(request.ip ?? '');

/** @returns a handler that lets `limit.attempts` pass per window and caller, and then answers rate_limited */
export function limited(
  limit: Limit,
  rates: RateStore,
  whom: (request: Request) => string = address,
): RequestHandler {
  return rateLimit({
    windowMs: limit.windowSeconds * 1_000,
    limit: limit.attempts,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: limit.name,
    keyGenerator: (request) => `${limit.name}:${whom(request)}`,
    store: storeOf(limit, rates),
    handler: (_request, _response, next) => next(tooMany(limit)),
  });
}

/**
 * The same, counted in this process alone: for what must answer while the store does not. This machine itself is not
 * counted.
 */
export function limitedHere(limit: Limit): RequestHandler {
  return rateLimit({
    windowMs: limit.windowSeconds * 1_000,
    limit: limit.attempts,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: limit.name,
    keyGenerator: address,
    skip: isLocal,
    handler: (_request, _response, next) => next(tooMany(limit)),
  });
}

const tooMany = ({ attempts, windowSeconds }: Limit): AppError =>
  new AppError('rate_limited', `At most ${attempts} attempts in ${windowSeconds} seconds.`);

function storeOf(limit: Limit, rates: RateStore): Store {
  return {
    localKeys: false,
    increment: async (key) => {
      const { hits, resetsAt } = await rates.hit(key, limit.windowSeconds);
      return { totalHits: hits, resetTime: new Date(resetsAt) };
    },
    // The windows end by themselves; no route here forgives an attempt.
    decrement: () => undefined,
    resetKey: () => undefined,
  };
}
