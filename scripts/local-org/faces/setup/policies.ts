/**
 * Login access policies: whether administrators need a user's grant, and to whom each support organisation is offered.
 * Where no wording of an audit row is known, none is written.
 */
import { OrgError } from '../../errors.ts';
import type { Engine, UserContext } from '../../state/engine.ts';

/** Support organisations, as the page lists them. The publisher is made up; a real org lists those of its packages. */
export const SUPPORT_ORGANISATIONS = [
  { kind: 'salesforce', label: 'Salesforce.com Support', publisher: '' },
  { kind: 'publisher', label: 'Docuwerk GmbH', publisher: 'Docuwerk GmbH (00D58000000Zx9Q)' },
] as const;
type SupportKind = (typeof SUPPORT_ORGANISATIONS)[number]['kind'];

/** `users`: each user may grant. `admins`: only who manages users. */
export type Availability = 'users' | 'admins';

export interface LoginPolicies extends Record<SupportKind, Availability> {
  /** SecuritySettings `enableAdminLoginAsAnyUser`. Administrators log in as anybody without a grant. */
  adminsLogInAsAnyUser: boolean;
}

const ADMIN_SETTING = 'loginAccess.adminsLogInAsAnyUser';
const setting = (kind: SupportKind) => `loginAccess.${kind}`;

/** The policies in force. A new org lets administrators log in as anybody, and users grant to everybody. */
export async function readPolicies({ settings }: Pick<Engine, 'settings'>): Promise<LoginPolicies> {
  const availability = async (kind: SupportKind): Promise<Availability> =>
    (await settings.get(setting(kind))) === 'admins' ? 'admins' : 'users';
  return {
    adminsLogInAsAnyUser: (await settings.get(ADMIN_SETTING)) !== 'false',
    salesforce: await availability('salesforce'),
    publisher: await availability('publisher'),
  };
}

/** Saves what differs, with the audit rows that the platform writes. @throws OrgError 403 without the permission */
export async function savePolicies(
  org: Engine,
  user: UserContext,
  wanted: Partial<LoginPolicies>,
): Promise<'saved' | 'unchanged'> {
  if (!user.systemPermissions.has('ManageLoginAccessPolicies')) {
    throw new OrgError(403, 'INSUFFICIENT_ACCESS', 'This needs the permission Manage Login Access Policies.');
  }
  return org.transaction(async (tx) => {
    const before = await readPolicies(tx);
    const rows: AuditText[] = [];
    let saved = false;
    const { adminsLogInAsAnyUser: admins } = wanted;
    if (admins !== undefined && admins !== before.adminsLogInAsAnyUser) {
      await tx.settings.set(ADMIN_SETTING, String(admins));
      rows.push(adminRow(admins));
      saved = true;
    }
    for (const { kind, publisher } of SUPPORT_ORGANISATIONS) {
      const availability = wanted[kind];
      if (availability === undefined || availability === before[kind]) continue;
      await tx.settings.set(setting(kind), availability);
      saved = true;
      if (availability === 'admins' && publisher !== '') rows.push(adminsOnlyRow(user, publisher));
    }
    const made = { CreatedById: user.userId, CreatedDate: org.clock.now().toString() };
    if (rows.length > 0)
      await tx.platform.insert(
        'SetupAuditTrail',
        rows.map((row) => ({ ...row, ...made })),
      );
    return saved ? 'saved' : 'unchanged';
  });
}

interface AuditText {
  Action: string;
  Section: string | null;
  Display: string;
}

/** The first action ends in the old value, as real rows do; the second is known from one list only. */
function adminRow(on: boolean): AuditText {
  const change = on ? 'from off to on' : 'from on to off';
  return {
    Action: on ? 'overridegrantaccessenabledoff' : 'enableOverrideGrantAccessOnOff',
    Section: 'Manage Users',
    Display: `Changed Administrators Can Log in as Any User ${change}`,
  };
}

function adminsOnlyRow({ username }: UserContext, publisher: string): AuditText {
  return {
    Action: 'supportaccessadmins',
    Section: null,
    Display: `${username} has set support access for only admins to package publisher ${publisher}`,
  };
}
