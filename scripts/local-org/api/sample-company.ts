/** For tests of the API faces: an org with this checkout's force-app as its sample metadata, and people in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SeedFile } from '../seed/format.ts';
import { createLocalOrg, type LocalOrg } from '../server.ts';

export const people = {
  /** Modify All Data and every field: the worst case for every rule. */
  admin: 'ada@sample.example',
  /** Holds the permission set of the integration user. */
  companion: 'robot@sample.example',
  /** Reads all, in German and in Berlin. */
  auditor: 'anke@sample.example',
  /** Has no access to any object of the sample. */
  stranger: 'sid@sample.example',
} as const;

const profile = (name: string, systemPermissions: string[], all: boolean): SeedFile['profiles'][number] => ({
  name,
  userType: 'Standard',
  systemPermissions: ['ApiEnabled', ...systemPermissions],
  allObjects: all ? 'modifyAll' : 'none',
  editAllFields: all,
});

const person = (username: string, lastName: string, profileName: string, permissionSets: string[]) => ({
  username,
  lastName,
  email: username,
  profile: profileName,
  permissionSets,
  isActive: true,
  isFrozen: false,
  timeZone: 'UTC',
  locale: 'en_US',
});

const seed: SeedFile = {
  organization: {
    name: 'Sample company',
    timeZone: 'UTC',
    locale: 'en_US',
    language: 'en_US',
    isSandbox: false,
    organizationType: 'Enterprise Edition',
    instanceName: 'TEST1',
  },
  adminUsername: people.admin,
  integrationUsername: people.companion,
  profiles: [
    profile('System Administrator', ['ManageUsers', 'ModifyAllData', 'ViewAllData', 'ViewSetup'], true),
    profile('Standard User', [], false),
  ],
  users: [
    person(people.admin, 'Admin', 'System Administrator', []),
    person(people.companion, 'Robot', 'Standard User', ['Companion_Integration']),
    {
      ...person(people.auditor, 'Auditor', 'Standard User', ['Access_Auditor']),
      timeZone: 'Europe/Berlin',
      locale: 'de_DE',
    },
    person(people.stranger, 'Stranger', 'Standard User', []),
  ],
  rows: {},
};

export interface Answer {
  status: number;
  body: unknown;
}

/** What an API client of one user needs. */
export interface Caller {
  userId: string;
  token: string;
  /** Calls a resource below `/services/data/v68.0`. */
  call(method: string, resource: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface SampleCompany {
  org: LocalOrg;
  as(username: string): Promise<Caller>;
  close(): Promise<void>;
}

/** Starts the org in memory on a free port. */
export async function openSampleCompany(): Promise<SampleCompany> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sample-company-'));
  const sourceDir = path.resolve(import.meta.dirname, '../../../force-app');
  const org = await createLocalOrg({ port: 0, sourceDir, seed, keysDir: folder });
  return {
    org,
    as: (username) => openCaller(org, username),
    async close() {
      await org.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Logs a user in. */
export async function openCaller(org: LocalOrg, username: string): Promise<Caller> {
  const user = await org.engine.findUser(username);
  if (!user) throw new Error(`There is no user ${username}`);
  const { token } = await org.engine.sessions.open(user.id, { type: 'API', sourceIp: '127.0.0.1' });
  return {
    userId: user.id,
    token,
    async call(method, resource, body, headers = {}) {
      const response = await fetch(`${org.url}/services/data/v68.0${resource}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
  };
}

/** A complete request of the sample's main object, raised by and for `userId`. */
export function completeRequest(userId: string): Record<string, unknown> {
  return {
    State__c: 'Submitted',
    Support_Case_Number__c: '46813579',
    Requesting_Party__c: 'Salesforce_employee',
    Incident_Type__c: 'Support_escalation',
    Purpose__c: 'Look at the failing batch job with the customer.',
    Necessity__c: 'The log alone does not show it.',
    Data_Viewed__c: 'Yes',
    Environment__c: 'Production',
    Hours_Wanted__c: 4,
    Target_User__c: userId,
    Requested_By__c: userId,
  };
}
