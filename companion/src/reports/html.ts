/** The report for people: one HTML file that needs nothing else, on screen and on paper. */
import { markup } from './markup.ts';
import { pageOne } from './page-one.ts';
import type { AuditReport } from './report.ts';
import { sections } from './sections.ts';
import { STYLE } from './style.ts';

export function renderHtml(report: AuditReport): string {
  const title = `Countersign ${report.name}: ${report.org.name}, ${report.period.fromDate} to ${report.period.toDate}`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${STYLE}</style></head>
<body><main>${pageOne(report)}${sections.map((section) => section(report))}<footer>${title}. Ledger of ${report.checkpoint.size} entries.</footer></main></body></html>
`.html;
}
