/** The report's sections after page one. */
import { criteria } from './criteria.ts';
import { frictionSection, trainingSection } from './figures.ts';
import { gapsWithin } from './gaps.ts';
import { breakable, type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import { proof } from './proof-section.ts';
import { labelOf } from './reader.ts';
import type { AuditReport } from './report.ts';
import { requestSection } from './request-section.ts';
import { timeline } from './timeline.ts';

type Section = (report: AuditReport) => Markup;

const GOOD = ['Matched', 'Login_access_only'];
/** What nobody approved, or nobody can judge: neither good nor bad by itself. */
const OPEN = ['Unknown', 'Matched_by_break_glass'];
const NEUTRAL = ['Before_governance', 'Unused'];

function pill(verdict: string, provisional: boolean): Markup {
  const judged = NEUTRAL.includes(verdict) ? 'plain' : OPEN.includes(verdict) ? 'warn' : 'bad';
  const tone = GOOD.includes(verdict) ? 'good' : judged;
  return markup`<span class="pill ${tone}">${labelOf(verdict)}</span>${provisional ? markup` <span class="provisional">provisional</span>` : ''}`;
}

const timeIn = (zone: string) => (at: string | null) =>
  markup`<span class="time">${localTime(at, zone)}</span>`;

const overview: Section = (report) => markup`<h2>The period at a glance</h2>${timeline(report)}`;

const gaps: Section = (report) => {
  const time = timeIn(report.period.timeZone);
  const rows = report.coverage.flatMap((source) =>
    gapsWithin(source, report).map((gap) => ({ ...gap, source: source.source })),
  );
  return markup`<h2 id="gaps">Gaps</h2>${table(
    'Times of which a source says nothing',
    [
      { title: 'From', cell: ({ from }) => time(from) },
      { title: 'To', cell: ({ to }) => time(to) },
      { title: 'Source', cell: ({ source }) => labelOf(source) },
      { title: 'Why', cell: ({ reason }) => reason },
    ],
    rows,
    'No gap is known in this period, of the sources that can be read.',
  )}`;
};

const grants: Section = ({ grants: list, period }) => {
  const time = timeIn(period.timeZone);
  return markup`<h2>Login grants</h2><p>Only the user can give or revoke a grant. It ends with its last day, so a window of hours leaves a remainder.</p>${table(
    'Grants that could be used in the period',
    [
      { title: 'User', cell: ({ user }) => user },
      { title: 'To', cell: ({ grantedTo }) => labelOf(grantedTo) },
      { title: 'Given', cell: ({ grantedAt }) => (grantedAt ? time(grantedAt) : 'not known') },
      {
        title: 'Last day',
        cell: ({ expirationDate }) => markup`<span class="time">${expirationDate ?? 'not known'}</span>`,
      },
      {
        title: 'Ended',
        cell: ({ endedAt, state }) =>
          endedAt
            ? markup`${time(endedAt)}<br>${labelOf(state).toLowerCase()}`
            : labelOf(state).toLowerCase(),
      },
      {
        title: 'Verdict',
        cell: ({ verdict, provisional, reason }) => markup`${pill(verdict, provisional)}<br>${reason}`,
      },
    ],
    list,
    'No grant was observed in the sources that can be read.',
  )}`;
};

const accesses: Section = (report) =>
  markup`<h2>Observed outside accesses</h2>${accessTable(report, report.accesses, 'In the sources and intervals named under Coverage, none was observed.')}<h3>Own administrators’ Login-As</h3><p>Recorded and counted; not held against authorizations.</p>${accessTable(report, report.ownAdministrators, 'In the sources and intervals named under Coverage, none was observed.')}`;

function accessTable(report: AuditReport, rows: AuditReport['accesses'], none: string): Markup {
  const time = timeIn(report.period.timeZone);
  const names = new Map(report.requests.map(({ id, name }) => [id, name]));
  const verdict = (row: AuditReport['accesses'][number]) =>
    row.verdict === ''
      ? row.reason
      : markup`${pill(row.verdict, row.provisional)} ${row.strength === 'None' ? '' : labelOf(row.strength).toLowerCase()}<br>${row.reason}${row.request ? ` (${names.get(row.request) ?? row.request})` : ''}`;
  return table(
    'In order of time',
    [
      {
        title: 'Login, logout',
        cell: ({ loginAt, logoutAt }) =>
          markup`${time(loginAt)}<br>${logoutAt ? time(logoutAt) : 'end not seen'}`,
      },
      {
        title: 'Actor',
        cell: ({ actorClass, actor }) => markup`${labelOf(actorClass)}<br>${breakable(actor || 'not named')}`,
      },
      { title: 'As', cell: ({ target }) => target },
      { title: 'Case', cell: ({ caseIdentifier }) => caseIdentifier ?? 'not named' },
      { title: 'Verdict', cell: verdict },
      {
        title: 'Evidence',
        cell: ({ evidence }) =>
          evidence.map(
            ({ source, key }) => markup`<span class="source">${source}</span> <code>${key}</code><br>`,
          ),
      },
    ],
    rows,
    none,
  );
}

const findings: Section = ({ findings: list, alterations, period }) => {
  const time = timeIn(period.timeZone);
  return markup`<h2>Findings</h2>${table(
    'What a person must look at',
    [
      { title: 'Found', cell: ({ at }) => time(at) },
      { title: 'Severity', cell: ({ severity }) => severity },
      { title: 'Kind', cell: ({ kind }) => labelOf(kind) },
      { title: 'Detail', cell: ({ detail }) => detail },
    ],
    list,
    'There are no findings in this period.',
  )}<h3>Records altered in the org</h3>${table(
    'Values that somebody else than the companion wrote',
    [
      { title: 'Found', cell: ({ at }) => time(at) },
      { title: 'Record', cell: ({ object, record }) => markup`${object}<br><code>${record}</code>` },
      { title: 'Field', cell: ({ field }) => field },
      { title: 'Logged', cell: ({ logged }) => logged },
      { title: 'Found in the org', cell: ({ found }) => found },
    ],
    alterations,
    'No altered record was found.',
  )}`;
};

const differences: Section = ({ differences: list, madeAt, period }) =>
  markup`<h2>Ledger and org compared</h2><p>The ledger is the record; the rows in the org are a projection of it. They were compared when the report was made, ${localTime(madeAt, period.timeZone)}.</p>${table(
    'Each difference',
    [
      { title: 'Record', cell: ({ object, record }) => markup`${object}<br><code>${record}</code>` },
      { title: 'Field', cell: ({ field }) => field },
      { title: 'Ledger', cell: ({ ledger }) => ledger },
      { title: 'Org', cell: ({ org }) => org },
    ],
    list,
    'The org’s rows are as the ledger says.',
  )}`;

export const sections: readonly Section[] = [
  overview,
  gaps,
  requestSection,
  grants,
  accesses,
  findings,
  differences,
  trainingSection,
  frictionSection,
  criteria,
  proof,
];
