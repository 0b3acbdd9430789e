/** The package directories of this checkout, deployed one by one as the how-to says, into a new scratch org. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { project } from '../../project.ts';
import { createScratch, startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Deployed = z.looseObject({ status: z.string(), numberComponentErrors: z.number() });

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg();
  await org.logIn();
  for (const name of ['sfdx-project.json', 'force-app', 'config/project-scratch-def.json'])
    cpSync(project.path(name), join(org.project, name), { recursive: true });
  await createScratch(
    org,
    'scratch',
    '--definition-file',
    'config/project-scratch-def.json',
    '--set-default',
  );
});
afterAll(() => org.close());

const deploy = (directory: string, ...more: string[]) =>
  org.sf('project', 'deploy', 'start', '--source-dir', directory, ...more);

test.each(['force-app/main', 'force-app/push'])('%s deploys', async (directory) => {
  const { status, result, message } = await deploy(directory);
  expect([status, message]).toEqual([0, undefined]);
  expect(Deployed.parse(result)).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
});

test('force-app/event-logs does not, as the org lacks the permission that it names', async () => {
  const { status, result } = await deploy('force-app/event-logs');
  expect(status).toBe(1);
  expect(JSON.stringify(result)).toContain('EventLogReadAccess');
});

test('in an org with the licence it does', async () => {
  const licensed = await startCliOrg({ eventLogLicence: true });
  try {
    await licensed.logIn();
    cpSync(project.path('sfdx-project.json'), join(licensed.project, 'sfdx-project.json'));
    cpSync(project.path('force-app'), join(licensed.project, 'force-app'), { recursive: true });
    const { status } = await licensed.sf(
      'project',
      'deploy',
      'start',
      '--source-dir',
      'force-app/event-logs',
    );
    expect(status).toBe(0);
  } finally {
    await licensed.close();
  }
});
