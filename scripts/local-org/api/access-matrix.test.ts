/** One user, one record, one operation: every face of the API gives the same answer, and it is the right one. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSharingSample } from '../security/sharing-sample.ts';
import type { SharingSample } from '../security/sharing-sample.ts';
import { send } from '../test-org.ts';

/** Owner, a user with a Read share, one with an Edit share, the owner's superior, one with nothing, an administrator. */
const USERS = ['owner', 'reader', 'editor', 'boss', 'stranger', 'root'] as const;
const OBJECTS = ['Secret__c', 'Notice__c', 'Board__c', 'Line__c', 'Remark__c'] as const;
type User = (typeof USERS)[number];
type ObjectName = (typeof OBJECTS)[number];

/** What the rules give, by object: r = read, e = edit, d = delete. */
const RULES: Record<ObjectName, Record<User, string>> = {
  Secret__c: { owner: 'red', reader: 'r', editor: 're', boss: 'red', stranger: '', root: 'red' },
  Notice__c: { owner: 'red', reader: 'r', editor: 're', boss: 'red', stranger: 'r', root: 'red' },
  Board__c: { owner: 'red', reader: 're', editor: 're', boss: 'red', stranger: 're', root: 'red' },
  Line__c: { owner: 'red', reader: 'r', editor: 'red', boss: 'red', stranger: '', root: 'red' },
  Remark__c: { owner: 'red', reader: 'red', editor: 'red', boss: 'red', stranger: '', root: 'red' },
};

let org: SharingSample;
let master: string;
const tokens = new Map<User, string>();

beforeAll(async () => {
  org = await startSharingSample(USERS.filter((name) => name !== 'root'));
  const { platform } = org.engine;
  const [above = ''] = await platform.insert('UserRole', [{ Name: 'Above' }]);
  const [below = ''] = await platform.insert('UserRole', [{ Name: 'Below', ParentRoleId: above }]);
  await platform.update('User', (await org.worker('boss')).userId, { UserRoleId: above });
  await platform.update('User', (await org.worker('owner')).userId, { UserRoleId: below });
  for (const name of USERS) {
    const { userId } = await org.worker(name);
    tokens.set(name, (await org.engine.sessions.open(userId, { type: 'API', sourceIp: '127.0.0.1' })).token);
  }
  master = await makeRecord('Secret__c');
}, 120_000);
afterAll(() => org.close());

async function makeRecord(object: ObjectName): Promise<string> {
  const { platform } = org.engine;
  const isDetail = object === 'Line__c' || object === 'Remark__c';
  const { userId: OwnerId } = await org.worker('owner');
  const [id = ''] = await platform.insert(object, [
    { Name: 'matrix', ...(isDetail ? { Secret__c: master } : { OwnerId }) },
  ]);
  if (object !== 'Secret__c' && object !== 'Notice__c') return id;
  for (const [name, AccessLevel] of [
    ['reader', 'Read'],
    ['editor', 'Edit'],
  ] as const) {
    if (object === 'Notice__c' && AccessLevel === 'Read') continue;
    const { userId: UserOrGroupId } = await org.worker(name);
    await platform.insert(object.replace('__c', '__Share'), [
      { ParentId: id, UserOrGroupId, AccessLevel, RowCause: 'Manual' },
    ]);
  }
  return id;
}

interface Answer {
  status: number;
  body: unknown;
}
async function call(user: User, method: string, path: string, body?: unknown): Promise<Answer> {
  const request = { method, path: `/services/data/v68.0${path}`, ...(body === undefined ? {} : { body }) };
  return send(org, tokens.get(user) ?? '', request);
}
const done = ({ status }: Answer) => status < 300;
const text = ({ body }: Answer) => JSON.stringify(body);

interface Face {
  read(user: User, object: ObjectName, id: string): Promise<boolean>;
  edit(user: User, object: ObjectName, id: string): Promise<boolean>;
  remove(user: User, object: ObjectName, id: string): Promise<boolean>;
}

