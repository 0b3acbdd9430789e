import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditRow } from '../core/evidence.ts';
import { testEngines } from './fixtures/engines.ts';
import { openTestStore } from './fixtures/stores.ts';
import type { Store } from './store.ts';

const AT = '2026-11-21T08:00:00Z';
const org = (letter: string) => `00D${letter.repeat(15)}`;
const ROW = { object: 'Observed_Access__c', key: 'access' };

const evidence = (id: string, at: string, action = 'suloginaccessused') => {
  const row: AuditRow = {
    source: 'SetupAuditTrail',
    id,
    action,
    createdAt: at,
    createdById: null,
    createdByName: null,
    delegateUser: null,
    display: null,
  };
  return { source: row.source, key: id, at, row };
};

describe.each(testEngines())('what was observed, on %s', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(engine);
  });
  afterAll(() => store.close());

  const intend = (orgId: string, fields: Record<string, string | null>, key = ROW.key) =>
    store.unit(orgId, (unit) => unit.projections.intend({ object: ROW.object, key, fields }));
  const get = (orgId: string) => store.rows(orgId).projections.get(ROW.object, ROW.key);
  const confirm = (orgId: string, sent: Record<string, string | null>) =>
    store.unit(orgId, (unit) =>
      unit.projections.confirm([{ ...ROW, recordId: 'a01', sent, fields: sent }], AT),
    );

  test('what is intended for a row adds up until it is written', async () => {
    const orgId = org('A');
    await intend(orgId, { Verdict__c: 'Unknown', Reason__c: 'a' });
    await intend(orgId, { Verdict__c: 'Matched' });
    expect(await get(orgId)).toMatchObject({
      fields: {},
      intended: { Verdict__c: 'Matched', Reason__c: 'a' },
    });
    await confirm(orgId, { Verdict__c: 'Matched', Reason__c: 'a' });
    expect(await get(orgId)).toMatchObject({
      recordId: 'a01',
      fields: { Verdict__c: 'Matched', Reason__c: 'a' },
      intended: null,
    });
  });

  test('what was intended while a write was under way stays intended', async () => {
    const orgId = org('B');
    await intend(orgId, { Verdict__c: 'Unknown', Reason__c: 'a' });
    await intend(orgId, { Verdict__c: 'Matched' });
    await confirm(orgId, { Verdict__c: 'Unknown', Reason__c: 'a' });
    expect(await get(orgId)).toMatchObject({
      fields: { Verdict__c: 'Unknown', Reason__c: 'a' },
      intended: { Verdict__c: 'Matched' },
    });
  });

  test('what one unit intends is read in it, adds up, and waits in the order in which it came', async () => {
    const orgId = org('G');
    const row = (key: string) => ({ object: ROW.object, key });
    await intend(orgId, { A__c: '0', B__c: '0' }, 'old');
    const seen = await store.unit(orgId, async ({ projections }) => {
      await projections.intend({ ...row('second'), fields: { A__c: '1' }, recordId: 'a09' });
      await projections.intend({ ...row('third'), fields: { A__c: '1' }, held: true });
      await projections.intend({ ...row('old'), fields: { A__c: '2' } });
      await projections.intend({ ...row('second'), fields: { B__c: '2' } });
      const read = await projections.getMany([row('second'), row('third'), row('none')]);
      await projections.intend({ ...row('third'), fields: { A__c: '3' } });
      await projections.intend({ ...row('second'), fields: { A__c: '4' } });
      return read;
    });
    expect(seen.map(({ key, intended }) => ({ key, intended }))).toEqual(
      expect.arrayContaining([
        { key: 'second', intended: { A__c: '1', B__c: '2' } },
        { key: 'third', intended: { A__c: '1' } },
      ]),
    );
    const { projections } = store.rows(orgId);
    expect(await projections.waiting(10)).toMatchObject([
      { key: 'old', intended: { A__c: '2', B__c: '0' } },
      { key: 'second', intended: { A__c: '4', B__c: '2' }, recordId: 'a09' },
    ]);
    expect(await projections.get(ROW.object, 'third')).toMatchObject({ intended: { A__c: '3' } });
  });

  test('rows that were written together are confirmed each with its own', async () => {
    const orgId = org('H');
    for (const key of ['one', 'two', 'other']) await intend(orgId, { A__c: key, B__c: null }, key);
    await intend(orgId, { A__c: 'later' }, 'two');
    const written = ['one', 'two'].map((key) => {
      const fields = { A__c: key, B__c: null };
      return { object: ROW.object, key, recordId: `id of ${key}`, sent: fields, fields };
    });
    await store.unit(orgId, (unit) => unit.projections.confirm(written, AT));
    expect(await store.rows(orgId).projections.ofObject(ROW.object)).toMatchObject([
      { key: 'one', recordId: 'id of one', fields: { A__c: 'one', B__c: null }, intended: null },
      { key: 'two', recordId: 'id of two', fields: { A__c: 'two' }, intended: { A__c: 'later' } },
      { key: 'other', recordId: null, fields: {}, intended: { A__c: 'other', B__c: null } },
    ]);
  });

  test('one row among many is read by its key alone', async () => {
    const orgId = org('I');
    const { database } = store;
    await database.query(
      `INSERT INTO projection (org_id, object, key, record_id, fields)
       SELECT $1, $2, 'k' || n, 'r' || n, '{"Access_Request__c": "a01"}' FROM generate_series(1, 3000) AS n`,
      [orgId, ROW.object],
    );
    /** The indexes that the planner takes, without any statistics. */
    const indexes = async (where: string, values: unknown[]) => {
      const { rows } = await database.query(
        `EXPLAIN SELECT fields FROM projection WHERE org_id = $1 AND ${where}`,
        [orgId, ...values],
      );
      const plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
      return [...new Set(plan.match(/projection_\w+/g))];
    };
    const many = '(object, key) IN (SELECT * FROM unnest($2::text[], $3::text[]))';
    expect(await indexes('object = $2 AND key = $3', [ROW.object, 'k9'])).toEqual(['projection_pkey']);
    expect(await indexes(many, [[ROW.object], ['k9']])).toEqual(['projection_pkey']);
    expect(await indexes('object = $2 AND record_id = $3', [ROW.object, 'r9'])).toEqual([
      'projection_by_record',
    ]);
    const ofRequest = `object = '${ROW.object}' AND (fields || coalesce(intended, '{}')) ->> 'Access_Request__c' = $2`;
    expect(await indexes(ofRequest, ['a02'])).toEqual(['projection_by_request']);
    const ofUser = `object = '${ROW.object}' AND (fields || coalesce(intended, '{}')) ->> 'Target_User__c' = $2`;
    expect(await indexes(ofUser, ['005'])).toEqual(['projection_by_target']);
  });

  test('rows the org refuses come last, and are left alone after some tries', async () => {
    const orgId = org('C');
    await intend(orgId, { A__c: '1' }, 'first');
    await intend(orgId, { A__c: '1' }, 'second');
    const first = { object: ROW.object, key: 'first' };
    const waiting = async () => (await store.rows(orgId).projections.waiting(10)).map(({ key }) => key);
    await store.unit(orgId, (unit) => unit.projections.failed(first, 'refused'));
    expect(await waiting()).toEqual(['second', 'first']);
    for (let tries = 0; tries < 10; tries += 1) {
      await store.unit(orgId, (unit) => unit.projections.failed(first, 'refused'));
    }
    expect(await waiting()).toEqual(['second']);
    await intend(orgId, { A__c: '2' }, 'first');
    expect(await waiting()).toEqual(['first', 'second']);
  });

  test('log-ins of a request, and those as its user on the days of a span, are found by what is intended, too', async () => {
    const orgId = org('F');
    const login = (key: string, user: string, at: string, request: string | null = null) =>
      intend(orgId, { Target_User__c: user, Login_At__c: at, Access_Request__c: request }, key);
    await login('of the request', 'other', '2025-01-01T00:00:00Z', 'a01');
    await login('first day', 'anke', '2026-11-20T00:00:00Z');
    await login('last day', 'anke', '2026-11-21T23:59:59.999Z');
    await login('day before', 'anke', '2026-11-19T23:59:59Z');
    await login('day after', 'anke', '2026-11-22T00:00:00Z');
    await login('other user', 'other', AT);
    await login('turned out later', 'other', AT);
    const sent = { Target_User__c: 'other', Login_At__c: AT, Access_Request__c: null };
    await store.unit(orgId, ({ projections }) =>
      projections.confirm([{ ...ROW, key: 'turned out later', recordId: 'a02', sent, fields: sent }], AT),
    );
    await intend(orgId, { Target_User__c: 'anke' }, 'turned out later');
    const found = await store.rows(orgId).projections.accesses({
      ...{ requestId: 'a01', userId: 'anke', from: '2026-11-20T22:00:00Z', to: '2026-11-21T02:00:00Z' },
    });
    expect(found.map(({ key }) => key)).toEqual([
      ...['of the request', 'first day', 'last day', 'turned out later'],
    ]);
  });

  test('a row of evidence counts once, however often it is read', async () => {
    const orgId = org('D');
    const [one, two] = [
      evidence('0Ym1', AT),
      evidence('0Ym2', '2026-11-21T09:00:00Z', 'loginasgrantedtosfdc'),
    ];
    const add = (...rows: (typeof one)[]) => store.unit(orgId, (unit) => unit.evidence.add(rows, AT));
    expect(await add(one)).toEqual([one]);
    expect(await add(one, two)).toEqual([two]);
    const { evidence: kept } = store.rows(orgId);
    expect(await kept.since(null)).toEqual([one.row, two.row]);
    expect(await kept.since('2026-11-21T08:30:00Z')).toEqual([two.row]);
    expect(await kept.ofActions('loginas')).toEqual([two.row]);
  });

  test('a finding is kept once, with what was added to it later', async () => {
    const orgId = org('E');
    const finding = {
      key: `${orgId}:F:1`,
      kind: 'No_authorization',
      severity: 'Critical' as const,
      title: 'Login',
      details: 'None',
      nextStep: 'Ask',
      facts: [['User', 'Anke']] as const,
      requestId: null,
      accessKey: 'x',
      grantKey: null,
      foundAt: AT,
      toldAt: null,
      index: 7,
    };
    const add = () => store.unit(orgId, (unit) => unit.findings.add(finding));
    expect([await add(), await add()]).toEqual([true, false]);
    await store.unit(orgId, (unit) => unit.findings.change(finding.key, { toldAt: AT }));
    expect(await store.rows(orgId).findings.get(finding.key)).toEqual({ ...finding, orgId, toldAt: AT });
  });
});
