/** For tests of the API faces: an org over the sample source, and people who see it differently. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeedFile } from '../seed/format.ts';
import { createLocalOrg, type LocalOrgOptions } from '../server.ts';
import { openCaller, type SampleCompany } from './sample-company.ts';
import { writeSampleSource } from './sample-source.ts';

export const staff = {
  admin: 'ada@depot.example',
  /** Makes and edits own parcels, in German and in Berlin. */
  clerk: 'karl@depot.example',
  /** Sees all parcels, but not their secrets. */
  watcher: 'wanda@depot.example',
  /** Has no access to the sample's objects. */
  stranger: 'sid@depot.example',
} as const;

const person = (username: string, lastName: string, profile: string, permissionSets: string[]) => ({
  ...{ username, lastName, email: username, profile, permissionSets },
  ...{ isActive: true, isFrozen: false, timeZone: 'UTC', locale: 'en_US' },
});

const seed: SeedFile = {
  organization: {
    ...{ name: 'Depot', timeZone: 'UTC', locale: 'en_US', language: 'en_US', isSandbox: false },
    ...{ organizationType: 'Developer Edition', instanceName: 'TEST1' },
  },
  adminUsername: staff.admin,
  integrationUsername: staff.watcher,
  profiles: [
    {
      ...{ name: 'System Administrator', userType: 'Standard', allObjects: 'modifyAll', editAllFields: true },
      systemPermissions: ['ApiEnabled', 'ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewSetup'],
    },
    {
      ...{ name: 'Standard User', userType: 'Standard', allObjects: 'none', editAllFields: false },
      systemPermissions: ['ApiEnabled'],
    },
  ],
  users: [
    person(staff.admin, 'Admin', 'System Administrator', []),
    {
      ...person(staff.clerk, 'Clerk', 'Standard User', ['Clerk']),
      ...{ timeZone: 'Europe/Berlin', locale: 'de_DE' },
    },
    person(staff.watcher, 'Watcher', 'Standard User', ['Watcher']),
    person(staff.stranger, 'Stranger', 'Standard User', []),
  ],
  rows: {},
};

/** Starts the org on a free port. With a `dataDir` it can be opened again where it was left. */
export async function openSampleDepot(options: Partial<LocalOrgOptions> = {}): Promise<SampleCompany> {
  const folder = mkdtempSync(join(tmpdir(), 'sample-depot-'));
  const org = await createLocalOrg({
    ...{ port: 0, sourceDir: writeSampleSource(folder), seed, keysDir: folder },
    ...options,
  });
  return {
    org,
    as: (username) => openCaller(org, username),
    async close() {
      await org.close();
      rmSync(folder, { recursive: true });
    },
  };
}
