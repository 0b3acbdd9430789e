/** The log-in through a browser, and a hub that knows no key: refresh tokens instead of assertions. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createScratch, startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Records = z.object({ records: z.array(z.looseObject({})) });

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg();
});
afterAll(() => org.close());

/** A program that the CLI starts as the browser; it returns at once, as the CLI waits for it before it listens. */
function browser(): string {
  const program = join(import.meta.dirname, 'browser.ts');
  const script = join(org.project, 'browser.sh');
  writeFileSync(
    script,
    `#!/bin/sh\n"${process.execPath}" --disable-warning=ExperimentalWarning "${program}" "$1" "${org.adminUsername}" >/dev/null 2>&1 &\n`,
  );
  chmodSync(script, 0o755);
  return script;
}

test('a person logs in and allows the CLI', async () => {
  const { code, stdout } = await org.run(
    ['org', 'login', 'web', '--instance-url', org.url, '--alias', 'web', '--set-default-dev-hub', '--json'],
    { BROWSER: browser() },
  );
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    expect.objectContaining({ result: expect.objectContaining({ username: org.adminUsername }) }),
  ]);
});

test('the session that ended is renewed by the refresh token', async () => {
  const sessions = await org.engine.platform.query("SELECT Id FROM AuthSession WHERE SessionType = 'Oauth2'");
  for (const { Id } of sessions.records) await org.engine.platform.remove('AuthSession', String(Id));
  const rows = await org.result(
    Records,
    'data',
    'query',
    '--target-org',
    'web',
    '--query',
    'SELECT Id FROM User',
  );
  expect(rows.records).toHaveLength(2);
});

test('a scratch org is entered by the code of its sign-up', async () => {
  const username = await createScratch(org, 'trial');
  const rows = await org.result(
    Records,
    'data',
    'query',
    '--target-org',
    'trial',
    '--query',
    'SELECT Username FROM User',
  );
  expect(rows.records).toMatchObject([{ Username: username }]);
});
