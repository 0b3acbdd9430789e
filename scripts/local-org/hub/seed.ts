/** What a scratch org begins with: its organisation and one administrator. */
import type { SeedFile } from '../seed/format.ts';
import type { SRecord } from '../state/engine.ts';
import { textOf } from './sign-up.ts';

const EDITION_NAMES: Record<string, string> = { Group: 'Team Edition' };

/** The seed that a ScratchOrgInfo asks for. Clients know a scratch org by being a sandbox that ends. */
export function scratchSeed(request: SRecord, username: string, timeZone: string): SeedFile {
  const edition = (textOf(request, 'Edition') ?? '').replace('Partner ', '');
  return {
    organization: {
      name: textOf(request, 'OrgName') ?? '',
      timeZone,
      locale: 'en_US',
      language: textOf(request, 'SignupLanguage') ?? 'en_US',
      isSandbox: true,
      organizationType: EDITION_NAMES[edition] ?? `${edition} Edition`,
      instanceName: 'LOCAL1',
      country: textOf(request, 'SignupCountry') ?? 'US',
    },
    adminUsername: username,
    integrationUsername: username,
    profiles: [],
    users: [
      {
        username,
        email: textOf(request, 'SignupEmail') ?? username,
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
