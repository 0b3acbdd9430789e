import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { GraphQLInputObjectType, GraphQLObjectType, IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../sample-company.ts';
import { staff } from '../sample-depot.ts';
import { graph, openFilledDepot, save, soql, uiapi } from './sample-graph.ts';

let depot: Awaited<ReturnType<typeof openFilledDepot>>;
let admin: Caller;
let clerk: Caller;
let watcher: Caller;
let stranger: Caller;

beforeAll(async () => {
  depot = await openFilledDepot();
  admin = depot.admin;
  clerk = await depot.as(staff.clerk);
  watcher = await depot.as(staff.watcher);
  stranger = await depot.as(staff.stranger);
});

afterAll(() => depot.close());

describe('the schema', () => {
  const introspect = async (caller: Caller) => {
    const answer = await graph(caller, getIntrospectionQuery({ oneOf: false }));
    expect(answer.errors).toEqual([]);
    return buildClientSchema(answer.data as unknown as IntrospectionQuery);
  };

  test('can be introspected, and holds what the user may do', async () => {
    const schema = await introspect(clerk);
    const parcel = schema.getType('Parcel__c') as GraphQLObjectType;
    expect(Object.keys(parcel.getFields())).toEqual(
      expect.arrayContaining(['Id', 'ApiName', 'WeakEtag', 'DisplayValue', 'Secret__c', 'Depot__r', 'Owner']),
    );
    expect(parcel.getInterfaces().map(({ name }) => name)).toEqual(['Record']);
    const filter = schema.getType('Parcel__c_Filter') as GraphQLInputObjectType;
    expect(Object.keys(filter.getFields())).toEqual(
      expect.arrayContaining(['and', 'or', 'not', 'Weight__c']),
    );
    expect(Object.keys(filter.getFields())).not.toContain('Notes__c');
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toEqual(['uiapi']);
  });

  test('has no type for an object that the user may not read, and no field that is closed to him', async () => {
    expect((await introspect(stranger)).getType('Parcel__c')).toBeUndefined();
    const parcel = (await introspect(watcher)).getType('Parcel__c') as GraphQLObjectType;
    expect(Object.keys(parcel.getFields())).not.toContain('Secret__c');
    const mutations = (await introspect(watcher)).getType('UIAPIMutations') as GraphQLObjectType | undefined;
    expect(Object.keys(mutations?.getFields() ?? {})).not.toContain('Parcel__cCreate');
  });

  test('asking for a closed field is a validation error in the platform wording, with nothing executed', async () => {
    const query = '{ uiapi { query { Parcel__c { edges { node { Secret__c { value } } } } } } }';
    expect(await graph(watcher, query)).toEqual({
      data: {},
      errors: [
        {
          message:
            "Validation error of type FieldUndefined: Field 'Secret__c' in type 'Parcel__c' is undefined @ 'uiapi/query/Parcel__c/edges/node/Secret__c'",
          locations: [{ line: 1, column: 46 }],
          paths: [],
          extensions: { ErrorType: 'ValidationError' },
        },
      ],
      extensions: {},
    });
  });
});

describe('queries answer as SOQL does', () => {
  test.each([
    ['{ Weight__c: { gt: 5, lte: 80 } }', 'Weight__c > 5 AND Weight__c <= 80'],
    ['{ Title__c: { eq: "d\'artagnan" } }', "Title__c = 'D\\'Artagnan'"],
    ['{ Title__c: { like: "%s" } }', "Title__c LIKE '%s'"],
    ['{ Kind__c: { in: ["Box", "Crate"] } }', "Kind__c IN ('Box', 'Crate')"],
    ['{ Kind__c: { nin: ["Box"] } }', "Kind__c NOT IN ('Box')"],
    ['{ Weight__c: { eq: null } }', 'Weight__c = null'],
    ['{ Depot__r: { City__c: { eq: "Kiel" } } }', "Depot__r.City__c = 'Kiel'"],
    ['{ not: { Depot__c: { ne: null } } }', '(NOT Depot__c != null)'],
    [
      '{ or: [{ Weight__c: { lt: 5 } }, { and: [{ Kind__c: { eq: "Crate" } }, { Price__c: { gte: 1 } }] }] }',
      "Weight__c < 5 OR (Kind__c = 'Crate' AND Price__c >= 1)",
    ],
    ['{ Due__c: { lt: { value: "2026-02-01" } } }', 'Due__c < 2026-02-01'],
    ['{ CreatedDate: { eq: { literal: TODAY } } }', 'CreatedDate = TODAY'],
    ['{ CreatedDate: { lt: { range: { last_n_days: 2 } } } }', 'CreatedDate < LAST_N_DAYS:2'],
    ['{ Due__c: { gte: { range: { last_n_fiscal_years: 1 } } } }', 'Due__c >= LAST_N_FISCAL_YEARS:1'],
    ['{ Tags__c: { includes: ["Dry;Cold"] } }', "Tags__c INCLUDES ('Dry;Cold')"],
    ['{ Tags__c: { excludes: ["Cold"] } }', "Tags__c EXCLUDES ('Cold')"],
    [
      '{ Depot__c: { inq: { Depot__c: { City__c: { eq: "Kiel" } }, ApiName: "Id" } } }',
      "Depot__c IN (SELECT Id FROM Depot__c WHERE City__c = 'Kiel')",
    ],
    ['{ Depot__c: { ninq: { Depot__c: {}, ApiName: "Id" } } }', 'Depot__c NOT IN (SELECT Id FROM Depot__c)'],
    ['{ Owner: { Username: { eq: "ada@depot.example" } } }', "Owner.Username = 'ada@depot.example'"],
  ])('%s', async (where, condition) => {
    const query = `{ uiapi { query { Parcel__c(where: ${where}, orderBy: { Title__c: { order: DESC } }) {
      totalCount edges { node { Title__c { value } } } } } } }`;
    const { query: found } = await uiapi<{ query: { Parcel__c: Titles } }>(admin, query);
    const records = await soql(
      admin,
      `SELECT Title__c FROM Parcel__c WHERE ${condition} ORDER BY Title__c DESC`,
    );
    expect(titles(found.Parcel__c)).toEqual(records.map((record) => record['Title__c']));
    expect(found.Parcel__c.totalCount).toBe(records.length);
  });

  interface Titles {
    totalCount: number;
    edges: { node: { Title__c: { value: string } }; cursor: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  }
  const titles = ({ edges }: Titles) => edges.map(({ node }) => node.Title__c.value);

  test('empty values come first or last as the order says', async () => {
    for (const nulls of ['FIRST', 'LAST']) {
      const query = `{ uiapi { query { Parcel__c(orderBy: { Weight__c: { order: ASC, nulls: ${nulls} }, Title__c: {} }) {
        edges { node { Title__c { value } } } } } } }`;
      const { query: found } = await uiapi<{ query: { Parcel__c: Titles } }>(admin, query);
      const records = await soql(
        admin,
        `SELECT Title__c FROM Parcel__c ORDER BY Weight__c ASC NULLS ${nulls}, Title__c`,
      );
      expect(titles(found.Parcel__c)).toEqual(records.map((record) => record['Title__c']));
    }
  });

  test('scope MINE shows own records, and sharing counts whatever the scope', async () => {
    const own = await save(clerk, 'Parcel__c', { Title__c: 'Own', Kind__c: 'Box' });
    const query = (scope: string) =>
      `{ uiapi { query { Parcel__c(scope: ${scope}) { edges { node { Id Title__c { value } } } } } } }`;
    for (const [caller, scope, count] of [
      [admin, 'MINE', 4],
      [admin, 'EVERYTHING', 5],
      [clerk, 'EVERYTHING', 1],
    ] as const) {
      const { query: found } = await uiapi<{ query: { Parcel__c: Titles } }>(caller, query(scope));
      expect(found.Parcel__c.edges).toHaveLength(count);
    }
    await admin.call('DELETE', `/sobjects/Parcel__c/${own}`);
  });

  test('values are shown in the language, zone and currency of the reader', async () => {
    const own = await save(clerk, 'Parcel__c', {
      Title__c: 'Own',
      Kind__c: 'Box',
      Price__c: 1234.5,
      Discount__c: 2.5,
      Sent__c: '2026-07-01T22:30:00Z',
    });
    const query = `query one($id: ID) { uiapi { query { Parcel__c(where: { Id: { eq: $id } }) { edges { node {
      ApiName DisplayValue Kind__c { value displayValue } Price__c { value displayValue } Discount__c { displayValue }
      Sent__c { value displayValue } Owner { __typename Name { value } } } } } } } }`;
    const { query: found } = await uiapi<{ query: { Parcel__c: { edges: { node: object }[] } } }>(
      clerk,
      query,
      {
        id: own,
      },
    );
    expect(found.Parcel__c.edges[0]?.node).toEqual({
      ...{ ApiName: 'Parcel__c', DisplayValue: expect.stringMatching(/^P-\d{4}$/) },
      Kind__c: { value: 'Box', displayValue: 'A box' },
      Price__c: { value: 1234.5, displayValue: '1.234,50\u00a0$' },
      Discount__c: { displayValue: '2,5%' },
      Sent__c: { value: '2026-07-01T22:30:00.000Z', displayValue: '2.7.2026, 00:30' },
      Owner: { __typename: 'User', Name: { value: 'Clerk' } },
    });
    await admin.call('DELETE', `/sobjects/Parcel__c/${own}`);
  });

  test('a parent of several kinds is asked for by inline fragments and filtered by kind', async () => {
    const [parcel] = await soql(admin, "SELECT Id FROM Parcel__c WHERE Title__c = 'Anvil'");
    const version = {
      Title: 'Photo',
      PathOnClient: 'photo.txt',
      VersionData: btoa('x'),
      FirstPublishLocationId: parcel?.['Id'],
    };
    await save(admin, 'ContentVersion', version);
    const query = `query files($id: ID) { uiapi { query {
      ContentDocumentLink(where: { LinkedEntityId: { eq: $id }, LinkedEntity: { Parcel__c: { Kind__c: { eq: "Crate" } } } }) {
        edges { node { LinkedEntity { __typename ... on Parcel__c { Title__c { value } } ... on User { Name { value } } } } } }
    } } }`;
    const { query: found } = await uiapi<{ query: { ContentDocumentLink: unknown } }>(admin, query, {
      id: parcel?.['Id'],
    });
    expect(found.ContentDocumentLink).toEqual({
      edges: [{ node: { LinkedEntity: { __typename: 'Parcel__c', Title__c: { value: 'Anvil' } } } }],
    });
  });

  test('pages by cursor and, with an upper bound, through more than offsets reach', async () => {
    const rows = Array.from({ length: 450 }, (_, index) => ({
      Title__c: `Row ${1000 + index}`,
      Kind__c: 'Box',
    }));
    const user = await depot.org.engine.userContext(admin.userId);
    const made = await depot.org.engine.insert(user, 'Parcel__c', rows, { allOrNone: true });
    const query = `query page($after: String, $bound: Int) { uiapi { query { Parcel__c(first: 200, after: $after,
      upperBound: $bound, where: { Title__c: { like: "Row %" } }, orderBy: { Title__c: { order: ASC } }) {
        totalCount pageInfo { hasNextPage endCursor } edges { cursor node { Title__c { value } } } } } } }`;
    for (const bound of [null, 440]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: { query: { Parcel__c: Titles } } = await uiapi(admin, query, { after, bound });
        seen.push(...titles(page.query.Parcel__c));
        after = page.query.Parcel__c.pageInfo.hasNextPage ? page.query.Parcel__c.pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen).toEqual(rows.slice(0, bound ?? 450).map((row) => row.Title__c));
    }
    const small = await graph(admin, query.replace('first: 200', 'first: 20'), { bound: 300 });
    expect(small.errors[0]?.message).toBe('first must be between 200 and 2000');
    await depot.org.engine.remove(
      user,
      'Parcel__c',
      made.map(({ id }) => id ?? ''),
      { allOrNone: true },
    );
  });

  test('takes ten lists in one query and no eleventh', async () => {
    const lists = (count: number) =>
      `{ uiapi { query { ${Array.from({ length: count }, (_, index) => `x${index}: User { totalCount }`).join(' ')} } } }`;
    expect((await graph(admin, lists(10))).errors).toEqual([]);
    const { data, errors } = await graph(admin, lists(11));
    expect(data).toEqual({});
    expect(errors[0]?.message).toMatch(/up to 10 subqueries/);
  });
});
