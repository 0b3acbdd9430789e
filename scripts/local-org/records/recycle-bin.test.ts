/** The recycle bin: what goes into it with a record, what comes back, and when it is emptied. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { listenWithJsforce } from '../api/sample-listener.ts';
import { ADMIN, COMPANION, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import type { ChangeEvent, UserContext } from '../state/engine.ts';

/** Details of a request, which the sample's own objects do not have. */
const DETAIL = `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
  <fullName>Parent_Grant__c</fullName>
  <label>Parent grant</label>
  <type>Lookup</type>
  <referenceTo>Login_Grant__c</referenceTo>
  <relationshipName>Child_Grants</relationshipName>
  <relationshipLabel>Child grants</relationshipLabel>
  <deleteConstraint>Cascade</deleteConstraint>
</CustomField>`;

let org: TestOrg;
let admin: UserContext;
let companion: UserContext;
let sourceDir: string;
const events: ChangeEvent[] = [];
const ONE = { allOrNone: false };

beforeAll(async () => {
  sourceDir = mkdtempSync(join(tmpdir(), 'bin-source-'));
  cpSync(project.path('force-app'), sourceDir, { recursive: true });
  const fields = join(sourceDir, 'main/access/objects/Login_Grant__c/fields');
  writeFileSync(join(fields, 'Parent_Grant__c.field-meta.xml'), DETAIL);
  org = await startTestOrg({ sourceDir });
  admin = await org.user(ADMIN);
  companion = await org.user(COMPANION);
  org.engine.changes.subscribe((list) => void events.push(...list));
});
afterAll(async () => {
  await org.close();
  rmSync(sourceDir, { recursive: true });
});

