/** Who a user is to the org: his profile and permission sets, folded into one answer per object and field. */
import { OrgError } from '../errors.ts';
import type { Withheld } from '../faults/withheld.ts';
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import type { ObjectAccess, UserContext } from '../state/engine.ts';
import { quoted } from '../state/schema.ts';
import { NO_REACH, readReach } from './reach.ts';

const NONE: ObjectAccess = {
  read: false,
  create: false,
  edit: false,
  delete: false,
  viewAll: false,
  modifyAll: false,
};

/** What the rows of permissions say before the rules of each object are applied. */
interface Grants {
  system: ReadonlySet<string>;
  objects: Map<string, ObjectAccess>;
  fields: Map<string, FieldAccess>;
}

interface FieldAccess {
  read: boolean;
  edit: boolean;
}

/**
 * Reads a user with everything granted to him.
 * @throws OrgError when there is no such user
 */
export async function loadUserContext(
  sql: Sql,
  metadata: OrgMetadata,
  userId: string,
  withheld: Withheld,
): Promise<UserContext> {
  const [user] = await sql.query<Record<string, string | null>>(
    `SELECT u.id, u.username, u.name, u.email, u.profileid, p.name AS profile, u.timezonesidkey, u.localesidkey,
       u.languagelocalekey FROM "user" u LEFT JOIN profile p ON p.id = u.profileid WHERE u.id = $1`,
    [userId],
  );
  if (!user) throw new OrgError(404, 'NOT_FOUND', `There is no user ${userId}`);
  const held = await permissionSetsOf(sql, metadata, userId);
  const sets = held.filter(({ name }) => !withheld.hasSet(userId, name));
  const ids = sets.map(({ id }) => id);
  const grants: Grants = {
    system: new Set(
      sets.flatMap(({ permissions }) => permissions).filter((name) => !withheld.hasPermission(userId, name)),
    ),
    objects: await objectGrants(sql, ids),
    fields: await fieldGrants(sql, ids),
  };
  return {
    userId,
    username: user.username ?? '',
    name: user.name ?? '',
    email: user.email ?? '',
    profileId: user.profileid ?? '',
    profileName: user.profile ?? '',
    timeZone: user.timezonesidkey ?? 'UTC',
    locale: user.localesidkey ?? 'en_US',
    language: user.languagelocalekey ?? 'en_US',
    systemPermissions: grants.system,
    customPermissions: await customPermissions(sql, ids),
    reach: await readReach(sql, userId),
    ...accessOf(metadata, grants),
  };
}

/** Whose id the platform's own reads and writes carry. */
export const SYSTEM_USER_ID = '005000000000000AAA';

/** The platform itself: sees and writes everything, in UTC. */
export function systemContext(): UserContext {
  const everything = { read: true, create: true, edit: true, delete: true, viewAll: true, modifyAll: true };
  return {
    userId: SYSTEM_USER_ID,
    username: 'automatedprocess',
    name: 'Automated Process',
    email: '',
    profileId: '',
    profileName: '',
    timeZone: 'UTC',
    locale: 'en_US',
    language: 'en_US',
    // Rows of others in objects that show people only their own.
    systemPermissions: new Set(['ManageUsers', 'ViewSetup', 'ViewAllData', 'ModifyAllData']),
    customPermissions: new Set(),
    reach: NO_REACH,
    object: () => everything,
    field: () => ({ read: true, edit: true }),
  };
}

async function permissionSetsOf(
  sql: Sql,
  metadata: OrgMetadata,
  userId: string,
): Promise<{ id: string; name: string; permissions: string[] }[]> {
  const fields = [...(findObject(metadata, 'PermissionSet')?.fields.values() ?? [])].filter(({ name }) =>
    name.startsWith('Permissions'),
  );
  const rows = await sql.query<Record<string, unknown>>(
    `SELECT s.* FROM permissionsetassignment a JOIN permissionset s ON s.id = a.permissionsetid WHERE a.assigneeid = $1`,
    [userId],
  );
  return rows.map((row) => ({
    id: String(row['id']),
    name: String(row['name']),
    permissions: fields
      .filter(({ name }) => row[name.toLowerCase()] === true)
      .map(({ name }) => name.slice('Permissions'.length)),
  }));
}

async function objectGrants(sql: Sql, ids: string[]): Promise<Map<string, ObjectAccess>> {
  const columns = {
    read: 'PermissionsRead',
    create: 'PermissionsCreate',
    edit: 'PermissionsEdit',
    delete: 'PermissionsDelete',
    viewAll: 'PermissionsViewAllRecords',
    modifyAll: 'PermissionsModifyAllRecords',
  };
  const select = Object.entries(columns).map(([name, column]) => `bool_or(${quoted(column)}) AS "${name}"`);
  const rows = await sql.query<ObjectAccess & { object: string }>(
    `SELECT lower(sobjecttype) AS object, ${select.join(', ')} FROM objectpermissions
     WHERE parentid = ANY ($1::text[]) GROUP BY lower(sobjecttype)`,
    [ids],
  );
  return new Map(rows.map(({ object, ...access }) => [object, access]));
}

