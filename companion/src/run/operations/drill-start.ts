import { z } from 'zod';
import { operation, theOrg } from './operation.ts';
import { drillLines } from './drill-lines.ts';

const DEFAULT_MINUTES = 60;

export const drillStart = operation({
  name: 'drill start',
  summary: 'ask the contacts in a drill, which authorizes nothing',
  help: 'Asks everybody whom a request could ask now: on the roster, with a vote and a passkey, and not away. Every message and page says that it is a drill. It ends with the last answer or when the time is over; everybody is told the result, and the record is kept as training evidence. One drill runs at a time.',
  examples: ['--note Quarterly', '--level 1 --minutes 30', '--contact marit@bank.example'],
  options: {
    level: z.coerce.number().int().min(1).max(99).optional().describe('contacts of this level alone'),
    contact: z
      .array(z.string().trim().min(1).max(200))
      .max(200)
      .default([])
      .describe('this contact alone, by id, address or name; may be repeated'),
    note: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .optional()
      .describe('why, for those who are asked and for the record'),
    minutes: z.coerce
      .number()
      .int()
      .min(5)
      .max(1440)
      .default(DEFAULT_MINUTES)
      .describe(`time to answer, 5 to 1440 minutes (default ${DEFAULT_MINUTES})`),
  },
  scope: 'drills:write',
  run: async (context, { level, contact, note, minutes }) => {
    const { relay, org } = theOrg(context).runtime;
    const id = await relay.startDrill({
      ...{
        origin: context.by.startsWith('token ') ? ('Token' as const) : ('Operator' as const),
        by: context.by,
      },
      ...{ level: level ?? null, contacts: contact, note: note ?? null, minutes },
    });
    const drill = await relay.drill(id);
    const next = `Follow it with: countersign drill show ${drill.name}`;
    return { ok: true, lines: [...drillLines(drill), next], data: { org: org.orgId, ...drill } };
  },
});
