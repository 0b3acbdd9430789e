/** One request in the report: what was asked, what the policy said, who signed what, and what came of it. */
import { groups, type Markup, markup, table } from './markup.ts';
import { localTime } from './period.ts';
import { labelOf, sentenceOf } from './reader.ts';
import type { AuditReport, ReportedBreakGlass, ReportedDecision, ReportedRequest } from './report.ts';

export function requestSection({ requests, period }: AuditReport): Markup {
  const body =
    requests.length === 0
      ? markup`<p class="none">In this period nothing was logged of any request.</p>`
      : requests.map((item) => request(item, period.timeZone));
  return markup`<h2>Requests and decisions</h2>${body}`;
}

function request(item: ReportedRequest, zone: string): Markup {
  const state = `${labelOf(item.state)}${item.outcome ? `, ${labelOf(item.outcome).toLowerCase()}` : ''}`;
  return markup`<article class="request"><h3>${item.name} <span class="state">${item.breakGlass ? 'BREAK-GLASS, ' : ''}${state}</span></h3><dl>${rowsOf(item, zone).map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>${gates(item)}${decisions(item.decisions, zone)}${history(item, zone)}</article>`;
}

function rowsOf(item: ReportedRequest, zone: string): [string, string][] {
  const window = item.window
    ? `${localTime(item.window.start, zone)} – ${localTime(item.window.end, zone)}`
    : 'none';
  return [
    ['Support case', item.caseId ? `${item.caseNumber} (${item.caseId})` : item.caseNumber],
    ...(item.extends === null ? [] : ([['Extends', item.extends]] as [string, string][])),
    ['Asked by', `${labelOf(item.requestingParty)}, for ${labelOf(item.incidentType).toLowerCase()}`],
    ['To enter as', `${item.targetUser}, ${item.environment.toLowerCase()}, for ${item.hoursWanted} h`],
    ['Data viewed', item.dataViewed],
    ['Purpose', item.purpose],
    ['Necessity', item.necessity],
    ['Raised by', `${item.requestedBy}, ${localTime(item.submittedAt, zone)}`],
    [item.breakGlass?.openedAt ? 'Window, by break-glass' : 'Authorized window', window],
    ...breakGlassRows(item, zone),
  ];
}

function breakGlassRows({ breakGlass: use }: ReportedRequest, zone: string): [string, string][] {
  if (use === null) return [];
  return [
    ['Reason for break-glass', use.reason],
    ['Review', reviewText(use, zone)],
  ];
}

/** Where the review of a break-glass window stands. */
export function reviewText({ openedAt, reviewDue, review }: ReportedBreakGlass, zone: string): string {
  if (openedAt === null) return 'none: it opened nothing';
  if (review === null) return `not reviewed; due ${localTime(reviewDue, zone)}`;
  return `${labelOf(review.outcome).toLowerCase()}, by ${review.by}, ${localTime(review.at, zone)}: ${review.reason}`;
}

function gates({ gates: list }: ReportedRequest): Markup {
  return table(
    'The policy’s gates',
    [
      { title: 'Gate', cell: ({ gate }) => sentenceOf(gate) },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Reason', cell: ({ reason }) => reason },
    ],
    list,
    'The policy was not evaluated in this ledger.',
  );
}

function decisions(list: readonly ReportedDecision[], zone: string): Markup {
  if (list.length === 0) return markup`<p class="none">Nobody has decided.</p>`;
  return markup`${list.map((item) => decision(item, zone))}`;
}

function decision(item: ReportedDecision, zone: string): Markup {
  const rows: [string, Markup | string][] = [
    ['Reason', item.reason],
    ...(item.bounds ? ([['Signed bounds', boundsText(item.bounds, zone)]] as [string, string][]) : []),
    ['Received', localTime(item.receivedAt, zone)],
    ['Took effect', effectOf(item, zone)],
    ['Digest of what was signed', markup`<code>${groups(item.digest)}</code>`],
    [
      'Key of the signer',
      item.keyFingerprint
        ? markup`<code>${groups(item.keyFingerprint)}</code>`
        : 'no enrolment of this key is known',
    ],
  ];
  return markup`<div class="decision"><h4>${labelOf(item.decision)} <span>by ${item.contact}, signed with a passkey</span></h4><dl>${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>`;
}

function boundsText(
  { maxMinutes, notBefore, notAfter }: NonNullable<ReportedDecision['bounds']>,
  zone: string,
): string {
  const from = notBefore === null ? '' : `, not before ${localTime(notBefore, zone)}`;
  return `at most ${maxMinutes} minutes${from}, not after ${localTime(notAfter, zone)}`;
}

function effectOf({ effectiveAt, withoutEffect }: ReportedDecision, zone: string): string {
  if (effectiveAt !== null) return localTime(effectiveAt, zone);
  return withoutEffect === null ? 'not yet' : `never: ${withoutEffect}`;
}

function history({ history: steps }: ReportedRequest, zone: string): Markup {
  return table(
    'What happened, in order',
    [
      { title: 'Time', cell: ({ at }) => markup`<span class="time">${localTime(at, zone)}</span>` },
      { title: 'What', cell: ({ what }) => what },
    ],
    steps,
    'Nothing is on record.',
  );
}