const query = (soql: string) => `/query?${new URLSearchParams({ q: soql })}`;
const composite = async (user: User, method: string, path: string, body?: unknown) => {
  const url = `/services/data/v68.0${path}`;
  const answer = await call(user, 'POST', '/composite', {
    compositeRequest: [{ method, url, referenceId: 'one', ...(body === undefined ? {} : { body }) }],
  });
  const [result] = (answer.body as { compositeResponse: { httpStatusCode: number }[] }).compositeResponse;
  return (result?.httpStatusCode ?? 500) < 300;
};
const mutation = async (user: User, name: string, input: string) => {
  const answer = await call(user, 'POST', '/graphql', {
    query: `mutation { uiapi { ${name}(input: ${input}) { success: __typename } } }`,
  });
  return done(answer) && !text(answer).includes('"errors":[{');
};

const FACES: Record<string, Face> = {
  SOQL: {
    read: async (user, object, id) =>
      text(await call(user, 'GET', query(`SELECT Id FROM ${object} WHERE Id = '${id}'`))).includes(
        '"totalSize":1',
      ),
    edit: async (user, object, id) => recordAccess(user, id, 'HasEditAccess'),
    remove: async (user, object, id) => recordAccess(user, id, 'HasDeleteAccess'),
  },
  REST: {
    read: async (user, object, id) => done(await call(user, 'GET', `/sobjects/${object}/${id}`)),
    edit: async (user, object, id) =>
      done(await call(user, 'PATCH', `/sobjects/${object}/${id}`, { Name: 'changed' })),
    remove: async (user, object, id) => done(await call(user, 'DELETE', `/sobjects/${object}/${id}`)),
  },
  composite: {
    read: (user, object, id) => composite(user, 'GET', `/sobjects/${object}/${id}`),
    edit: (user, object, id) => composite(user, 'PATCH', `/sobjects/${object}/${id}`, { Name: 'changed' }),
    remove: (user, object, id) => composite(user, 'DELETE', `/sobjects/${object}/${id}`),
  },
  collections: {
    read: async (user, object, id) => {
      const answer = await call(user, 'GET', `/composite/sobjects/${object}?ids=${id}&fields=Id`);
      return text(answer).includes(`"Id":"${id}"`);
    },
    edit: async (user, object, id) =>
      text(
        await call(user, 'PATCH', '/composite/sobjects', {
          records: [{ attributes: { type: object }, id, Name: 'changed' }],
        }),
      ).includes('"success":true'),
    remove: async (user, _object, id) =>
      text(await call(user, 'DELETE', `/composite/sobjects?ids=${id}`)).includes('"success":true'),
  },
  'UI API': {
    read: async (user, object, id) =>
      done(await call(user, 'GET', `/ui-api/records/${id}?fields=${object}.Name`)),
    edit: async (user, _object, id) =>
      done(await call(user, 'PATCH', `/ui-api/records/${id}`, { fields: { Name: 'changed' } })),
    remove: async (user, _object, id) => done(await call(user, 'DELETE', `/ui-api/records/${id}`)),
  },
  GraphQL: {
    read: async (user, object, id) =>
      text(
        await call(user, 'POST', '/graphql', {
          query: `query { uiapi { query { ${object}(where: { Id: { eq: "${id}" } }) { edges { node { Id } } } } } }`,
        }),
      ).includes(`"Id":"${id}"`),
    edit: (user, object, id) =>
      mutation(user, `${object}Update`, `{ Id: "${id}", ${object}: { Name: "changed" } }`),
    remove: (user, object, id) => mutation(user, `${object}Delete`, `{ Id: "${id}" }`),
  },
};

async function recordAccess(user: User, id: string, field: string): Promise<boolean> {
  const { userId } = await org.worker(user);
  const soql = `SELECT RecordId, ${field} FROM UserRecordAccess WHERE UserId = '${userId}' AND RecordId = '${id}'`;
  return text(await call(user, 'GET', query(soql))).includes(`"${field}":true`);
}

