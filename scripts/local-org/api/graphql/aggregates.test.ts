import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../sample-company.ts';
import { staff } from '../sample-depot.ts';
import { graph, openFilledDepot, soql, uiapi } from './sample-graph.ts';

let depot: Awaited<ReturnType<typeof openFilledDepot>>;
let admin: Caller;
let watcher: Caller;

beforeAll(async () => {
  depot = await openFilledDepot();
  admin = depot.admin;
  watcher = await depot.as(staff.watcher);
});

afterAll(() => depot.close());

describe('aggregates', () => {
  test('count, sum and group as SOQL does', async () => {
    const query = `{ uiapi { aggregate { Parcel__c(groupBy: { Kind__c: { group: true } }, orderBy: { Kind__c: { order: ASC } }) {
      totalCount edges { node { aggregate { Kind__c { value displayValue } Id { count { value } }
        Weight__c { sum { value } avg { value displayValue } min { value } max { value } }
        Depot__c { countDistinct { value } } } } } } } } }`;
    interface Groups {
      aggregate: {
        Parcel__c: { totalCount: number; edges: { node: { aggregate: Record<string, unknown> } }[] };
      };
    }
    const { aggregate } = await uiapi<Groups>(admin, query);
    const records = await soql(
      admin,
      `SELECT Kind__c k, COUNT(Id) n, SUM(Weight__c) s, AVG(Weight__c) a, MIN(Weight__c) lo, MAX(Weight__c) hi,
       COUNT_DISTINCT(Depot__c) d FROM Parcel__c GROUP BY Kind__c ORDER BY Kind__c`,
    );
    expect(aggregate.Parcel__c.totalCount).toBe(3);
    expect(
      aggregate.Parcel__c.edges.map(({ node }) => {
        const {
          Kind__c: kind,
          Id: id,
          Weight__c: weight,
          Depot__c: to,
        } = node.aggregate as Record<string, Cells>;
        const of = (cells: Cells | undefined, name: string) => (cells?.[name] as { value: unknown }).value;
        return [
          kind?.['value'],
          of(id, 'count'),
          of(weight, 'sum'),
          of(weight, 'avg'),
          of(weight, 'min'),
          of(weight, 'max'),
          of(to, 'countDistinct'),
        ];
      }),
    ).toEqual(records.map(({ k, n, s, a, lo, hi, d }) => [k, n, s, a, lo, hi, d]));
    const first = aggregate.Parcel__c.edges[0]?.node.aggregate as Record<string, Cells>;
    expect(first['Kind__c']?.['displayValue']).toBe('A box');
    expect((first['Weight__c']?.['avg'] as Cells)['displayValue']).toBe('7.50');
  });

  type Cells = Record<string, unknown>;

  test('group by a part of a date, page through groups and count records without groups', async () => {
    const query = `{ uiapi { aggregate {
      months: Parcel__c(where: { Due__c: { ne: { value: null } } }, groupBy: { Due__c: { function: CALENDAR_MONTH } }, first: 1) {
        pageInfo { hasNextPage } edges { node { aggregate { Due__c { calendarMonth { value } } } } } }
      all: Parcel__c { totalCount } } } }`;
    const { aggregate } = await uiapi<{ aggregate: { months: unknown; all: { totalCount: number } } }>(
      admin,
      query,
    );
    expect(aggregate.months).toEqual({
      pageInfo: { hasNextPage: true },
      edges: [{ node: { aggregate: { Due__c: { calendarMonth: { value: expect.any(Number) } } } } }],
    });
    expect(aggregate.all.totalCount).toBe((await soql(admin, 'SELECT Id FROM Parcel__c')).length);
  });

  test('a field that is neither grouped nor aggregated is an error', async () => {
    const query =
      '{ uiapi { aggregate { Parcel__c { edges { node { aggregate { Kind__c { value } } } } } } } }';
    const { errors } = await graph(admin, query);
    expect(errors).toMatchObject(
      [{ message: /grouped or aggregated: Kind__c/, paths: ['uiapi', 'aggregate', 'Parcel__c'] }].map(
        (one) => ({ ...one, message: expect.stringMatching(one.message) }),
      ),
    );
  });
});

test('object infos are those of the UI API', async () => {
  const query = `{ uiapi { objectInfos(apiNames: ["Parcel__c"]) { ApiName label keyPrefix createable
    fields { ApiName dataType required } childRelationships { relationshipName } recordTypeInfos { recordTypeId } } } }`;
  const { objectInfos } = await uiapi<{ objectInfos: [{ fields: { ApiName: string }[] }] }>(watcher, query);
  expect(objectInfos[0]).toMatchObject({ ApiName: 'Parcel__c', label: 'Parcel', createable: false });
  expect(objectInfos[0].fields.map(({ ApiName }) => ApiName)).not.toContain('Secret__c');
});

describe('mutations', () => {
  const chain = `mutation chain($city: String) { uiapi {
    home: Depot__cCreate(input: { Depot__c: { Name: "South", City__c: $city } }) { Record { Id } }
    Parcel__cCreate(input: { Parcel__c: { Title__c: "@{home.Record.City__c.value}", Kind__c: "Box", Depot__c: "@{home}" } }) {
      Record { Title__c { value } Depot__r { Name { value } } } }
    again: Parcel__cUpdate(input: { Id: "@{Parcel__cCreate.Record.Id}", Parcel__c: { Weight__c: 4 } }) { Record { Weight__c { value } } }
  } }`;

  test('an operation refers to the records and values of those before it', async () => {
    const { Parcel__cCreate: made, again } = await uiapi<Record<string, unknown>>(admin, chain, {
      city: 'Ulm',
    });
    expect(made).toEqual({ Record: { Title__c: { value: 'Ulm' }, Depot__r: { Name: { value: 'South' } } } });
    expect(again).toEqual({ Record: { Weight__c: { value: 4 } } });
  });

  test('a failure takes all back, and says so of each; by itself it takes back only what refers to it', async () => {
    const count = async () => (await soql(admin, 'SELECT Id FROM Depot__c')).length;
    const before = await count();
    const bad = chain.replace('Weight__c: 4', 'Weight__c: 4, Kind__c: "Balloon"');
    const { errors, data } = await graph(admin, bad);
    expect(await count()).toBe(before);
    expect(data).toEqual({ uiapi: { home: null, Parcel__cCreate: null, again: null } });
    expect(errors.map(({ paths }) => paths)).toEqual([
      ['uiapi', 'home'],
      ['uiapi', 'Parcel__cCreate'],
      ['uiapi', 'again'],
    ]);
    expect(errors[0]?.message).toBe(
      'The transaction was rolled back since another operation in the same transaction failed.',
    );
    const apart = chain
      .replace('uiapi {', 'uiapi(input: { allOrNone: false }) {')
      .replace('Kind__c: "Box"', 'Kind__c: "Balloon"');
    const second = await graph(admin, apart);
    expect(await count()).toBe(before + 1);
    expect(second.errors.map(({ paths }) => paths[1])).toEqual(['Parcel__cCreate', 'again']);
    expect(second.errors[1]?.message).toMatch(/refers to no earlier operation that succeeded/);
  });
});
