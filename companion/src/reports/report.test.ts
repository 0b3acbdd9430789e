import { beforeAll, describe, expect, test } from '@jest/globals';
import { rowsOf, sampleInput } from '../../test/sample-input.ts';
import { CONTACT, ORG, REQUEST, type SampleLedger, sampleLedger } from '../../test/sample-ledger.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { applyEntry, noFacts } from '../core/facts.ts';
import { compileReport, type ReportInput } from './compile.ts';
import { renderHtml } from './html.ts';
import type { AuditReport } from './report.ts';

let sample: SampleLedger;
let report: AuditReport;
let html: string;
beforeAll(async () => {
  sample = await sampleLedger();
  report = await compile();
  html = renderHtml(report);
});

const compile = (change: Partial<ReportInput> = {}) => compileReport(sampleInput(sample, change));
const period = (fromDate: string, toDate: string, timeZone = 'Europe/Berlin') => ({
  period: { fromDate, toDate, timeZone },
});
const pageOneOf = (page: string) => page.slice(0, page.indexOf('The period at a glance'));
const textOf = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('a request that was revoked keeps the window that had been authorized [A15 D106]', async () => {
  const revoked: LedgerEntry = {
    ...{ v: 1, org: ORG, at: '2026-11-20T15:05:00Z', type: 'decision.effective', request: REQUEST },
    ...{ received: -1, window: null, state: 'Revoked' },
  };
  const { requests } = await compile({ entries: [...sample.entries, revoked] });
  expect(requests[0]?.window).toEqual(report.requests[0]?.window);
  expect(requests[0]?.window).not.toBeNull();
});

test('a request that extends another one names it, and the id of one that the ledger does not hold [D102]', async () => {
  const extending = async (id: string) => {
    const entries = sample.entries.map((entry): LedgerEntry =>
      entry.type === 'request.revision' ? { ...entry, fields: { ...entry.fields, Extends__c: id } } : entry,
    );
    return renderHtml(await compile({ entries }));
  };
  const [own] = report.requests;
  expect(report.requests[0]?.extends).toBeNull();
  expect(textOf(await extending(REQUEST))).toContain(`Extends ${own?.name}`);
  expect(textOf(await extending('a01580000000099AAA'))).toContain('Extends a01580000000099AAA');
});

describe('drills and waiting', () => {
  test('have sections of their own: who was drilled when and answered in what time, and hours without the drills [U14 U17 A33]', async () => {
    const at = (time: string) => `2026-11-20T${time}Z`;
    const fact = { v: 1, org: ORG } as const;
    const drill: LedgerEntry[] = [
      {
        ...{
          ...fact,
          type: 'drill.started',
          at: at('15:00:00'),
          drill: 'd1',
          name: 'DRILL-0001',
          origin: 'Schedule',
        },
        ...{
          by: null,
          note: null,
          checkPhrase: 'a-b-c',
          level: 1,
          contacts: [CONTACT],
          endsAt: at('16:00:00'),
        },
        policyVersion: 'p',
      },
      {
        ...{ ...fact, type: 'notice', at: at('15:00:02'), request: null, contact: CONTACT, kind: 'drill' },
        ...{ channel: 'mail', delivery: 'x', result: 'accepted' },
      },
      {
        ...fact,
        type: 'drill.answered',
        at: at('15:04:00'),
        drill: 'd1',
        contact: CONTACT,
        answer: 'Would_deny',
        signed: 0,
      },
      {
        ...{ ...fact, type: 'drill.ended', at: at('15:04:00'), drill: 'd1', asked: 1, reached: 1, opened: 0 },
        ...{ answered: 1, firstAnswerSeconds: 240, silent: [] },
      },
    ];
    const drilled = await compile({ entries: [...sample.entries, ...drill] });
    const page = textOf(renderHtml(drilled));
    expect(page).toContain('Training evidence DRILL / ÜBUNG: drills practise the way of a request.');
    expect(page).toContain(
      'DRILL-0001 2026-11-20 16:00:00 2026-11-20 16:04:00 schedule of the policy 1, 1, 0, 1 4 min',
    );
    expect(page).toContain(
      'DRILL-0001 Ines Sommer mail handed over 2026-11-20 16:00:02 no would deny, after 4 min',
    );
    expect(textOf(html)).toContain('No drill began in this period.');
    expect(drilled.requests).toEqual(report.requests);
    expect(drilled.friction.cases).toEqual(report.friction.cases);
    expect(page).toMatch(/What waiting cost .*Drills are excluded/);
    expect(report.friction).toMatchObject({ outcomes: { Approved: 1 }, decided: { cases: 1 } });
  });
});

