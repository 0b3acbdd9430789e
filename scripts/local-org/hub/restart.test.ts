/** Scratch orgs of a hub whose data stays in a folder. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-data-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = () => startTestOrg({ dataDir: join(folder, 'hub'), sourceDir: null, seed: 'empty' });

async function settled(org: TestOrg): Promise<Record<string, unknown>> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { records } = await org.engine.platform.query(
      'SELECT Id, Status, ScratchOrg, SignupUsername FROM ScratchOrgInfo',
    );
    const [info] = records;
    if (info && !['New', 'Creating'].includes(String(info['Status']))) return info;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The sign-up came to no end');
}

test('a sign-up outlives the stop that cut it short; the org and its sessions outlive the next', async () => {
  const first = await start();
  // As a sign-up leaves it whose process was killed; written by the platform, it begins none.
  await first.engine.platform.insert('ScratchOrgInfo', [
    {
      OrgName: 'Kept',
      Edition: 'Developer',
      ConnectedAppConsumerKey: first.clientId,
      SignupEmail: 'ada@test.example',
      SignupCountry: 'US',
      SignupLanguage: 'en_US',
      SignupTrialDays: 7,
      Status: 'Creating',
    },
  ]);
  await first.close();

  const second = await start();
  const info = await settled(second);
  expect(info).toMatchObject({ Status: 'Active' });
  const scratch = await second.connect(String(info['SignupUsername']));
  await scratch.sobject('Case').create({ Subject: 'Kept' });
  await second.close();

  const third = await start();
  const { accessToken } = scratch;
  const answer = await fetch(`${third.url}/services/data/v68.0/query?q=SELECT+Subject+FROM+Case`, {
    headers: { authorization: `Bearer ${accessToken ?? ''}` },
  });
  expect(await answer.json()).toMatchObject({ totalSize: 1, records: [{ Subject: 'Kept' }] });

  const data = join(folder, 'hub', 'scratch');
  expect(readdirSync(data)).toEqual([info['Id']]);
  const { records } = await third.engine.platform.query('SELECT Id FROM ActiveScratchOrg');
  await third.engine.platform.remove('ActiveScratchOrg', String(records[0]?.['Id']));
  await third.close();
  expect(existsSync(join(data, String(info['Id'])))).toBe(false);
});
