/** The report's own style sheet: finished on screen, on a phone and on A4. No font or picture is fetched. */
import type { Markup } from './markup.ts';

export const STYLE: Markup = {
  html: `
:root { color-scheme: light; --ink: #16202b; --soft: #51606f; --line: #d5dce3; --paper: #fff; --wash: #f4f7f9;
  --brand: #0b4f6c; --good: #1d6b3a; --warn: #8a5300; --bad: #a3192b; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 62rem; margin: 0 auto; background: var(--paper); padding: 2.5rem 3rem 4rem; }
header { border-bottom: 3px solid var(--brand); padding-bottom: 1rem; margin-bottom: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; color: var(--brand); break-after: avoid; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; break-after: avoid; }
p { margin: .4rem 0; max-width: 46rem; }
.kicker { text-transform: uppercase; letter-spacing: .08em; font-size: .75rem; color: var(--soft); margin: 0 0 .25rem; }
.scope { font-size: 1.05rem; border-left: 4px solid var(--brand); padding-left: .9rem; margin: 1rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; padding: 0; margin: 1rem 0; list-style: none; }
.figures li { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures span { color: var(--soft); font-size: .8rem; }
.limits { background: #fff8ec; border: 1px solid #ecd9b4; border-radius: .4rem; padding: .5rem 1rem .8rem; }
.limits h2 { margin-top: .5rem; color: var(--warn); }
.limits li { margin: .25rem 0; }
.demo { background: #fdecee; border: 1px solid #eab8be; border-radius: .4rem; padding: .5rem 1rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .85rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tr { break-inside: avoid; }
.none { color: var(--soft); }
.pill { display: inline-block; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; font-weight: 600; border: 1px solid; white-space: nowrap; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); } .plain { color: var(--soft); }
code, pre { font: .8rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; overflow-wrap: anywhere; }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; white-space: pre-wrap; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; } figcaption { color: var(--soft); font-size: .85rem; }
.request { border: 1px solid var(--line); border-radius: .4rem; padding: .3rem 1.1rem .8rem; margin: 1rem 0; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .8rem; }
@media (max-width: 40rem) {
  main { padding: 1.2rem 1rem 2rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
  td { display: grid; grid-template-columns: 8rem 1fr; border: 0; padding: .1rem 0; } td::before { content: attr(data-title); color: var(--soft); }
}
@page { size: A4; margin: 16mm 15mm 18mm; }
@media print {
  body { background: #fff; font-size: 10pt; } main { padding: 0; max-width: none; }
  .page { break-after: page; } .request { break-inside: auto; } .limits, .figures li, .demo, pre { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}`,
};
