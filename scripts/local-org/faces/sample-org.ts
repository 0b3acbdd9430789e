/** A small org for the tests of the faces: one administrator and three users in three time zones, without any source. */
import { expect } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalOrg, type LocalOrg } from '../server.ts';

/** What the org's clock shows when the tests begin. */
export const NOON = Temporal.Instant.from('2026-11-21T12:00:00Z');

const person = (
  username: string,
  firstName: string,
  lastName: string,
  profile: string,
  timeZone: string,
) => ({
  ...{
    username,
    firstName,
    lastName,
    email: username,
    alias: firstName.slice(0, 8).toLowerCase(),
    profile,
    timeZone,
  },
  ...{
    title: '',
    department: '',
    locale: 'en_US',
    language: 'en_US',
    isActive: true,
    isFrozen: false,
    permissionSets: [],
  },
});
const profile = (name: string, systemPermissions: string[], all: boolean) => ({
  ...{ name, userType: 'Standard', description: '', systemPermissions, editAllFields: all },
  allObjects: all ? ('modifyAll' as const) : ('none' as const),
});
const seedWith = (more: readonly string[]) => ({
  organization: {
    ...{ name: 'Test org', timeZone: 'Europe/Berlin', locale: 'en_US', language: 'en_US', isSandbox: false },
    ...{ organizationType: 'Enterprise Edition', instanceName: 'TEST1', country: 'DE' },
  },
  adminUsername: 'ada@test.example',
  integrationUsername: 'robot@test.example',
  profiles: [
    profile(
      'System Administrator',
      ['ApiEnabled', 'ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewSetup', ...more],
      true,
    ),
    profile('Standard User', ['ApiEnabled'], false),
  ],
  users: [
    person('ada@test.example', 'Ada', 'Admin', 'System Administrator', 'Europe/Berlin'),
    person('robot@test.example', 'Robot', 'User', 'Standard User', 'UTC'),
    person('bert@test.example', 'Bert', 'Berlin', 'Standard User', 'Europe/Berlin'),
    person('alma@test.example', 'Alma', 'Auckland', 'Standard User', 'Pacific/Auckland'),
    person('hoku@test.example', 'Hoku', 'Honolulu', 'Standard User', 'Pacific/Honolulu'),
  ],
  rows: {},
});

/** The org with the questions that the tests ask again and again. */
export class SampleOrg {
  readonly org: LocalOrg;
  readonly #folder: string;

  private constructor(org: LocalOrg, folder: string) {
    this.org = org;
    this.#folder = folder;
  }

  /** `more` = system permissions of the administrator beside the usual ones. */
  static async open(more: readonly string[] = []): Promise<SampleOrg> {
    const seed = seedWith(more);
    const folder = mkdtempSync(join(tmpdir(), 'faces-'));
    const org = await createLocalOrg({ port: 0, sourceDir: 'force-app', seed, keysDir: folder });
    org.clock.set(NOON);
    return new SampleOrg(org, folder);
  }

  async close(): Promise<void> {
    await this.org.close();
    rmSync(this.#folder, { recursive: true });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.org.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** A simulator command that must succeed. */
  async simulate(command: string, body: unknown = {}): Promise<Record<string, string>> {
    const answer = await this.post(`/simulator/${command}`, body);
    expect([command, answer.status]).toEqual([command, 200]);
    return (await answer.json()) as Record<string, string>;
  }

  async rows(soql: string): Promise<Record<string, unknown>[]> {
    return (await this.org.engine.platform.query(soql)).records;
  }

  async userId(username: string): Promise<string> {
    return (await this.org.engine.findUser(username))?.id ?? '';
  }

  /** The newest row of the set-up audit trail. */
  async lastRow(): Promise<Record<string, unknown> | undefined> {
    const fields = 'Action, Section, Display, CreatedById, DelegateUser';
    return (
      await this.rows(`SELECT ${fields} FROM SetupAuditTrail ORDER BY CreatedDate DESC, Id DESC LIMIT 1`)
    )[0];
  }
}