describe('page one', () => {
  test('says what is covered, what cannot be seen, and how far each source reaches [A15 A17 U6]', () => {
    const page = pageOneOf(html);
    expect(page).toContain('all <em>observable</em> log-in-as accesses');
    expect(page).toContain('What this report cannot see');
    expect(page).toContain('organization settings, setup and metadata');
    const text = textOf(page);
    expect(text).toContain('Setup audit trail yes 2026-10-01 08:00:00 2026-11-20 16:00:00 5 min none');
    expect(text).toContain('The period was not over when this report was made, 2026-11-20 16:10:00');
  });

  test('says which statement cannot be made without the support login log [A15 B49 U7]', async () => {
    expect(pageOneOf(html)).toContain('it cannot be stated under which case an access was made');
    expect(pageOneOf(html)).toContain('no: the org has no such object');
    const licensed = await compileReport(sampleInput(await sampleLedger({ eventLog: true })));
    expect(pageOneOf(renderHtml(licensed))).not.toContain('cannot be stated');
    expect(licensed.accesses.map(({ strength }) => strength)).toEqual(['By_case']);
    expect(report.accesses.map(({ strength }) => strength)).toEqual(['By_user_and_time']);
  });

  test('never says that there were no accesses, but that none was observed, and where [U7]', async () => {
    const empty = renderHtml(await compile(period('2026-11-01', '2026-11-19')));
    expect(textOf(empty)).toContain('no trace of an outside log-in-as was observed');
    expect(textOf(empty)).toContain('In the sources and intervals named under Coverage, none was observed.');
    for (const page of [html, empty]) expect(page).not.toMatch(/no (log-in-as |outside )?access(es)?\b/i);
  });

  test('names each gap of a source that lies in the period [U6 U7]', async () => {
    const gap = { from: '2026-11-19T23:30:00Z', to: '2026-11-20T08:00:00Z', reason: 'permission <lost>' };
    const entries = sample.entries.map((entry) =>
      entry.type === 'coverage' && entry.source === 'Setup_audit_trail' ? { ...entry, gaps: [gap] } : entry,
    );
    const page = renderHtml(await compile({ entries }));
    expect(pageOneOf(page)).toContain(
      'Setup audit trail: a gap from 2026-11-20 00:30:00 to 2026-11-20 09:00:00 (permission &lt;lost&gt;)',
    );
    const before = await compile({ entries, ...period('2026-11-01', '2026-11-19') });
    expect(before.cannotSee.join()).not.toContain('a gap from');
  });

  test('sums up the gaps of a source when there are many, and lists each in its own section [U6]', async () => {
    const gap = (hour: string, minutes: string) => ({
      from: `2026-11-20T${hour}:00:00Z`,
      to: `2026-11-20T${hour}:${minutes}:00Z`,
      reason: 'not read in time',
    });
    const gaps = [gap('06', '20'), gap('08', '45'), gap('10', '30')];
    const entries = sample.entries.map((entry) =>
      entry.type === 'coverage' && entry.source === 'User_grants' ? { ...entry, gaps } : entry,
    );
    const { cannotSee } = await compile({ entries });
    expect(cannotSee).toContain(
      'User grants: 3 gaps, 1 h 35 min together, the longest from 2026-11-20 09:00:00 to 2026-11-20 09:45:00 (not read in time); inside them nothing is known.',
    );
    const page = renderHtml(await compile({ entries }));
    const listed = textOf(page.slice(page.indexOf('<h2 id="gaps">')));
    for (const { from } of gaps) {
      const time = `2026-11-20 ${String(Number(from.slice(11, 13)) + 1).padStart(2, '0')}:00:00`;
      expect(listed).toContain(`${time} 2026-11-20`);
    }
  });

  test('says of a source that was read too late, or not to the end, what is unknown [U6]', async () => {
    const early = await compile(period('2026-09-01', '2026-11-30'));
    expect(early.cannotSee).toContain(
      'Setup audit trail: complete from 2026-10-01 08:00:00 on; what lies before is unknown.',
    );
    const late = await compile({ madeAt: '2026-12-05T10:00:00Z' });
    expect(late.cannotSee).toContain(
      'Setup audit trail: read up to 2026-11-20 16:00:00; what lies after is unknown.',
    );
  });

  test('marks a demonstration as no evidence', () => {
    expect(pageOneOf(html)).toContain('this ledger belongs to a demo org and is no evidence');
  });
});

describe('the period', () => {
  test('counts days in the zone that was asked for: an access at 09:10 UTC is of the 21st in Kiritimati [A15]', async () => {
    expect((await compile(period('2026-11-20', '2026-11-20', 'Europe/Berlin'))).accesses).toHaveLength(1);
    expect((await compile(period('2026-11-20', '2026-11-20', 'Pacific/Kiritimati'))).accesses).toHaveLength(
      1,
    );
    expect((await compile(period('2026-11-21', '2026-11-21', 'Pacific/Kiritimati'))).accesses).toHaveLength(
      0,
    );
    expect((await compile(period('2026-11-19', '2026-11-19', 'Pacific/Honolulu'))).accesses).toHaveLength(1);
  });

  test('cannot end before it starts', async () => {
    await expect(compile(period('2026-11-20', '2026-11-19'))).rejects.toThrow(RangeError);
  });
});

