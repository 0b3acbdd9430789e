/** A small org over this checkout's force-app for the tests of the engine and the API, with real clients to it. */
import { createSign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from 'jsforce';
import { project } from '../project.ts';
import type { SeedFile, SeedUser } from './seed/format.ts';
import { createLocalOrg } from './server.ts';
import type { LocalOrg, LocalOrgOptions } from './server.ts';
import { createClock } from './state/clock.ts';
import type { UserContext } from './state/engine.ts';

const START = Temporal.Instant.from('2026-11-21T12:00:00Z');

export const ADMIN = 'ada@test.example';
export const AUDITOR = 'otto@test.example';
export const STAFF = 'sara@test.example';
export const COMPANION = 'robot@test.example';

function person(username: string, lastName: string, profile: string, permissionSets: string[]): SeedUser {
  return {
    username,
    firstName: 'Test',
    lastName,
    email: username,
    profile,
    timeZone: 'Europe/Berlin',
    isActive: true,
    isFrozen: false,
    permissionSets,
  };
}

const seed: SeedFile = {
  organization: {
    name: 'Test org',
    timeZone: 'Europe/Berlin',
    locale: 'en_US',
    language: 'en_US',
    isSandbox: false,
    organizationType: 'Enterprise Edition',
    instanceName: 'TEST1',
  },
  adminUsername: ADMIN,
  integrationUsername: COMPANION,
  profiles: [],
  users: [
    person(ADMIN, 'Admin', 'System Administrator', ['Access_Admin']),
    person(AUDITOR, 'Auditor', 'Standard User', ['Access_Auditor']),
    person(STAFF, 'Staff', 'Standard User', []),
    person(COMPANION, 'Robot', 'Salesforce API Only System Integrations', ['Companion_Integration']),
  ],
  rows: {},
};

export interface TestOrg extends LocalOrg {
  /** A jsforce connection of a user, logged in by JWT. */
  connect(username: string): Promise<Connection>;
  user(username: string): Promise<UserContext>;
  /** A signed assertion; `claims` replace the usual ones. */
  assertion(claims: Record<string, unknown>): string;
}

/** Starts the org; its clock stands at START and moves on from there. */
export async function startTestOrg(options: Partial<LocalOrgOptions> = {}): Promise<TestOrg> {
  const keysDir = mkdtempSync(join(tmpdir(), 'org-keys-'));
  const clock = createClock();
  clock.set(START);
  const sourceDir = project.path('force-app');
  const org = await createLocalOrg({ sourceDir, seed, keysDir, clock, ...options });
  const assertion = (claims: Record<string, unknown>) => signed(org, claims);
  return {
    ...org,
    assertion,
    user: async (username) => {
      const found = await org.engine.findUser(username);
      if (!found) throw new Error(`No user ${username}`);
      return org.engine.userContext(found.id);
    },
    connect: async (username) => {
      const connection = new Connection({
        loginUrl: org.url,
        instanceUrl: org.url,
        version: '68.0',
        oauth2: { clientId: org.clientId, loginUrl: org.url },
      });
      await connection.authorize({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertion({ sub: username }),
      });
      return connection;
    },
    close: async () => {
      await org.close();
      rmSync(keysDir, { recursive: true });
    },
  };
}

function signed(org: LocalOrg, claims: Record<string, unknown>): string {
  const now = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000);
  const parts = [{ alg: 'RS256' }, { iss: org.clientId, aud: org.url, exp: now + 180, ...claims }];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = createSign('RSA-SHA256').update(text).sign(readFileSync(org.privateKeyFile));
  return `${text}.${signature.toString('base64url')}`;
}

/** Sends a request as a client that no library shapes; the answer's body is read as JSON. */
export async function send(
  org: { url: string },
  token: string,
  request: { method: string; path: string; body?: unknown; headers?: Record<string, string> },
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const { method, path, body, headers = {} } = request;
  const response = await fetch(`${org.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text ? (JSON.parse(text) as unknown) : null,
  };
}