let keys = 0;
/** Made by the platform, as nobody holds the test's own field. */
async function grant(fields: object = {}): Promise<string> {
  const [id = ''] = await org.engine.platform.insert('Login_Grant__c', [
    { Grant_Key__c: `bin-${(keys += 1)}`, ...fields },
  ]);
  return id;
}
async function request(): Promise<string> {
  const fields = {
    Support_Case_Number__c: '4711',
    Requested_By__c: admin.userId,
    Client_Key__c: `bin-${(keys += 1)}`,
  };
  const [result] = await org.engine.insert(admin, 'Access_Request__c', [fields], ONE);
  expect(result?.errors).toEqual([]);
  return result?.id ?? '';
}
async function undelete(username: string, ids: string[]) {
  const response = await fetch(`${org.url}/simulator/undelete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, ids }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}
const rows = async (soql: string, all = false) => (await org.engine.platform.query(soql, { all })).records;

describe('a record that comes back', () => {
  test('brings the details that went with it, of all levels, and not those that went before', async () => {
    const root = await grant();
    const child = await grant({ Parent_Grant__c: root });
    const grandchild = await grant({ Parent_Grant__c: child });
    const earlier = await grant({ Parent_Grant__c: root });
    await org.engine.platform.remove('Login_Grant__c', earlier);
    await org.engine.platform.remove('Login_Grant__c', root);
    const ids = [root, child, grandchild, earlier];
    const where = `WHERE Id IN ('${ids.join("','")}')`;
    expect(await rows(`SELECT Id FROM Login_Grant__c ${where}`)).toEqual([]);
    expect(await undelete(ADMIN, [root])).toMatchObject({ body: [{ success: true }] });
    const back = await rows(`SELECT Id, Parent_Grant__c FROM Login_Grant__c ${where} ORDER BY Id`);
    expect(back).toMatchObject([
      { Id: root },
      { Id: child, Parent_Grant__c: root },
      { Id: grandchild, Parent_Grant__c: child },
    ]);
  });

  test('is pointed to again by lookups that were emptied, unless they were filled since', async () => {
    const parent = await request();
    const empty = await grant({ Access_Request__c: parent });
    const filled = await grant({ Access_Request__c: parent });
    expect(await org.engine.remove(admin, 'Access_Request__c', [parent], ONE)).toMatchObject([
      { success: true },
    ]);
    const other = await request();
    await org.engine.platform.update('Login_Grant__c', filled, { Access_Request__c: other });
    events.length = 0;
    const answer = await undelete(ADMIN, [parent]);
    expect(answer).toMatchObject({ status: 200, body: [{ id: parent, success: true }] });
    expect(events).toMatchObject([
      { changeType: 'UNDELETE', recordIds: [parent], fields: { State__c: 'Draft' } },
    ]);
    const grants = await rows(
      `SELECT Id, Access_Request__c FROM Login_Grant__c WHERE Id IN ('${empty}', '${filled}') ORDER BY Id`,
    );
    expect(grants.map(({ Access_Request__c }) => Access_Request__c)).toEqual([parent, other]);
  });

  test('is told to subscribers with all that is in it', async () => {
    const id = await request();
    await org.engine.remove(admin, 'Access_Request__c', [id], ONE);
    const token = String((await org.connect(COMPANION)).accessToken);
    const listener = await listenWithJsforce(org.url, token, '/data/Access_Request__ChangeEvent', -1);
    await undelete(ADMIN, [id]);
    const [event] = await listener.until((all) => all.length > 0);
    await listener.end();
    expect(event?.payload.ChangeEventHeader).toMatchObject({
      ...{ entityName: 'Access_Request__c', changeType: 'UNDELETE', recordIds: [id] },
      ...{ commitUser: admin.userId, sequenceNumber: 1, changedFields: [] },
    });
    expect(event?.payload).toMatchObject({ State__c: 'Draft', Support_Case_Number__c: '4711' });
  });

  test('must not take a unique value that another has by now', async () => {
    const [first] = await org.engine.insert(
      admin,
      'Access_Request__c',
      [{ Support_Case_Number__c: '1', Requested_By__c: admin.userId, Client_Key__c: 'taken' }],
      ONE,
    );
    await org.engine.remove(admin, 'Access_Request__c', [first?.id ?? ''], ONE);
    const fields = { Support_Case_Number__c: '2', Requested_By__c: admin.userId, Client_Key__c: 'taken' };
    await org.engine.insert(admin, 'Access_Request__c', [fields], ONE);
    expect(await undelete(ADMIN, [first?.id ?? ''])).toMatchObject({
      body: [{ success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] }],
    });
  });

  test('must have been deleted, by somebody who may delete', async () => {
    const id = await request();
    expect(await undelete(ADMIN, [id])).toMatchObject({
      body: [{ success: false, errors: [{ statusCode: 'UNDELETE_FAILED' }] }],
    });
    await org.engine.remove(admin, 'Access_Request__c', [id], ONE);
    expect(companion.object('Access_Request__c').delete).toBe(false);
    expect(await undelete(COMPANION, [id])).toMatchObject({
      body: [{ success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] }],
    });
  });
});

describe('the end', () => {
  test('a Restrict below a detail keeps the whole tree', async () => {
    const parent = await request();
    await org.engine.platform.insert('Access_Request_Event__c', [
      { Event_Key__c: 'bin-event', Access_Request__c: parent, Kind__c: 'Notice' },
    ]);
    const kept = await grant({ Access_Request__c: parent });
    expect(await org.engine.remove(admin, 'Access_Request__c', [parent], ONE)).toMatchObject([
      { success: false, errors: [{ statusCode: 'DELETE_FAILED' }] },
    ]);
    expect(await rows(`SELECT Access_Request__c FROM Login_Grant__c WHERE Id = '${kept}'`)).toMatchObject([
      { Access_Request__c: parent },
    ]);
  });

  test('comes after 15 days by the clock of the org', async () => {
    const id = await request();
    await org.engine.remove(admin, 'Access_Request__c', [id], ONE);
    const where = `WHERE Id = '${id}'`;
    org.clock.advance(Temporal.Duration.from({ days: 14 }));
    await expect(org.engine.retrieve(admin, 'Access_Request__c', id)).rejects.toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    });
    expect(await rows(`SELECT Id FROM Access_Request__c ${where}`, true)).toHaveLength(1);
    org.clock.advance(Temporal.Duration.from({ days: 1, minutes: 1 }));
    const query = `SELECT Id FROM Access_Request__c ${where}`;
    expect((await org.engine.query(admin, query, { all: true })).totalSize).toBe(0);
    await expect(org.engine.retrieve(admin, 'Access_Request__c', id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
  });

  test('comes at once when a record is deleted past the bin', async () => {
    const id = await request();
    const [gone] = await org.engine.eraseForGood(admin, 'Access_Request__c', [id], ONE);
    expect(gone).toMatchObject({ success: true });
    const query = `SELECT Id FROM Access_Request__c WHERE Id = '${id}'`;
    expect((await org.engine.query(admin, query, { all: true })).totalSize).toBe(0);
    expect(await undelete(ADMIN, [id])).toMatchObject({
      body: [{ errors: [{ statusCode: 'UNDELETE_FAILED' }] }],
    });
  });
});
