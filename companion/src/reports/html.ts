/** The report for people: one HTML file that needs nothing else, on screen and on paper. */
import { type Markup, markup } from './markup.ts';
import { pageOne } from './page-one.ts';
import type { AuditReport } from './report.ts';
import { sections } from './sections.ts';
import { STYLE } from './style.ts';

export function renderHtml(report: AuditReport): string {
  const title = `Countersign ${report.name}: ${report.org.name}, ${report.period.fromDate} to ${report.period.toDate}`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title><style>${STYLE}${paper(report)}</style></head>
<body><main>${pageOne(report)}${sections.map((section) => section(report))}<footer>${title}. Ledger of ${report.checkpoint.size} entries.</footer></main></body></html>
`.html;
}

/** What stands on the edge of each printed page: which report, which page. Texts are CSS strings, so they are escaped as such. */
function paper({ name, org, period }: AuditReport): Markup {
  const text = `Countersign ${name} · ${org.name} · ${period.fromDate} to ${period.toDate}`;
  const escaped = text.replace(/[^\w .:·-]/g, (character) => `\\${character.codePointAt(0)?.toString(16)} `);
  return {
    html: `@page { @bottom-left { content: "${escaped}"; } @bottom-right { content: counter(page) " / " counter(pages); } }`,
  };
}
