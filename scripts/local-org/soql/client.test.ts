/** Queries through jsforce: its Query API, long results, and the parts of the language beside plain conditions. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from 'jsforce';
import { openThings } from './sample-things.ts';
import type { ThingOrg } from './sample-things.ts';

const MANY = 450;

let org: ThingOrg;
let ada: Connection;
let bob: Connection;
let adaId: string;

async function connect(name: 'ada' | 'bob', version = '68.0'): Promise<Connection> {
  const { token } = await org.token(name);
  return new Connection({ instanceUrl: org.url, accessToken: token, version });
}

beforeAll(async () => {
  org = await openThings();
  ada = await connect('ada');
  bob = await connect('bob');
  adaId = (await org.token('ada')).userId;
  const bobId = (await org.token('bob')).userId;
  let parent: string | null = null;
  for (const [level, color] of ['Red', 'Green', 'Blue', 'Red', 'Green'].entries()) {
    const row: Record<string, unknown> = { Name: `Level ${level}`, Color__c: color, Parent__c: parent };
    row['OwnerId'] = level === 4 ? bobId : adaId;
    row['Amount__c'] = level * 1000 + 0.5;
    row['Areas__c'] = level % 2 === 0 ? 'Red;Blue' : 'Green';
    [parent = null] = await org.engine.platform.insert('Thing__c', [row]);
  }
  await org.engine.platform.insert(
    'Thing__c',
    Array.from({ length: MANY }, (_, index) => ({ Name: 'Many', Run__c: index, OwnerId: adaId })),
  );
});
afterAll(() => org.close());

const rows = async (soql: string, connection = ada) => (await connection.query(soql)).records;
const fault = async (soql: string, connection = ada) =>
  connection.query(soql).then(
    () => null,
    (error: unknown) => error,
  );

describe('the Query API of jsforce', () => {
  test('find with conditions, sort, limit and skip', async () => {
    const found = await ada
      .sobject('Thing__c')
      .find({ Name: { $like: 'Level %' }, Amount__c: { $gt: 500 } }, ['Id', 'Name'])
      .sort({ Name: -1 })
      .skip(1)
      .limit(2);
    expect(found.map(({ Name }) => Name)).toEqual(['Level 3', 'Level 2']);
  });

  test('autoFetch reads all pages, and scanAll the deleted rows too', async () => {
    const [gone = ''] = await org.engine.platform.insert('Thing__c', [{ Name: 'Gone', OwnerId: adaId }]);
    await ada.sobject('Thing__c').destroy(gone);
    const soql = "SELECT Id, IsDeleted FROM Thing__c WHERE Name IN ('Many', 'Gone')";
    const options = { autoFetch: true, maxFetch: 1000, headers: { 'Sforce-Query-Options': 'batchSize=200' } };
    expect((await ada.query(soql, options)).records).toHaveLength(MANY);
    const all = await ada.query(soql, { ...options, scanAll: true });
    expect(all.records.filter(({ IsDeleted }) => IsDeleted)).toHaveLength(1);
    expect(all.records).toHaveLength(MANY + 1);
  });

  test('records are deleted by a query', async () => {
    await org.engine.platform.insert('Thing__c', [{ Name: 'Waste' }, { Name: 'Waste' }]);
    const results = await ada.sobject('Thing__c').find({ Name: 'Waste' }).destroy({ allowBulk: false });
    expect(results).toMatchObject([{ success: true }, { success: true }]);
    expect(await rows("SELECT Id FROM Thing__c WHERE Name = 'Waste'")).toEqual([]);
  });
});

describe('long results', () => {
  const SOQL = "SELECT Id, Run__c FROM Thing__c WHERE Name = 'Many' ORDER BY Run__c";
  const headers = { 'Sforce-Query-Options': 'batchSize=200' };
  const first = () => ada.query(SOQL, { headers });

  test('keep the rows and the order of the moment when they were opened', async () => {
    const page = await first();
    expect(page).toMatchObject({ totalSize: MANY, done: false });
    const id = String((await rows(`${SOQL} LIMIT 1 OFFSET 210`))[0]?.Id);
    await org.engine.platform.update('Thing__c', id, { Run__c: -1, Name: 'Changed' });
    const [added = ''] = await org.engine.platform.insert('Thing__c', [{ Name: 'Many', Run__c: -5 }]);
    const second = await ada.queryMore(page.nextRecordsUrl ?? '');
    const third = await ada.queryMore(second.nextRecordsUrl ?? '');
    await org.engine.platform.update('Thing__c', id, { Run__c: 210, Name: 'Many' });
    await org.engine.platform.remove('Thing__c', added);
    expect([page, second, third].map(({ records }) => records.length)).toEqual([200, 200, 50]);
    expect(second.records[10]).toMatchObject({ Id: id, Run__c: -1 });
    expect(third).toMatchObject({ done: true, totalSize: MANY });
  });

  test('belong to the user who opened them, and end after two days', async () => {
    const refused = { errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' };
    const next = (await first()).nextRecordsUrl ?? '';
    await expect(bob.queryMore(next)).rejects.toMatchObject(refused);
    await expect(ada.queryMore(next.replace('-200', '-9999'))).rejects.toMatchObject(refused);
    await expect(ada.queryMore(next.replace('-200', ''))).rejects.toMatchObject(refused);
    const { user } = { user: await org.engine.userContext(adaId) };
    const locator = next.split('/').at(-1) ?? '';
    expect((await org.engine.nextPage(user, locator)).records).toHaveLength(200);
    const now = org.clock.now();
    org.clock.set(now.add({ hours: 49 }));
    await expect(org.engine.nextPage(user, locator)).rejects.toMatchObject(refused);
    org.clock.set(now);
  });

  test('the eleventh of a user closes the first', async () => {
    const nexts: string[] = [];
    for (let index = 0; index < 11; index += 1) nexts.push((await first()).nextRecordsUrl ?? '');
    await expect(ada.queryMore(nexts[0] ?? '')).rejects.toMatchObject({ errorCode: 'INVALID_QUERY_LOCATOR' });
    expect((await ada.queryMore(nexts[10] ?? '')).records).toHaveLength(200);
  });
});

describe('relationships', () => {
  test('five levels down since version 58, two before', async () => {
    const soql = `SELECT Name, (SELECT Name, (SELECT Name, (SELECT Name, (SELECT Name FROM Things__r) FROM Things__r)
      FROM Things__r) FROM Things__r) FROM Thing__c WHERE Name = 'Level 0'`;
    expect(await rows(soql)).toMatchObject([
      {
        Things__r: {
          records: [
            { Things__r: { records: [{ Things__r: { records: [{ Things__r: { totalSize: 1 } }] } }] } },
          ],
        },
      },
    ]);
    expect(await fault(soql, await connect('ada', '57.0'))).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
    const six = soql.replace('FROM Things__r)', 'FROM Things__r), (SELECT Id FROM Things__r)');
    expect(
      await fault(six.replace('Name FROM Things__r)', '(SELECT Id FROM Things__r) FROM Things__r)')),
    ).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
  });

  test('five levels up, and aliases of FROM name tables', async () => {
    const path = 'Parent__r.Parent__r.Parent__r.Parent__r.Name';
    expect(await rows(`SELECT Id FROM Thing__c WHERE ${path} = 'Level 0'`)).toHaveLength(1);
    expect(await fault(`SELECT Parent__r.Parent__r.${path} FROM Thing__c`)).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
    expect(await rows("SELECT p.Name FROM Thing__c t, t.Parent__r p WHERE t.Name = 'Level 1'")).toMatchObject(
      [{ Parent__r: { Name: 'Level 0' } }],
    );
  });

  test('an owner is shown as a name, or by TYPEOF as what he is', async () => {
    const [thing] = await rows(
      "SELECT TYPEOF Owner WHEN User THEN Username, LastName ELSE Name END FROM Thing__c WHERE Owner.Type = 'User' AND Name = 'Level 4'",
    );
    expect(thing).toMatchObject({
      Owner: { attributes: { type: 'User' }, Username: 'bob@things.example', LastName: 'bob' },
    });
    expect(await rows('SELECT TYPEOF Owner WHEN Group THEN Name END FROM Thing__c LIMIT 1')).toMatchObject([
      { Owner: null },
    ]);
    expect(await fault('SELECT Owner.Department FROM Thing__c')).toMatchObject({
      message: expect.stringContaining("No such column 'Department' on entity 'Name'"),
    });
  });
});

describe('groups', () => {
  test('ROLLUP and CUBE add totals, and GROUPING tells them', async () => {
    const soql = (grouping: string) =>
      `SELECT Color__c, GROUPING(Color__c) isTotal, COUNT(Id) n FROM Thing__c WHERE Name LIKE 'Level%' GROUP BY ${grouping} ORDER BY GROUPING(Color__c)`;
    expect(await fault(soql('Color__c'))).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
    const counted = await rows(
      "SELECT Color__c, GROUPING(Color__c) isTotal, COUNT(Id) n FROM Thing__c WHERE Name LIKE 'Level%' GROUP BY ROLLUP(Color__c) ORDER BY COUNT(Id), Color__c",
    );
    expect(counted.map((row): unknown[] => [row['Color__c'], row['isTotal'], row['n']])).toEqual([
      ['Blue', 0, 1],
      ['Green', 0, 2],
      ['Red', 0, 2],
      [null, 1, 5],
    ]);
    const cube = await rows(
      "SELECT Color__c, OwnerId, COUNT(Id) FROM Thing__c WHERE Name LIKE 'Level%' GROUP BY CUBE(Color__c, OwnerId)",
    );
    expect(cube).toHaveLength(4 + 3 + 2 + 1);
  });
});

describe('functions and scopes', () => {
  test('toLabel shows and compares labels, FORMAT writes for the user', async () => {
    expect(
      await rows(
        "SELECT toLabel(Color__c), FORMAT(Amount__c) shown FROM Thing__c WHERE toLabel(Color__c) = 'Blue thing'",
      ),
    ).toMatchObject([{ Color__c: 'Blue thing', shown: '$2,000.50' }]);
  });

  test('INCLUDES wants all values of one text, any of several', async () => {
    const count = async (where: string) =>
      (await ada.query(`SELECT COUNT() FROM Thing__c WHERE ${where}`)).totalSize;
    expect(await count("Areas__c INCLUDES ('Red;Blue')")).toBe(3);
    expect(await count("Areas__c INCLUDES ('Red;Green', 'Green')")).toBe(2);
    expect(await count("Name LIKE 'Level%' AND Areas__c EXCLUDES ('Green')")).toBe(3);
  });

  test('USING SCOPE mine gives the own rows', async () => {
    expect(await rows('SELECT Name FROM Thing__c USING SCOPE mine', bob)).toMatchObject([
      { Name: 'Level 4' },
    ]);
    expect(await fault('SELECT Name FROM Thing__c USING SCOPE team')).toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
  });

  test('FOR VIEW, FOR REFERENCE and FOR UPDATE are taken', async () => {
    for (const clause of ['FOR VIEW', 'FOR REFERENCE', 'FOR UPDATE', 'FOR VIEW, REFERENCE']) {
      expect(await rows(`SELECT Id FROM Thing__c LIMIT 1 ${clause}`)).toHaveLength(1);
    }
  });
});
