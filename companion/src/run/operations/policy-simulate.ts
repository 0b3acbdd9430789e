import { z } from 'zod';
import { changeText } from '../../core/policy-diff.ts';
import { simulationText } from '../../core/simulate.ts';
import { operation } from './operation.ts';

const MOST = 1000;

export const policySimulate = operation({
  name: 'policy simulate',
  summary: 'try the policy that stands in the org on past requests',
  help: 'Says what differs from the policy in force, whom it would ask, and what it would have done. It changes nothing: a policy takes force when a contact has signed it.',
  examples: ['', '--last 200'],
  options: {
    last: z.coerce
      .number()
      .int()
      .min(1)
      .max(MOST)
      .default(40)
      .describe('how many settled requests, newest first'),
  },
  scope: 'policy:read',
  run: async ({ orgs }, { last }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    let ok = true;
    for (const { runtime } of orgs) {
      const { name, orgId } = runtime.org;
      const found = await runtime.relay.simulatePolicy(last);
      data.push({ org: orgId, ...found });
      if (found.policy === null) {
        ok = false;
        lines.push(`${name}: there is no policy to try.`, ...found.faults.map((fault) => `  ${fault}`));
        continue;
      }
      const { version, changes, notified, simulation } = found;
      lines.push(
        `${name}: ${version}, ${changes.length === 0 ? 'as it is in force' : 'not in force'}.`,
        ...changes.map((change) => `  ${changeText(change)}`),
        `  It would ask ${notified.length} ${notified.length === 1 ? 'person' : 'people'}: ${notified.map((one) => `${one.name} (level ${one.level})`).join(', ')}`,
        `  ${simulationText(simulation)}`,
        ...simulation.cases.map(
          (one) => `    ${one.name}: ${one.outcome.replaceAll('_', ' ')} ${one.because.join(', ')}`,
        ),
      );
    }
    return { ok, lines, data };
  },
});
