import { operation } from './operation.ts';

export const tokensList = operation({
  name: 'tokens list',
  summary: 'list the tokens of the API',
  examples: ['', '--json'],
  options: {},
  scope: null,
  run: async ({ orgs, store, now }) => {
    const at = (await now()).toString();
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId, name: orgName } = runtime.org;
      const tokens = await store.rows(orgId).apiTokens.list();
      lines.push(`${orgName}: ${tokens.length === 0 ? 'no token' : ''}`.trimEnd());
      for (const { id, name, scopes, expiresAt, lastUsedAt, revokedAt } of tokens) {
        const state = revokedAt ? `revoked ${revokedAt}` : expiresAt <= at ? 'expired' : `until ${expiresAt}`;
        lines.push(`  ${id}  ${name}: ${scopes.join(' ')}; ${state}; last used ${lastUsedAt ?? 'never'}`);
      }
      data.push(
        ...tokens.map(({ tokenHash: _, orgId: tokenOrg, ...token }) => ({ org: tokenOrg, ...token })),
      );
    }
    return { ok: true, lines, data };
  },
});
