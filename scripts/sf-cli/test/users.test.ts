/** People of an org: permission sets, new users with their log-ins and passwords, and their pages, with the CLI as it is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createScratch, fixtures, startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Anything = z.looseObject({});
const Records = z.object({ totalSize: z.number(), records: z.array(Anything) });

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg({ sourceDir: fixtures('app') });
  await org.logIn();
});
afterAll(() => org.close());

const query = (alias: string, soql: string) =>
  org.result(Records, 'data', 'query', '--target-org', alias, '--query', soql);

describe('permission sets', () => {
  test('one is assigned; a second time is refused as a duplicate', async () => {
    const assign = () => org.result(Anything, 'org', 'assign', 'permset', '--name', 'Librarian');
    expect(await assign()).toMatchObject({ successes: [{ name: org.adminUsername, value: 'Librarian' }] });
    await expect(assign()).rejects.toThrow('duplicate');
  });

  test('one that the org does not have is not found', async () => {
    const answer = await org.sf('org', 'assign', 'permset', '--name', 'Nobody');
    expect(answer.status).toBe(1);
    expect(JSON.stringify(answer)).toContain('Permission set \\"Nobody\\" not found');
  });
});

describe('people of a scratch org', () => {
  // Without the feature the org refuses that users set their own passwords, which is how the CLI sets them.
  beforeAll(async () => {
    writeFileSync(
      join(org.project, 'definition.json'),
      JSON.stringify({ edition: 'Developer', features: ['EnableSetPasswordInApi'] }),
    );
    await createScratch(org, 'scratch', '--definition-file', 'definition.json');
  });

  test('a user is created and logged in under an alias', async () => {
    writeFileSync(
      join(org.project, 'user.json'),
      JSON.stringify({ Username: 'lea@shelves.example', LastName: 'Reader', Email: 'lea@shelves.example' }),
    );
    const created = await org.result(
      Anything,
      ...['org', 'create', 'user', '--target-org', 'scratch', '--definition-file', 'user.json'],
      ...['--set-alias', 'lea', 'profileName=System Administrator', 'generatePassword=true'],
    );
    expect(created).toMatchObject({ fields: { username: 'lea@shelves.example' } });
    const { records } = await query(
      'lea',
      "SELECT LastName, Profile.Name FROM User WHERE Username LIKE 'lea%'",
    );
    expect(records).toMatchObject([{ LastName: 'Reader', Profile: { Name: 'System Administrator' } }]);
  });

  test('the new user renews his own session', async () => {
    const display = await org.result(Anything, 'org', 'display', '--target-org', 'lea');
    expect(display).toMatchObject({ username: 'lea@shelves.example', connectedStatus: 'Connected' });
  });

  test('a password is generated', async () => {
    const made = await org.result(
      Anything,
      ...['org', 'generate', 'password', '--target-org', 'scratch', '--on-behalf-of', 'lea@shelves.example'],
    );
    expect(made).toMatchObject({ username: 'lea@shelves.example', password: expect.stringMatching(/.{8,}/) });
  });

  test('its pages are opened by an address that works once and belongs to the scratch org', async () => {
    const noted = join(org.project, 'opened');
    const browser = join(org.project, 'browser.sh');
    writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" >"${noted}"\n`, { mode: 0o755 });
    const opened = await org.run(['org', 'open', '--target-org', 'scratch', '--path', '/'], {
      BROWSER: browser,
    });
    expect(opened.code).toBe(0);
    const url = readFileSync(noted, 'utf8');
    const entered = await fetch(url, { redirect: 'manual' });
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect([entered.status, cookie]).toEqual([302, expect.stringContaining('=00D')]);
    const asked = await fetch(`${org.url}/services/data/v68.0/query?q=SELECT+IsSandbox+FROM+Organization`, {
      headers: { cookie },
    });
    expect(await asked.json()).toMatchObject({ records: [{ IsSandbox: true }] });
    const again = await fetch(url, { redirect: 'manual' });
    expect(again.headers.get('set-cookie')).toBeNull();
  });
});
