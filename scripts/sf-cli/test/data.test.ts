/** Records, descriptions, users and permissions, with the CLI as it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Anything = z.looseObject({});
const Created = z.object({ id: z.string() });

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg();
  await org.logIn();
});
afterAll(() => org.close());

describe('records', () => {
  let id = '';

  test('one is created from values that are all text, and read by a condition', async () => {
    const values = "Subject='From the command line' Priority=High";
    ({ id } = await org.result(Created, 'data', 'create', 'record', '--sobject', 'case', '--values', values));
    const where = "Subject='From the command line'";
    expect(
      await org.result(Anything, 'data', 'get', 'record', '--sobject', 'Case', '--where', where),
    ).toMatchObject({ attributes: { type: 'Case' }, Id: id, Priority: 'High' });
  });

  test('a query shows its columns as a table, those of a parent and of an aggregate too', async () => {
    const { code, stdout } = await org.run([
      'data',
      'query',
      '--query',
      'select subject, owner.username from case',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/SUBJECT.*OWNER\.USERNAME/);
    expect(stdout).toContain(org.adminUsername);
    const sums = await org.run([
      'data',
      'query',
      '--query',
      'SELECT Priority, COUNT(Id) n FROM Case GROUP BY Priority',
    ]);
    expect(sums.stdout).toMatch(/High.*1/);
  });

  test('it is changed, and deleted', async () => {
    const changed = [
      'data',
      'update',
      'record',
      '--sobject',
      'Case',
      '--record-id',
      id,
      '--values',
      'Priority=Low',
    ];
    expect((await org.sf(...changed)).status).toBe(0);
    expect((await org.sf('data', 'delete', 'record', '--sobject', 'Case', '--record-id', id)).status).toBe(0);
    const gone = await org.sf('data', 'get', 'record', '--sobject', 'Case', '--record-id', id);
    expect(gone).toMatchObject({ status: 1, message: 'entity is deleted' });
  });

  test('a mistake in a query is told in the words of the org', async () => {
    const answer = await org.sf('data', 'query', '--query', 'SELECT Nothing FROM Case');
    expect(answer).toMatchObject({
      status: 1,
      name: 'INVALID_FIELD',
      message: expect.stringContaining('Nothing'),
    });
  });
});

describe('the org', () => {
  test('lists its objects and describes one', async () => {
    expect(await org.result(z.array(z.string()), 'sobject', 'list', '--sobject', 'all')).toEqual(
      expect.arrayContaining(['Case', 'User', 'ScratchOrgInfo']),
    );
    const described = await org.result(Anything, 'sobject', 'describe', '--sobject', 'case');
    expect(described).toMatchObject({ name: 'Case', keyPrefix: '500' });
  });

  test('tells its limits, those of a Dev Hub included', async () => {
    const limits = await org.result(z.array(z.looseObject({ name: z.string() })), 'org', 'list', 'limits');
    expect(limits).toContainEqual({ name: 'ActiveScratchOrgs', max: 40, remaining: 40 });
  });

  test('lists its users with their profiles', async () => {
    const users = await org.result(z.array(Anything), 'org', 'list', 'users');
    expect(users).toContainEqual(
      expect.objectContaining({ username: org.adminUsername, profileName: 'System Administrator' }),
    );
    const shown = await org.result(Anything, 'org', 'display', 'user');
    expect(shown).toMatchObject({ username: org.adminUsername, profileName: 'System Administrator' });
  });

  test('answers a request that the CLI only passes on', async () => {
    const { code, stdout } = await org.run(['api', 'request', 'rest', '/services/data/v68.0/sobjects/Case']);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ objectDescribe: expect.objectContaining({ name: 'Case' }) }),
    ]);
  });
});

describe('Apex', () => {
  test.each([
    [['apex', 'run', '--file', 'hello.apex']],
    [['apex', 'run', 'test', '--synchronous', '--class-names', 'SomeTest']],
    [['apex', 'run', 'test', '--class-names', 'SomeTest']],
  ])('is refused with the reason: sf %j', async (args) => {
    writeFileSync(join(org.project, 'hello.apex'), "System.debug('hello');");
    const answer = await org.sf(...args);
    expect(answer.status).toBe(1);
    expect(answer.message).toContain('The local org does not implement');
  });
});
