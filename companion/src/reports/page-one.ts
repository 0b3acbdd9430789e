/** Page one: what the report covers, what it cannot see, and the figures; nobody should have to turn the page for that. */
import type { SourceCoverage } from '../core/coverage.ts';
import { figureLines } from '../core/page-figures.ts';
import { gapsWithin } from './gaps.ts';
import { type Markup, markup, type Part, table } from './markup.ts';
import { localTime } from './period.ts';
import { labelOf } from './reader.ts';
import type { AuditReport } from './report.ts';
import { reviewText } from './request-section.ts';

export function pageOne(report: AuditReport): Markup {
  return markup`<section class="page">${head(report)}${
    report.demonstration
      ? markup`<p class="demo">Demonstration: this ledger belongs to a demo org and is no evidence.</p>`
      : ''
  }<p class="scope">This report states all <em>observable</em> log-in-as accesses to this org in the period, each held against the authorizations that the customer’s own contacts signed.</p>${result(report)}${figures(report)}${emergencies(report)}<section class="limits"><h2>What this report cannot see</h2><ul>${report.cannotSee.map((limit) => markup`<li>${limit}</li>`)}</ul></section>${coverage(report)}</section>`;
}

function head({ name, org, period, madeAt, modes, checkpoint }: AuditReport): Markup {
  const time = (at: string) => localTime(at, period.timeZone);
  const mode = modes.map((entry) => `${labelOf(entry.mode)} since ${time(entry.effectiveFrom)}`);
  const facts: [string, string][] = [
    ['Period', `${period.fromDate} to ${period.toDate}, both included`],
    ['Time zone', period.timeZone],
    ['Org', `${org.environment}, ${org.id}`],
    ['Mode', mode.join('; ') || 'none was set'],
    ['Made', time(madeAt)],
    ['Ledger', `${checkpoint.size} entries`],
  ];
  return markup`<header><p class="kicker">Countersign · audit report ${name}</p><h1>Outside access to ${org.name}</h1><dl class="facts">${facts.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></header>`;
}

/** Verdicts that ask nothing of anybody. */
const FINE = ['Matched', 'Matched_by_break_glass', 'Login_access_only', 'Before_governance'];

interface Sums {
  governed: number;
  matched: number;
  byBreakGlass: number;
  provisional: number;
  others: number;
}

function sumsOf({ accesses }: AuditReport): Sums {
  const governed = accesses.filter(({ verdict }) => verdict !== 'Before_governance');
  return {
    governed: governed.length,
    matched: governed.filter(({ verdict }) => verdict === 'Matched').length,
    byBreakGlass: governed.filter(({ verdict }) => verdict === 'Matched_by_break_glass').length,
    provisional: governed.filter(({ provisional }) => provisional).length,
    others: governed.filter(({ verdict }) => !FINE.includes(verdict)).length,
  };
}

/** The result in one or two sentences. Nothing observed is never called nothing there: only the sources are quoted. */
function result(report: AuditReport): Markup {
  const { governed, others, provisional, byBreakGlass } = sumsOf(report);
  const { findings, differences } = report;
  const isOpen = provisional + byBreakGlass > 0 || governed === 0;
  const bad = findings.length + differences.length + others > 0;
  const tone = bad ? 'bad' : isOpen ? 'open' : 'good';
  return markup`<p class="result ${tone}"><strong>${headline(report)}</strong> ${
    provisional === 0
      ? ''
      : `${count(provisional, 'verdict is', 'verdicts are')} provisional: a source may still bring more.`
  }</p>`;
}

