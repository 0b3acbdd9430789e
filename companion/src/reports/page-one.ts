/** Page one: what the report covers, what it cannot see, and the figures; nobody should have to turn the page for that. */
import { type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import { labelOf } from './reader.ts';
import type { AuditReport } from './report.ts';

export function pageOne(report: AuditReport): Markup {
  const { period, org } = report;
  return markup`<section class="page"><header><p class="kicker">Countersign · audit report ${report.name}</p><h1>Outside access to ${org.name}</h1><p>${period.fromDate} to ${period.toDate}, both days included. All times are in ${period.timeZone}.</p></header>${
    report.demonstration
      ? markup`<p class="demo">Demonstration: this ledger belongs to a demo org and is no evidence.</p>`
      : ''
  }<p class="scope">This report states all <em>observable</em> log-in-as accesses to this org in the period, held against the authorizations that the customer's own contacts signed.</p>${figures(report)}<p>${sentence(report)}</p><section class="limits"><h2>What this report cannot see</h2><ul>${report.cannotSee.map((limit) => markup`<li>${limit}</li>`)}</ul></section>${facts(report)}${coverage(report)}</section>`;
}

function figures({ requests, accesses, ownAdministrators, findings, differences }: AuditReport): Markup {
  const governed = accesses.filter(({ verdict }) => verdict !== 'Before_governance');
  const matched = governed.filter(({ verdict }) => verdict === 'Matched');
  const list: [number, string][] = [
    [requests.length, 'access requests'],
    [requests.filter(({ window }) => window !== null).length, 'authorized windows'],
    [governed.length, 'observed outside accesses'],
    [matched.length, 'of them matched'],
    [findings.length, 'findings'],
    [differences.length, "differences to the org's rows"],
    [ownAdministrators.length, "own administrators' Login-As"],
  ];
  return markup`<ul class="figures">${list.map(([count, label]) => markup`<li><b>${count}</b><span>${label}</span></li>`)}</ul>`;
}

/** Never "no accesses": only what the readable sources showed. */
function sentence({ accesses, findings }: AuditReport): string {
  const governed = accesses.filter(({ verdict }) => verdict !== 'Before_governance');
  const open = governed.filter(({ provisional }) => provisional).length;
  const seen =
    governed.length === 0
      ? 'In the sources and intervals named under Coverage, nothing was observed that an outsider would leave behind.'
      : `${governed.length} outside ${governed.length === 1 ? 'access was' : 'accesses were'} observed.`;
  const later =
    open === 0
      ? ''
      : ` ${open} of the verdicts ${open === 1 ? 'is' : 'are'} provisional: a source may still bring more.`;
  const result = findings.length === 0 ? ' There are no findings in this period.' : '';
  return `${seen}${later}${result}`;
}

function facts({ org, madeAt, period, modes, checkpoint }: AuditReport): Markup {
  const mode = modes.map(
    (entry) => `${labelOf(entry.mode)} since ${localTime(entry.effectiveFrom, period.timeZone)}`,
  );
  return markup`<h2>Org and ledger</h2><dl><dt>Org</dt><dd>${org.name}, ${org.environment}, <code>${org.id}</code></dd><dt>Governance mode</dt><dd>${mode.join('; ') || 'none was set'}</dd><dt>Made</dt><dd>${localTime(madeAt, period.timeZone)}</dd><dt>Ledger</dt><dd>${checkpoint.size} entries, signed checkpoint on the last page</dd></dl>`;
}

function coverage({ coverage: sources, period }: AuditReport): Markup {
  const time = (at: string | null) => localTime(at, period.timeZone);
  return markup`<h2>Coverage</h2>${table(
    'For which interval each source is complete. Inside a gap, and outside the interval, nothing is known.',
    [
      { title: 'Source', cell: ({ source }) => labelOf(source) },
      {
        title: 'Readable',
        cell: ({ readable, reason }) => (readable ? 'yes' : `no: ${reason ?? 'unknown'}`),
      },
      { title: 'From', cell: ({ from }) => time(from) },
      { title: 'To', cell: ({ to }) => time(to) },
      { title: 'Known delay', cell: ({ knownDelayMinutes }) => `${knownDelayMinutes} min` },
      {
        title: 'Gaps',
        cell: ({ gaps }) =>
          gaps.map((gap) => `${time(gap.from)} – ${time(gap.to)} (${gap.reason})`).join('; ') || 'none',
      },
    ],
    sources,
    'No source has been read yet.',
  )}`;
}
