/** The report's own style sheet: finished on screen, on a phone and on A4. No font or picture is fetched. */
import type { Markup } from './markup.ts';

const SCREEN = `
:root { color-scheme: light; --ink: #16202b; --soft: #51606f; --line: #d5dce3; --paper: #fff; --wash: #f2f5f8;
  --brand: #0b4f6c; --good: #1d6b3a; --warn: #8a5300; --bad: #a3192b; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 64rem; margin: 2rem auto; background: var(--paper); padding: 2.5rem 3rem 3rem; border-radius: .5rem;
  box-shadow: 0 1px 3px #16202b26; }
header { border-bottom: 3px solid var(--brand); padding-bottom: .9rem; margin-bottom: 1.1rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .6rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.4rem 0 .5rem; color: var(--brand); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
h4 { font-size: .9rem; margin: 0 0 .3rem; } h4 span { font-weight: 400; color: var(--soft); }
p { margin: .4rem 0; max-width: 48rem; }
.kicker { text-transform: uppercase; letter-spacing: .08em; font-size: .75rem; color: var(--soft); margin: 0 0 .25rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: .1rem 1.5rem; margin: 0; font-size: .85rem; }
.facts div { display: grid; grid-template-columns: 7.5rem 1fr; gap: .5rem; }
.scope { font-size: 1.05rem; border-left: 4px solid var(--brand); padding-left: .9rem; margin: 1rem 0; max-width: none; }
.demo { background: #fdecee; border: 1px solid #eab8be; border-radius: .4rem; padding: .35rem .9rem; font-weight: 600; max-width: none; }
.result { border-radius: .4rem; padding: .6rem .9rem; border: 1px solid; max-width: none; }
.result.good { background: #ecf7f0; border-color: #a9d5b9; color: #12492a; }
.result.open { background: #fff8ec; border-color: #ecd9b4; color: #5c3900; }
.result.bad { background: #fdecee; border-color: #eab8be; color: #7d1220; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: .5rem; padding: 0; margin: .9rem 0; list-style: none; }
.figures li { border: 1px solid var(--line); border-radius: .4rem; padding: .45rem .8rem; }
.figures b { display: block; font-size: 1.4rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures span { color: var(--soft); font-size: .8rem; }
.limits { background: #fff8ec; border: 1px solid #ecd9b4; border-radius: .4rem; padding: .6rem 1rem .7rem; }
.limits h2 { margin: 0 0 .2rem; color: var(--warn); font-size: 1.05rem; } .limits ul { margin: 0; padding-left: 1.1rem; font-size: .9rem; }
.limits li { margin: .2rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: .5rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .85rem; line-height: 1.45; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; border-bottom-color: #aab6c2; }
td code { font-size: .72rem; } td:has(> .cell > .time) { width: 1%; } .cell { overflow-wrap: anywhere; }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.source { font-size: .72rem; color: var(--soft); }
a { color: var(--brand); }
.none { color: var(--soft); }
.pill { display: inline-block; border-radius: 1rem; padding: 0 .6rem; font-size: .8rem; font-weight: 600; border: 1px solid; white-space: nowrap; }
.pill.good { color: var(--good); } .pill.warn { color: var(--warn); } .pill.bad { color: var(--bad); } .pill.plain { color: var(--soft); }
.provisional { color: var(--warn); font-size: .8rem; }
code, pre { font: .8rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; overflow-wrap: anywhere; }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; white-space: pre-wrap; }
figure { margin: 1rem 0; } .picture svg { width: 100%; height: auto; font-family: inherit; }
figcaption { color: var(--soft); font-size: .85rem; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; padding-top: .3rem; }
.key { display: inline-flex; align-items: center; gap: .35rem; }
.lane { font-size: 13px; fill: var(--ink); } .tick { stroke: #e3e8ed; } .rule { stroke: var(--line); }
svg .time { font-size: 11px; fill: var(--soft); } .sign { font-size: 11px; font-weight: 700; }
.request { border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1.2rem .4rem; margin: 1rem 0; }
.request h3 { margin: 0 0 .4rem; } .state { font-weight: 400; color: var(--soft); }
.decision { border-left: 4px solid var(--brand); padding: .1rem 0 .1rem .9rem; margin: .8rem 0; font-size: .9rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .8rem; }`;

const PHONE = `
@media screen and (max-width: 44rem) {
  main { margin: 0; border-radius: 0; padding: 1.2rem 1rem 2rem; } h1 { font-size: 1.45rem; }
  .figures { grid-template-columns: repeat(2, 1fr); }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } .facts div { grid-template-columns: 6.5rem 1fr; } .facts { grid-template-columns: 1fr; } .facts dd { margin: 0; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
  td { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .6rem; border: 0; padding: .1rem 0; }
  td::before { content: attr(data-title); color: var(--soft); } 
  .picture { overflow-x: auto; } .picture svg { min-width: 36rem; }
}`;

const PAPER = `
@page { size: A4; margin: 14mm 15mm 16mm; @bottom-left { font: 7.5pt system-ui, sans-serif; color: #51606f; }
  @bottom-right { font: 7.5pt system-ui, sans-serif; color: #51606f; } }
@media print {
  html { font-size: 9.5pt; } body { background: #fff; font-size: 9.5pt; line-height: 1.4; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { margin: 0; padding: 0; max-width: none; box-shadow: none; } h1 { font-size: 17pt; } h2 { font-size: 12.5pt; margin-top: 6mm; }
  .page h2 { margin-top: 4mm; } .limits h2 { margin-top: 0; font-size: 10.5pt; } .kicker { font-size: 7.5pt; }
  header { padding-bottom: 2mm; margin-bottom: 3mm; } h1 { margin-bottom: 1.5mm; } .facts { font-size: 8pt; grid-template-columns: 1fr 1fr; }
  .facts div { grid-template-columns: 26mm 1fr; } .scope { font-size: 10.5pt; margin: 2.5mm 0; } .result, .demo { padding: 1.2mm 3mm; }
  .page .limits ul, .page table { font-size: 8pt; } .page th, .page td { padding-top: .8mm; padding-bottom: .8mm; }
  .figures { margin: 2.5mm 0; gap: 1.5mm; } .figures b { display: inline; font-size: 12pt; } .figures li { padding: .6mm 2mm; } .figures span { font-size: 7.5pt; }
  .limits { padding: 1.5mm 3mm; } .limits li { margin: .4mm 0; }
  h2, h3, h4, caption { break-after: avoid; } tr, .decision, figure, pre { break-inside: avoid; } thead { display: table-header-group; break-after: avoid; }
  tbody tr:first-child { break-before: avoid; }
  table { font-size: 8.5pt; } footer { display: none; }
}`;

export const STYLE: Markup = { html: `${SCREEN}${PHONE}${PAPER}` };
