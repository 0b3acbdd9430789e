import { policyOf } from '../api/facts.ts';
import { operation } from './operation.ts';

export const policyShow = operation({
  name: 'policy show',
  summary: 'show the policy in force and its version',
  examples: ['', '--json'],
  options: {},
  scope: 'policy:read',
  run: async ({ orgs, store }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const policy = await policyOf(store.rows(orgId));
      lines.push(
        `${name}: ${policy.version}`,
        ...Object.entries(policy.values).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
      );
      data.push({ org: orgId, ...policy });
    }
    return { ok: true, lines, data };
  },
});