function headline(report: AuditReport): string {
  const { governed, others, matched } = sumsOf(report);
  const { findings, differences } = report;
  const parts = [
    ...(others > 0
      ? [
          `${others} of ${count(governed, 'observed outside access', 'observed outside accesses')} must be looked at.`,
        ]
      : []),
    ...(findings.length > 0 ? [`${count(findings.length, 'finding', 'findings')} in this period.`] : []),
    ...(differences.length > 0
      ? [`The org’s rows differ from the ledger in ${count(differences.length, 'place', 'places')}.`]
      : []),
  ];
  if (parts.length > 0) return parts.join(' ');
  if (governed === 0) {
    return 'In the sources and intervals named under Coverage, no trace of an outside log-in-as was observed.';
  }
  return matched === governed
    ? `${count(governed, 'outside access was', 'outside accesses were')} observed, each within a signed authorization. No findings.`
    : `${count(governed, 'outside access was', 'outside accesses were')} observed. No findings.`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function figures(report: AuditReport): Markup {
  const { governed, matched, byBreakGlass, provisional } = sumsOf(report);
  const { requests, grants, findings, differences, ownAdministrators } = report;
  const list = figureLines({
    requests: requests.length,
    windows: requests.filter(({ window }) => window !== null).length,
    grants: grants.length,
    ...{ accesses: governed, matched, byBreakGlass, provisional },
    findings: findings.length,
    differences: differences.length,
    ownAdministrators: ownAdministrators.length,
  });
  return markup`<ul class="figures">${list.map(([number, label]) => markup`<li><b>${number}</b> <span>${label}</span></li>`)}</ul>`;
}

/** Every use of break-glass and its review: nobody should have to turn the page for that. */
function emergencies({ requests, period }: AuditReport): Part {
  const uses = requests.flatMap((item) => (item.breakGlass ? [{ ...item, use: item.breakGlass }] : []));
  if (uses.length === 0) return '';
  return markup`<section class="break-glass"><h2>BREAK-GLASS</h2>${table(
    'Requests that were submitted as break-glass: nobody approved what they opened',
    [
      { title: 'Request', cell: ({ name, caseNumber }) => `${name}, case ${caseNumber}` },
      { title: 'By', cell: ({ requestedBy }) => requestedBy },
      { title: 'As', cell: ({ targetUser }) => targetUser },
      {
        title: 'Opened',
        cell: ({ use, window }) =>
          use.openedAt === null || window === null
            ? 'nothing'
            : `${localTime(window.start, period.timeZone)} to ${localTime(window.end, period.timeZone)}`,
      },
      { title: 'Review', cell: ({ use }) => reviewText(use, period.timeZone) },
    ],
    uses,
    '',
  )}</section>`;
}

/** A source that holds all there ever was is said to be complete from before there was a ledger. */
const EVER = '2000-01-01';

function coverage(report: AuditReport): Markup {
  const { coverage: sources, period } = report;
  const time = (at: string | null) =>
    markup`<span class="time">${at !== null && at < EVER ? 'the beginning' : localTime(at, period.timeZone)}</span>`;
  return markup`<h2>Coverage</h2>${table(
    'For which interval each source is complete. Inside a gap, and outside the interval, nothing is known.',
    [
      { title: 'Source', cell: ({ source }) => markup`<span class="time">${labelOf(source)}</span>` },
      {
        title: 'Readable',
        cell: ({ readable, reason }) => (readable ? 'yes' : `no: ${reason ?? 'unknown'}`),
      },
      { title: 'From', cell: ({ from }) => time(from) },
      { title: 'To', cell: ({ to }) => time(to) },
      { title: 'Known delay', cell: ({ knownDelayMinutes }) => `${knownDelayMinutes} min` },
      {
        title: 'Gaps',
        cell: (source) => gapsOf(source, report),
      },
    ],
    sources,
    'No source has been read yet.',
  )}`;
}

function gapsOf(source: SourceCoverage, report: AuditReport): Part {
  const gaps = gapsWithin(source, report);
  if (gaps.length === 0) return source.from === null ? '–' : 'none';
  return markup`${gaps.length === 1 ? '1 gap' : `${gaps.length} gaps`}, see <a href="#gaps">Gaps</a>`;
}
