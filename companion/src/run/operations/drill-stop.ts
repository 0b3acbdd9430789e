import { z } from 'zod';
import { drillLines } from './drill-lines.ts';
import { operation, theOrg } from './operation.ts';

export const drillStop = operation({
  name: 'drill stop',
  summary: 'end a running drill before its time',
  help: 'For a drill that comes at the wrong moment. Who was asked is told, the record and the result say who stopped it, and whoever had not answered by then counts as not asked long enough: it is no alarm. It counts for the cadence of the policy all the same.',
  examples: ['DRILL-0001'],
  options: { drill: z.string().min(1).max(80).describe('number or id of the drill') },
  positionals: ['drill'],
  scope: 'drills:write',
  run: async (context, { drill: named }) => {
    const { relay, org } = theOrg(context).runtime;
    const origin = context.by.startsWith('token ') ? ('Token' as const) : ('Operator' as const);
    const { id } = await relay.drill(named);
    await relay.stopDrill(id, { origin, by: context.by, contact: null });
    const drill = await relay.drill(id);
    return { ok: true, lines: drillLines(drill), data: { org: org.orgId, ...drill } };
  },
});
