/** The form of a seed file: a company's organisation, profiles, users, and rows that only the platform writes. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ClientDefinition } from '../api/oauth/clients.ts';

const Profile = z.object({
  name: z.string(),
  userType: z.string().default('Standard'),
  description: z.string().optional(),
  systemPermissions: z.array(z.string()),
  /** Access to every object of people's records. */
  allObjects: z.enum(['none', 'read', 'edit', 'modifyAll']).default('none'),
  /** Reads and edits every field, whatever the permission sets say. */
  editAllFields: z.boolean().default(false),
});

const User = z.object({
  username: z.string(),
  firstName: z.string().optional(),
  lastName: z.string(),
  email: z.string(),
  alias: z.string().optional(),
  title: z.string().optional(),
  department: z.string().optional(),
  profile: z.string(),
  timeZone: z.string().optional(),
  locale: z.string().optional(),
  language: z.string().optional(),
  isActive: z.boolean().default(true),
  isFrozen: z.boolean().default(false),
  permissionSets: z.array(z.string()).default([]),
});

const Seed = z.object({
  organization: z.object({
    name: z.string(),
    timeZone: z.string().default('UTC'),
    locale: z.string().default('en_US'),
    language: z.string().default('en_US'),
    isSandbox: z.boolean().default(false),
    organizationType: z.string().default('Enterprise Edition'),
    instanceName: z.string().default('LOCAL1'),
    country: z.string().optional(),
  }),
  adminUsername: z.string(),
  integrationUsername: z.string(),
  profiles: z.array(Profile).default([]),
  users: z.array(User),
  /** Apps that may ask for tokens; a secret is given as its hash. */
  externalClientApps: z.array(ClientDefinition).default([]),
  /** Objects in which superiors have no access to what those below them own. */
  withoutHierarchy: z.array(z.string()).default([]),
  /** By object. `@username` stands for that user's id, `-P3DT2H` for a time before the first load. */
  rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).default({}),
});

/** What a seed may leave out beside what it must say. */
type Optional = 'externalClientApps' | 'withoutHierarchy';
type Whole = z.infer<typeof Seed>;
export type SeedFile = Omit<Whole, Optional> & Partial<Pick<Whole, Optional>>;
export type SeedUser = z.infer<typeof User>;

/** Reads a seed file. @throws Error that names the file and what is wrong in it */
export function readSeed(file: string): SeedFile {
  const result = Seed.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** The smallest org: one administrator and one API-only user. */
export const EMPTY_SEED: SeedFile = {
  organization: {
    name: 'Local org',
    timeZone: 'UTC',
    locale: 'en_US',
    language: 'en_US',
    isSandbox: false,
    organizationType: 'Enterprise Edition',
    instanceName: 'LOCAL1',
  },
  adminUsername: 'admin@local-org.example',
  integrationUsername: 'integration@local-org.example',
  profiles: [],
  users: [
    person('admin@local-org.example', 'Ada', 'Admin', 'System Administrator'),
    person('integration@local-org.example', 'Integration', 'User', 'Salesforce API Only System Integrations'),
  ],
  rows: {},
};

function person(username: string, firstName: string, lastName: string, profile: string): SeedUser {
  const rest = { isActive: true, isFrozen: false, permissionSets: [] };
  return { username, firstName, lastName, email: username, profile, ...rest };
}
