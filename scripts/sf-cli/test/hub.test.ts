/** Logging in, and the life of scratch orgs, with the CLI as it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createScratch, startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Records = z.object({ totalSize: z.number(), records: z.array(z.looseObject({})) });
const query = (org: CliOrg, alias: string, soql: string) =>
  org.result(Records, 'data', 'query', '--target-org', alias, '--query', soql);

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg();
});
afterAll(() => org.close());

describe('log in', () => {
  test('by JWT: the org is known as a Dev Hub', async () => {
    await org.logIn();
    const shown = await org.result(z.looseObject({}), 'org', 'display', '--target-org', 'hub');
    expect(shown).toMatchObject({
      id: org.orgId,
      username: org.adminUsername,
      instanceUrl: org.url,
      connectedStatus: 'Connected',
    });
  });

  test('by access token, as any user of the org', async () => {
    const user = await org.engine.findUser(org.adminUsername);
    const { token } = await org.engine.sessions.open(user?.id ?? '', { type: 'API', sourceIp: '127.0.0.1' });
    const { code, stdout } = await org.run(
      [
        'org',
        'login',
        'access-token',
        '--instance-url',
        org.url,
        '--alias',
        'by-token',
        '--no-prompt',
        '--json',
      ],
      { SF_ACCESS_TOKEN: token },
    );
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({
        result: expect.objectContaining({ orgId: org.orgId, username: org.adminUsername }),
      }),
    ]);
    // The token's log-in replaced the other one of the same user, and cannot be renewed.
    await org.logIn();
  });

  test('a session that ended is renewed without a word', async () => {
    const sessions = await org.engine.platform.query(
      "SELECT Id FROM AuthSession WHERE SessionType = 'Oauth2'",
    );
    for (const { Id } of sessions.records) await org.engine.platform.remove('AuthSession', String(Id));
    expect((await query(org, 'hub', 'SELECT Id FROM User')).totalSize).toBe(2);
  });
});

describe('scratch orgs', () => {
  let username = '';

  test('one is created, empty, and stands in the list beside its hub', async () => {
    username = await createScratch(org, 'trial', '--duration-days', '3', '--name', 'Trial');
    const rows = await query(org, 'trial', 'SELECT Username FROM User');
    expect(rows.records).toMatchObject([{ Username: username }]);
    const list = await org.result(
      z.object({ devHubs: z.array(z.looseObject({})), scratchOrgs: z.array(z.looseObject({})) }),
      ...['org', 'list'],
    );
    expect(list.devHubs).toMatchObject([{ username: org.adminUsername, alias: 'hub', isDevHub: true }]);
    expect(list.scratchOrgs).toMatchObject([
      {
        username,
        alias: 'trial',
        orgName: 'Trial',
        edition: 'Developer',
        status: 'Active',
        isExpired: false,
      },
    ]);
  });

  test('the hub tells of it to the CLI as it does to any client', async () => {
    const { records } = await query(
      org,
      'hub',
      'SELECT SignupUsername, ScratchOrgInfo.Status, ScratchOrgInfo.DurationDays FROM ActiveScratchOrg',
    );
    expect(records).toMatchObject([
      { SignupUsername: username, ScratchOrgInfo: { Status: 'Active', DurationDays: 3 } },
    ]);
  });

  test('a definition that the hub cannot grant fails with the code of the platform', async () => {
    writeFileSync(join(org.project, 'nowhere.json'), JSON.stringify({ edition: 'Developer', country: 'XX' }));
    const refused = await org.sf('org', 'create', 'scratch', '--definition-file', 'nowhere.json');
    expect(refused).toMatchObject({ status: 1, message: expect.stringContaining('country') });
  });

  test('it is deleted, and its user is known no more', async () => {
    const { status } = await org.sf('org', 'delete', 'scratch', '--target-org', 'trial', '--no-prompt');
    expect(status).toBe(0);
    const { records } = await query(
      org,
      'hub',
      `SELECT Status FROM ScratchOrgInfo WHERE SignupUsername = '${username}'`,
    );
    expect(records).toMatchObject([{ Status: 'Deleted' }]);
    expect(await org.sf('org', 'display', '--target-org', 'trial')).toMatchObject({
      status: 2,
      name: 'NamedOrgNotFoundError',
    });
  });
});