async function fieldGrants(sql: Sql, ids: string[]): Promise<Map<string, { read: boolean; edit: boolean }>> {
  const rows = await sql.query<{ field: string; read: boolean; edit: boolean }>(
    `SELECT lower(field) AS field, bool_or(permissionsread) AS read, bool_or(permissionsedit) AS edit
     FROM fieldpermissions WHERE parentid = ANY ($1::text[]) GROUP BY lower(field)`,
    [ids],
  );
  return new Map(rows.map(({ field, read, edit }) => [field, { read: read || edit, edit }]));
}

async function customPermissions(sql: Sql, ids: string[]): Promise<Set<string>> {
  const rows = await sql.query<{ name: string }>(
    `SELECT lower(c.developername) AS name FROM setupentityaccess a JOIN custompermission c ON c.id = a.setupentityid
     WHERE a.parentid = ANY ($1::text[])`,
    [ids],
  );
  return new Set(rows.map(({ name }) => name));
}

function accessOf(metadata: OrgMetadata, grants: Grants): Pick<UserContext, 'object' | 'field'> {
  const cache = new Map<string, ObjectAccess>();
  const object = (name: string): ObjectAccess => {
    const key = name.toLowerCase();
    let access = cache.get(key);
    if (!access) {
      const found = findObject(metadata, key);
      access = found ? accessTo(found, object, grants) : NONE;
      cache.set(key, access);
    }
    return access;
  };
  const toField = (objectName: string, fieldName: string): FieldAccess | undefined => {
    const found = findObject(metadata, objectName);
    const field = found && findField(found, fieldName);
    if (!found || !field) return undefined;
    const access = object(objectName);
    if (!isPermissionable(found, field)) return { read: access.read, edit: access.edit || access.create };
    // View All Data and Modify All Data open records, never fields.
    const grant = grants.fields.get(`${found.name}.${field.name}`.toLowerCase());
    return { read: access.read && (grant?.read ?? false), edit: grant?.edit ?? false };
  };
  // By the names as they are written, as far as they name a field: each save asks for all fields of its object.
  const known = new Map<string, FieldAccess>();
  return {
    object,
    field: (objectName, fieldName) => {
      const key = `${objectName}.${fieldName}`;
      const access = known.get(key) ?? toField(objectName, fieldName);
      if (access) known.set(key, access);
      return access ?? { read: false, edit: false };
    },
  };
}

/** True for fields that permission sets open one by one: custom and not required. */
export function isPermissionable(object: ObjectMetadata, field: FieldMetadata): boolean {
  return field.custom && !field.required && !field.master && object.kind !== 'customMetadata';
}

/** Who may read an object's records may read and make its shares, as far as each record lets him. */
function accessTo(
  object: ObjectMetadata,
  ofObject: (name: string) => ObjectAccess,
  grants: Grants,
): ObjectAccess {
  if (object.sharesOf === undefined) return objectAccess(object, grants);
  const { read, viewAll, modifyAll } = ofObject(object.sharesOf);
  return { read, create: read, edit: read, delete: read, viewAll, modifyAll };
}

function objectAccess(object: ObjectMetadata, { system, objects }: Grants): ObjectAccess {
  const has = (names: string[]) => names.some((name) => system.has(name));
  const modifyAllData = system.has('ModifyAllData');
  const viewAllData = modifyAllData || system.has('ViewAllData');
  if (object.kind === 'customMetadata') return { ...NONE, read: true, viewAll: true };
  if (object.openToAll || object.readPermissions.length > 0) {
    const write = object.writePermissions.length === 0 || has(object.writePermissions);
    const read = object.openToAll || object.ownRowsField !== null || has(object.readPermissions);
    return {
      read,
      create: write && object.createable,
      edit: write && object.updateable,
      delete: write && object.deletable,
      viewAll: viewAllData || object.sharingModel !== 'Private' || has(object.readPermissions),
      modifyAll: modifyAllData || (object.writePermissions.length > 0 && write),
    };
  }
  const granted = objects.get(object.name.toLowerCase()) ?? NONE;
  return {
    read: granted.read || viewAllData,
    create: granted.create || modifyAllData,
    edit: granted.edit || modifyAllData,
    delete: granted.delete || modifyAllData,
    viewAll: granted.viewAll || granted.modifyAll || viewAllData,
    modifyAll: granted.modifyAll || modifyAllData,
  };
}
