import { z } from 'zod';
import { type Scope, SCOPE_NAMES, SCOPES } from '../../core/scopes.ts';
import { makeToken } from '../api/tokens.ts';
import { operation, theOrg } from './operation.ts';

const DEFAULT_DAYS = 90;

export const tokensMake = operation({
  name: 'tokens make',
  summary: 'make a token of the API; it is shown once',
  help: [
    'A token speaks for one org, within its scopes, until it expires. Keep it where secrets are kept: of us it is never',
    'shown again. Scopes:',
    ...Object.entries(SCOPES).map(([scope, what]) => `  ${scope.padEnd(15)} ${what}`),
  ].join('\n'),
  examples: [
    '--name dashboard --scope requests:read --scope evidence:read',
    '--name ticketing --scope requests:write --sender bank.example --days 30',
  ],
  options: {
    name: z.string().trim().min(1).max(80).describe('what it is for; stands in lists and in the ledger'),
    scope: z.array(z.enum(SCOPE_NAMES)).min(1).describe('what it may do; may be repeated'),
    sender: z
      .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'takes a domain in lower case'))
      .default([])
      .describe('domain whose addresses it may name as senders of an intake; may be repeated'),
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(366)
      .default(DEFAULT_DAYS)
      .describe(`days until it expires (default ${DEFAULT_DAYS})`),
  },
  scope: null,
  run: async (context, { name, scope, sender, days }) => {
    const { org } = theOrg(context).runtime;
    const now = await context.now();
    const expiresAt = now.add({ hours: days * 24 }).toString();
    const scopes: Scope[] = [...new Set(scope)];
    const made = await makeToken(context.store, org.orgId, {
      ...{ name, scopes, senders: [...new Set(sender)], expiresAt, by: context.by, at: now.toString() },
    });
    return {
      ok: true,
      lines: [made.token, `${made.id} of ${org.name} until ${expiresAt}. It is shown this once.`],
      data: { org: org.orgId, ...made, name, scopes, senders: sender, expiresAt },
    };
  },
});