test.each(OBJECTS)(
  '%s: each face lets each user do what the rules say, and no more [U28]',
  async (object) => {
    const wrong: string[] = [];
    for (const user of USERS) {
      for (const [name, face] of Object.entries(FACES)) {
        const id = await makeRecord(object);
        const may = [
          (await face.read(user, object, id)) && 'r',
          (await face.edit(user, object, id)) && 'e',
          (await face.remove(user, object, id)) && 'd',
        ];
        const found = may.filter((letter) => letter !== false).join('');
        if (found !== RULES[object][user]) wrong.push(`${user} over ${name}: "${found}"`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('a field without permission is closed on every face, in what is shown, filtered and written [U28]', async () => {
  const id = await makeRecord('Secret__c');
  const hidden = 'Hidden__c';
  const refused: [string, string, unknown?][] = [
    ['GET', query(`SELECT ${hidden} FROM Secret__c`)],
    ['GET', query(`SELECT Id FROM Secret__c WHERE ${hidden} = 'x'`)],
    ['GET', query(`SELECT Id FROM Secret__c ORDER BY ${hidden}`)],
    ['GET', query(`SELECT COUNT(Id), ${hidden} FROM Secret__c GROUP BY ${hidden}`)],
    ['GET', query(`SELECT Secret__r.${hidden} FROM Board__c`)],
    ['GET', query(`SELECT Id, (SELECT Secret__r.${hidden} FROM Lines__r) FROM Secret__c`)],
    ['PATCH', `/sobjects/Secret__c/${id}`, { [hidden]: 'x' }],
    ['POST', '/sobjects/Secret__c', { Name: 'n', [hidden]: 'x' }],
    ['GET', `/ui-api/records/${id}?fields=Secret__c.${hidden}`],
    ['PATCH', `/ui-api/records/${id}`, { fields: { [hidden]: 'x' } }],
  ];
  for (const [method, path, body] of refused) {
    const answer = await call('owner', method, path, body);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(text(answer)).toContain('INVALID_FIELD');
  }
  for (const path of [
    '/sobjects/Secret__c/describe',
    `/sobjects/Secret__c/${id}`,
    '/ui-api/object-info/Secret__c',
  ]) {
    const answer = await call('owner', 'GET', path);
    expect(done(answer)).toBe(true);
    expect(text(answer)).not.toContain(hidden);
  }
  const graph = await call('owner', 'POST', '/graphql', {
    query: `query { uiapi { query { Secret__c { edges { node { ${hidden} { value } } } } } } }`,
  });
  expect(text(graph)).toContain('"errors":[{');
});

test('an object without permission does not exist, on any face [U28]', async () => {
  const id = await makeRecord('Secret__c');
  const { userId } = await org.worker('stranger');
  const [assignment] = (
    await org.engine.platform.query(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${userId}' AND PermissionSet.Name = 'Worker'`,
    )
  ).records;
  await org.engine.platform.remove('PermissionSetAssignment', String(assignment?.['Id']));
  for (const object of ['Secret__c', 'Secret__Share']) {
    const answer = await call('stranger', 'GET', query(`SELECT Id FROM ${object}`));
    expect([answer.status, (answer.body as { errorCode: string }[])[0]?.errorCode]).toEqual([
      400,
      'INVALID_TYPE',
    ]);
    expect((await call('stranger', 'GET', `/sobjects/${object}/describe`)).status).toBe(404);
  }
  expect((await call('stranger', 'GET', `/sobjects/Secret__c/${id}`)).status).toBe(404);
  expect(text(await call('stranger', 'GET', '/sobjects'))).not.toContain('Secret__');
  const made = await call('stranger', 'POST', '/sobjects/Secret__c', { Name: 'n' });
  expect(made).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
});
