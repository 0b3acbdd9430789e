import { z } from 'zod';
import { revokeToken } from '../api/tokens.ts';
import { operation, theOrg } from './operation.ts';

export const tokensRevoke = operation({
  name: 'tokens revoke',
  summary: 'end a token at once',
  help: 'From then on each call with it is refused. `tokens list` names the ids.',
  examples: ['tok-6b0f5c6e-0b0e-4b6e-9d0c-2f1c3c8a7f10'],
  options: { id: z.string().min(1).max(120).describe('id of the token') },
  positionals: ['id'],
  scope: null,
  run: async (context, { id }) => {
    const { org } = theOrg(context).runtime;
    const at = (await context.now()).toString();
    await revokeToken(context.store, org.orgId, { id, by: context.by, at });
    return { ok: true, lines: [`${id} is revoked.`], data: { org: org.orgId, id, revokedAt: at } };
  },
});
