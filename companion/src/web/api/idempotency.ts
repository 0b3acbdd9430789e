/**
 * The header Idempotency-Key (IETF draft-ietf-httpapi-idempotency-key-header): a repeated POST gets the answer of the
 * first one. Only answers that changed something are kept; what was refused may be tried again under its key.
 */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { AppError } from '../../core/errors.ts';
import type { CallStore, Caller, KeptAnswer } from './ports.ts';

const KEY = /^"?([\x21\x23-\x7e]{1,200})"?$/;

/** @throws AppError malformed for a header that is no key; null without the header */
export function idempotencyKey(request: Request): string | null {
  const header = request.get('idempotency-key');
  if (header === undefined || request.method !== 'POST') return null;
  const [, key] = KEY.exec(header) ?? [];
  if (key === undefined) {
    throw new AppError(
      'malformed',
      'Idempotency-Key takes 1 to 200 visible ASCII characters without quotes.',
    );
  }
  return key;
}

/**
 * Runs `work` once per key.
 * @throws AppError key_reused (other call), in_progress; whatever `work` throws
 */
export async function once(
  calls: CallStore,
  { caller, request, key, at }: { caller: Caller; request: Request; key: string; at: string },
  work: () => Promise<KeptAnswer>,
): Promise<{ answer: KeptAnswer; replayed: boolean }> {
  const call = { tokenId: caller.tokenId, key, fingerprint: fingerprintOf(request) };
  const state = await calls.begin(call, at);
  switch (state.kind) {
    case 'answered':
      return { answer: state.answer, replayed: true };
    case 'other':
      throw new AppError('key_reused', 'This Idempotency-Key was used for a call with other content.');
    case 'running':
      throw new AppError('in_progress', 'The first call with this Idempotency-Key has no answer yet.');
    case 'new':
      break;
  }
  try {
    const answer = await work();
    await calls.answered(call, answer);
    return { answer, replayed: false };
  } catch (error) {
    await calls.forget(call);
    throw error;
  }
}

function fingerprintOf({ method, originalUrl, body }: Request): string {
  const content: unknown = body;
  return createHash('sha256')
    .update(`${method} ${originalUrl}\n${JSON.stringify(content ?? null)}`)
    .digest('hex');
}
