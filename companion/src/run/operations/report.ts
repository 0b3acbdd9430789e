import { z } from 'zod';
import { operation } from './operation.ts';

export const report = operation({
  name: 'report',
  summary: "make a report's bundle for a period",
  help: 'Two files for each org: the bundle with its verification kit, and the report as a page.',
  examples: ['--from 2026-07-01 --to 2026-09-30 --zone Europe/Berlin --out q3'],
  options: {
    from: z.iso.date().describe('first day, YYYY-MM-DD'),
    to: z.iso.date().describe('last day, YYYY-MM-DD'),
    zone: z.string().min(1).default('UTC').describe('time zone in which the days begin (default UTC)'),
  },
  writesFiles: true,
  scope: null,
  run: async ({ orgs }, { from, to, zone }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    const files: Record<string, string> = {};
    for (const { runtime } of orgs) {
      const { org } = runtime;
      const made = await runtime.reports.compile('operator', { fromDate: from, toDate: to, timeZone: zone });
      const stem = `countersign-report-${org.orgId}-${from}-to-${to}`;
      files[`${stem}.zip`] = Buffer.from(made.zip).toString('base64');
      files[`${stem}.html`] = Buffer.from(made.html).toString('base64');
      data.push({ org: org.orgId, digest: made.digest, findings: made.report.findings.length });
      lines.push(`${org.name}: a report of ${from} to ${to} (${zone}), bundle ${made.digest}.`);
    }
    return { ok: true, lines, data, files };
  },
});
