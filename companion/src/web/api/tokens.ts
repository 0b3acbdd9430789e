/** Who calls: the bearer of a token that is in force. Told apart by nobody: unknown, expired, revoked. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { isTokenText } from '../../core/api-tokens.ts';
import { AppError } from '../../core/errors.ts';
import type { Scope } from '../../core/scopes.ts';
import type { Caller, TokenStore } from './ports.ts';

const callers = new WeakMap<Request, Caller>();

export interface TokenDeps {
  tokens: TokenStore;
  clock: () => Temporal.Instant;
}

/** @returns the handler that lets nobody pass without a token in force */
export function requireToken({ tokens, clock }: TokenDeps): RequestHandler {
  return async (request, response, next) => {
    const caller = await bearer(tokens, clock(), request.get('authorization') ?? '');
    if (caller === null) {
      response.setHeader('WWW-Authenticate', 'Bearer realm="Countersign"');
      return next(new AppError('token_invalid', 'The token is missing, unknown, expired or revoked.'));
    }
    callers.set(request, caller);
    next();
  };
}

/** The caller that {@link requireToken} found. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw new AppError('token_invalid', 'The call has no token.');
  return caller;
}

/** @throws AppError scope_missing */
export function requireScope({ scopes }: Caller, scope: Scope): void {
  if (!scopes.includes(scope)) throw new AppError('scope_missing', `The token has no scope ${scope}.`);
}

async function bearer(tokens: TokenStore, now: Temporal.Instant, header: string): Promise<Caller | null> {
  const [, text] = /^Bearer ([\w-]+)$/i.exec(header) ?? [];
  if (text === undefined || !isTokenText(text)) return null;
  const hash = createHash('sha256').update(text).digest('hex');
  const token = await tokens.byHash(hash);
  // The index was searched by hash, whose timing says nothing of a token; the comparison says it again in constant time.
  if (!token || !timingSafeEqual(Buffer.from(token.tokenHash), Buffer.from(hash))) return null;
  const live = Temporal.Instant.compare(now, Temporal.Instant.from(token.expiresAt)) < 0;
  if (token.revokedAt !== null || !live) return null;
  await tokens.used(token.id, now.toString());
  const { id, orgId, name, scopes, senders } = token;
  return { tokenId: id, name, org: orgId, scopes, senders };
}
