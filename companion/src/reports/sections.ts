/** The report's sections after page one. */
import { groups, type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import { labelOf } from './reader.ts';
import type { AuditReport, ReportedDecision, ReportedRequest } from './report.ts';
import { timeline } from './timeline.ts';

type Section = (report: AuditReport) => Markup;

const GOOD = ['Matched', 'Login_access_only'];
const NEUTRAL = ['Before_governance', 'Unused'];

function pill(verdict: string, provisional: boolean): Markup {
  const tone = GOOD.includes(verdict)
    ? 'good'
    : NEUTRAL.includes(verdict)
      ? 'plain'
      : verdict === 'Unknown'
        ? 'warn'
        : 'bad';
  return markup`<span class="pill ${tone}">${labelOf(verdict)}</span>${provisional ? ' provisional' : ''}`;
}

const overview: Section = (report) => markup`<h2>The period at a glance</h2>${timeline(report)}`;

const requests: Section = (report) => {
  const { requests: list, period } = report;
  const body =
    list.length === 0
      ? markup`<p class="none">No access request was touched in this period.</p>`
      : list.map((item) => request(item, period.timeZone));
  return markup`<h2>Requests and decisions</h2>${body}`;
};

function request(item: ReportedRequest, zone: string): Markup {
  const window = item.window
    ? `${localTime(item.window.start, zone)} – ${localTime(item.window.end, zone)}`
    : 'none';
  const rows: [string, string][] = [
    ['State', `${labelOf(item.state)}${item.outcome ? `, ${labelOf(item.outcome).toLowerCase()}` : ''}`],
    ['Support case', item.caseId ? `${item.caseNumber} (${item.caseId})` : item.caseNumber],
    ['Asked by', labelOf(item.requestingParty)],
    ['Incident', labelOf(item.incidentType)],
    ['Purpose', item.purpose],
    ['Necessity', item.necessity],
    ['Data viewed', item.dataViewed],
    ['To enter as', item.targetUser],
    ['Raised by', `${item.requestedBy}, ${localTime(item.submittedAt, zone)}`],
    ['Authorized window', window],
  ];
  return markup`<article class="request"><h3>${item.name}</h3><dl>${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>${table(
    'The policy’s gates',
    [
      { title: 'Gate', cell: ({ gate }) => labelOf(gate) },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Reason', cell: ({ reason }) => reason },
    ],
    item.gates,
    'The policy was not evaluated in this ledger.',
  )}${decisions(item.decisions, zone)}</article>`;
}

function decisions(list: readonly ReportedDecision[], zone: string): Markup {
  return table(
    'Decisions, each signed with a passkey',
    [
      { title: 'Contact', cell: ({ contact }) => contact },
      { title: 'Decision', cell: ({ decision }) => decision },
      { title: 'Reason', cell: ({ reason }) => reason },
      { title: 'Received', cell: ({ receivedAt }) => localTime(receivedAt, zone) },
      {
        title: 'Effective',
        cell: ({ effectiveAt, withoutEffect }) =>
          effectiveAt
            ? localTime(effectiveAt, zone)
            : withoutEffect
              ? `without effect: ${withoutEffect}`
              : 'pending',
      },
      {
        title: 'Digest and key',
        cell: ({ digest, keyFingerprint }) =>
          markup`<code>${groups(digest)}</code><br><code>${keyFingerprint ? groups(keyFingerprint) : 'no enrolment known'}</code>`,
      },
    ],
    list,
    'Nobody has decided.',
  );
}

const grants: Section = ({ grants: list, period }) =>
  markup`<h2>Login grants</h2><p>Only the user can give or revoke a grant. It ends with its last day, so a window of hours leaves a remainder.</p>${table(
    'Grants that could be used in the period',
    [
      { title: 'User', cell: ({ user }) => user },
      { title: 'To', cell: ({ grantedTo }) => labelOf(grantedTo) },
      { title: 'Given', cell: ({ grantedAt }) => localTime(grantedAt, period.timeZone) },
      { title: 'Last day', cell: ({ expirationDate }) => expirationDate ?? 'stands in no field' },
      {
        title: 'Ended',
        cell: ({ endedAt, state }) =>
          endedAt ? `${localTime(endedAt, period.timeZone)} (${labelOf(state)})` : labelOf(state),
      },
      {
        title: 'Verdict',
        cell: ({ verdict, provisional, reason }) => markup`${pill(verdict, provisional)}<br>${reason}`,
      },
    ],
    list,
    'No grant was observed in the sources that can be read.',
  )}`;

const accesses: Section = (report) =>
  markup`<h2>Observed outside accesses</h2>${accessTable(report, report.accesses, 'None was observed in the sources and intervals named under Coverage.')}<h3>Own administrators’ Login-As</h3><p>Recorded and counted; not held against authorizations.</p>${accessTable(report, report.ownAdministrators, 'None was observed.')}`;

function accessTable(report: AuditReport, rows: AuditReport['accesses'], none: string): Markup {
  const zone = report.period.timeZone;
  const names = new Map(report.requests.map(({ id, name }) => [id, name]));
  return table(
    'Accesses in order of time',
    [
      { title: 'Login', cell: ({ loginAt }) => localTime(loginAt, zone) },
      { title: 'Logout', cell: ({ logoutAt }) => (logoutAt ? localTime(logoutAt, zone) : 'not seen') },
      {
        title: 'Actor',
        cell: ({ actorClass, actor }) => markup`${labelOf(actorClass)}<br>${actor || 'not named'}`,
      },
      { title: 'As', cell: ({ target }) => target },
      { title: 'Case', cell: ({ caseIdentifier }) => caseIdentifier ?? 'not named' },
      {
        title: 'Verdict',
        cell: ({ verdict, provisional, strength, reason, request: id }) =>
          verdict === ''
            ? reason
            : markup`${pill(verdict, provisional)} ${strength === 'None' ? '' : labelOf(strength).toLowerCase()}<br>${reason}${id ? ` ${names.get(id) ?? id}.` : ''}`,
      },
      { title: 'Evidence', cell: ({ evidence }) => evidence.map((item) => markup`<code>${item}</code><br>`) },
    ],
    rows,
    none,
  );
}

const findings: Section = ({ findings: list, alterations, differences, period }) =>
  markup`<h2>Findings</h2>${table(
    'What a person must look at',
    [
      { title: 'Found', cell: ({ at }) => localTime(at, period.timeZone) },
      { title: 'Kind', cell: ({ kind }) => labelOf(kind) },
      { title: 'Severity', cell: ({ severity }) => severity },
      { title: 'Detail', cell: ({ detail }) => detail },
    ],
    list,
    'There are no findings in this period.',
  )}<h3>Records altered in the org</h3>${table(
    'Values that somebody else than the companion wrote',
    [
      { title: 'Found', cell: ({ at }) => localTime(at, period.timeZone) },
      { title: 'Record', cell: ({ object, record }) => markup`${object}<br><code>${record}</code>` },
      { title: 'Field', cell: ({ field }) => field },
      { title: 'Logged', cell: ({ logged }) => logged },
      { title: 'Found in the org', cell: ({ found }) => found },
    ],
    alterations,
    'None was found.',
  )}<h3>Ledger and org compared</h3>${table(
    'Differences between the ledger and the org’s rows when the report was made',
    [
      { title: 'Record', cell: ({ object, record }) => markup`${object}<br><code>${record}</code>` },
      { title: 'Field', cell: ({ field }) => field },
      { title: 'Ledger', cell: ({ ledger }) => ledger },
      { title: 'Org', cell: ({ org }) => org },
    ],
    differences,
    'The org’s rows are as the ledger says.',
  )}`;

const proof: Section = ({ keys, checkpoint, withheld, period }) =>
  markup`<h2>How to check this report</h2><p>The bundle of this report holds the ledger, its signed checkpoint and <code>verify.mjs</code>. Run <code>node verify.mjs</code> in its folder, on a machine without a network if you like. With <code>--trust-keys FILE</code> it also tells whether each key is one that you know. ${withheld} personal values are withheld here.</p>${table(
    'Keys of the contacts; compare the fingerprints with those printed at enrolment',
    [
      { title: 'Contact', cell: ({ contact }) => contact },
      { title: 'Enrolled', cell: ({ enrolledAt }) => localTime(enrolledAt, period.timeZone) },
      { title: 'Vouched for', cell: ({ vouchedFor }) => (vouchedFor ? 'yes' : 'founding roster') },
      {
        title: 'Fingerprint (SHA-256)',
        cell: ({ fingerprint }) => markup`<code>${groups(fingerprint)}</code>`,
      },
    ],
    keys,
    'Nobody has enrolled a passkey.',
  )}<h3>Criterion of the vendor</h3><p>Login access is given by the individual user, for a time, for one inquiry; its use is documented in a case: Salesforce Help, Knowledge article 000388857, of 2025-08-25.</p><h3>Checkpoint</h3><p>${checkpoint.size} entries.</p><pre>${checkpoint.note}</pre>`;

export const sections: readonly Section[] = [overview, requests, grants, accesses, findings, proof];