describe('a request in the report', () => {
  test('shows what was asked, signed and done, with digest and key [A9 A13 A14]', () => {
    const text = textOf(html);
    expect(text).toContain('Approve by Ines Sommer, signed with a passkey');
    expect(text).toContain('at most 240 minutes, not after 2026-11-21 01:00:00');
    expect(text).toContain((sample.contactKeyFingerprint.match(/.{4}/g) ?? []).join(' '));
    expect(report.requests[0]?.history.map(({ what }) => what)).toEqual([
      'The request was read',
      'The policy was evaluated: open',
      'State: awaiting decision',
      'Ines Sommer signed: approve',
      'The decision took effect: approved',
      'Verdict on an access: matched',
      'Verdict on a grant: matched',
      'The window opened',
      'The window ended: used',
    ]);
  });
});

describe('the timeline', () => {
  test('is a picture with a name, a description and a table that says the same in words [A17]', () => {
    expect(html).toMatch(/<svg [^>]*role="img" aria-labelledby="timeline-title timeline-text">/);
    expect(html).toContain('<title id="timeline-title">Timeline of the period</title>');
    const words = textOf(html.slice(html.indexOf('The same in words')));
    expect(words).toContain(
      '2026-11-20 10:00:00 2026-11-20 14:00:00 AR-000001: window to enter as Anke Petersen',
    );
    expect(words).toContain('2026-11-20 10:05:00 2026-11-20 14:30:00 Grant by Anke Petersen: matched');
    expect(words).toContain(
      '2026-11-20 10:10:00 2026-11-20 10:40:00 Support or publisher as Anke Petersen: matched',
    );
  });
});

describe('the vendor’s rule', () => {
  test('is cited with article number and date [B72]', () => {
    expect(html).toContain('Knowledge article 000388857, of 2025-08-25');
  });
});

describe('the org’s rows', () => {
  test('that agree with the ledger make no difference [A14]', () => {
    expect(report.differences).toEqual([]);
    expect(html).toContain('The org’s rows are as the ledger says.');
  });

  test('are printed where they differ, are missing, or are unknown to the ledger [A14 U5]', async () => {
    const [request, , access, grant] = rowsOf(sample);
    if (!request || !access || !grant) throw new Error('the sample has these rows');
    const invented = { ...access, id: 'oa2', key: `${ORG}:invented` };
    const changed = {
      ...request,
      fields: { ...request.fields, State__c: 'Denied', Window_End__c: '2026-11-20T23:00:00.000Z' },
    };
    const { differences } = await compile({
      records: [changed, access, { ...grant, deleted: true }, invented],
    });
    const row = (fields: object): unknown => expect.objectContaining(fields);
    expect(differences).toEqual([
      { object: 'Access_Request__c', record: REQUEST, field: 'State__c', ledger: 'Completed', org: 'Denied' },
      row({ field: 'Window_End__c', ledger: '2026-11-20T13:00:00Z', org: '2026-11-20T23:00:00.000Z' }),
      row({ object: 'Access_Decision__c', field: '(row)', ledger: 'logged', org: 'missing' }),
      row({ object: 'Login_Grant__c', field: '(row)', ledger: 'logged', org: 'deleted' }),
      row({ object: 'Observed_Access__c', record: 'oa2', ledger: 'not logged', org: 'present' }),
    ]);
  });
});

describe('what people wrote', () => {
  test('is escaped, wherever it stands', () => {
    expect(html).toContain('Reproduce the failing &lt;nightly&gt; import');
    expect(html).toContain('Hanse &lt;Kreditbank&gt;');
    expect(html).not.toContain('<nightly>');
    expect(html).not.toContain('<Kreditbank>');
  });

  test('is withheld without its openings, and counted [U23]', async () => {
    const sealed = await compile({ openings: [] });
    expect(sealed.withheld).toBe(new Set(sample.openings.map(({ path }) => path)).size);
    const page = renderHtml(sealed);
    expect(page).toContain(`${sealed.withheld} personal values are withheld here.`);
    for (const { value } of sample.openings) expect(page).not.toContain(value);
  });
});

test('the report’s verdicts are those of the ledger, all of them [A15]', () => {
  const facts = noFacts();
  for (const [index, entry] of sample.entries.entries()) applyEntry(facts, entry, index);
  expect(report.accesses).toHaveLength(facts.logins.size);
  expect(report.grants).toHaveLength(facts.grants.size);
});
