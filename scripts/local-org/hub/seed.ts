/** What a scratch org begins with: its organisation and one administrator. */
import type { SeedFile } from '../seed/format.ts';

const EDITION_NAMES: Record<string, string> = { Group: 'Team Edition' };

interface Signup {
  username: string;
  email: string;
  name: string;
  /** As the request names it, e.g. `Developer` or `Partner Developer`. */
  edition: string;
  country: string;
  language: string;
  timeZone: string;
}

/** The seed of a new scratch org. Clients know a scratch org by being a sandbox that ends. */
export function scratchSeed({
  username,
  email,
  name,
  edition,
  country,
  language,
  timeZone,
}: Signup): SeedFile {
  const plain = edition.replace('Partner ', '');
  return {
    organization: {
      name,
      timeZone,
      locale: 'en_US',
      language,
      isSandbox: true,
      organizationType: EDITION_NAMES[plain] ?? `${plain} Edition`,
      instanceName: 'LOCAL1',
      country,
    },
    adminUsername: username,
    integrationUsername: username,
    profiles: [],
    users: [
      {
        username,
        email,
        firstName: 'User',
        lastName: 'User',
        alias: 'UUser',
        profile: 'System Administrator',
        isActive: true,
        isFrozen: false,
        permissionSets: [],
      },
    ],
    rows: {},
  };
}
