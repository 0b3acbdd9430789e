/** Tokens of the API: made and revoked by an operator, each on the ledger, shown once. */
import { createHash, randomUUID } from 'node:crypto';
import { TOKEN_BYTES, tokenText } from '../../core/api-tokens.ts';
import { AppError } from '../../core/errors.ts';
import type { Scope } from '../../core/scopes.ts';
import { sealer } from '../../relay/sealer.ts';
import type { Store } from '../../store/store.ts';
import { hmac, random } from '../crypto.ts';

export interface NewToken {
  name: string;
  scopes: readonly Scope[];
  /** Domains, lower case. */
  senders: readonly string[];
  expiresAt: string;
  by: string;
  at: string;
}

/** @returns the token itself: the only time that anybody sees it */
export async function makeToken(
  store: Store,
  org: string,
  { name, scopes, senders, expiresAt, by, at }: NewToken,
): Promise<{ id: string; token: string }> {
  const id = `tok-${randomUUID()}`;
  const token = tokenText(random(TOKEN_BYTES));
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const { seal, openings } = sealer({ hmac, random });
  const sealed = { name: await seal(`api_token/${id}/name`, name), by: await seal(`api_token/${id}/by`, by) };
  await store.unit(org, async (unit) => {
    await unit.apiTokens.put({
      ...{ id, tokenHash, name, scopes: [...scopes], senders: [...senders] },
      ...{ madeAt: at, madeBy: by, expiresAt },
    });
    await unit.append(
      { v: 1, type: 'token.made', org, at, token: id, ...sealed, scopes, senders, expiresAt },
      openings,
    );
  });
  return { id, token };
}

/** @throws AppError not_found when there is no such token in force */
export async function revokeToken(
  store: Store,
  org: string,
  { id, by, at }: { id: string; by: string; at: string },
): Promise<void> {
  const { seal, openings } = sealer({ hmac, random });
  const sealed = await seal(`api_token/${id}/by`, by);
  await store.unit(org, async (unit) => {
    const revoked = await unit.apiTokens.revoke(id, { revokedAt: at, revokedBy: by });
    if (!revoked) throw new AppError('not_found', `There is no token ${id} that is not revoked already.`);
    await unit.append({ v: 1, type: 'token.revoked', org, at, token: id, by: sealed }, openings);
  });
}
