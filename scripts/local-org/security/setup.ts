/**
 * Puts the source's permission sets, custom permissions and custom metadata records, and the standard profiles, into
 * their tables, where they are asked for like any other row. Runs at every start; ids stay the same.
 */
import type {
  CustomMetadataRecord,
  FieldMetadata,
  ObjectPermission,
  OrgMetadata,
} from '../metadata/model.ts';
import { SYSTEM_PERMISSIONS } from '../metadata/standard/people.ts';
import type { Platform, RecordInput } from '../state/engine.ts';
import { isPermissionable } from './context.ts';

/** A profile: what its holders may do before any permission set is added. */
export interface ProfileDefinition {
  name: string;
  systemPermissions: string[];
  /** Access to every object of people's records. */
  allObjects: 'none' | 'read' | 'edit' | 'modifyAll';
  /** Every field of those objects can be read and edited. */
  editAllFields: boolean;
}

/** The profiles that every org has; a seed may define one of the same name otherwise. */
const STANDARD_PROFILES: ProfileDefinition[] = [
  {
    name: 'System Administrator',
    systemPermissions: SYSTEM_PERMISSIONS.filter(
      (name) => !['ApiUserOnly', 'CreateAuditFields', 'EventLogReadAccess'].includes(name),
    ),
    allObjects: 'modifyAll',
    editAllFields: true,
  },
  {
    name: 'Standard User',
    systemPermissions: ['ApiEnabled', 'ExportReport'],
    allObjects: 'none',
    editAllFields: false,
  },
  { name: 'Minimum Access - Salesforce', systemPermissions: [], allObjects: 'none', editAllFields: false },
  {
    name: 'Salesforce API Only System Integrations',
    systemPermissions: ['ApiEnabled', 'ApiUserOnly'],
    allObjects: 'none',
    editAllFields: false,
  },
];

/** Brings the set-up tables to what the source says. */
export async function syncSetup(
  platform: Platform,
  metadata: OrgMetadata,
  profiles: readonly ProfileDefinition[],
): Promise<void> {
  const permissionIds = new Map<string, string>();
  for (const { name, label, description } of metadata.customPermissions.values()) {
    const fields = { DeveloperName: name, MasterLabel: label, Description: description };
    permissionIds.set(
      name.toLowerCase(),
      await upsert(platform, 'CustomPermission', 'DeveloperName', fields),
    );
  }
  await upsert(platform, 'Group', 'DeveloperName', {
    DeveloperName: 'AllInternalUsers',
    Name: 'AllInternalUsers',
    Type: 'Organization',
  });
  const all = new Map([...STANDARD_PROFILES, ...profiles].map((profile) => [profile.name, profile]));
  for (const profile of all.values()) await syncProfile(platform, metadata, profile);
  for (const set of metadata.permissionSets.values()) {
    const id = await upsert(platform, 'PermissionSet', 'Name', {
      Name: set.name,
      Label: set.label,
      Description: set.description,
      IsCustom: true,
      IsOwnedByProfile: false,
      Type: 'Regular',
      ...systemFlags(metadata, set.userPermissions),
    });
    const custom = set.customPermissions.flatMap((name) => permissionIds.get(name.toLowerCase()) ?? []);
    await replaceGrants(platform, id, {
      objects: set.objectPermissions,
      fields: set.fieldPermissions,
      customPermissionIds: custom,
    });
  }
  for (const record of referredFirst(metadata)) await syncRecord(platform, metadata, record);
}

async function syncProfile(
  platform: Platform,
  metadata: OrgMetadata,
  { name, systemPermissions, allObjects, editAllFields }: ProfileDefinition,
): Promise<void> {
  const flags = systemFlags(metadata, systemPermissions);
  const profileId = await upsert(platform, 'Profile', 'Name', { Name: name, UserType: 'Standard', ...flags });
  const id = await upsert(platform, 'PermissionSet', 'ProfileId', {
    Name: `X${profileId.slice(0, 15)}`,
    Label: name,
    IsCustom: false,
    IsOwnedByProfile: true,
    ProfileId: profileId,
    Type: 'Profile',
    ...flags,
  });
  await replaceGrants(platform, id, {
    objects: objectsOf(metadata, allObjects),
    fields: editAllFields ? allFields(metadata) : [],
    customPermissionIds: [],
  });
}

function systemFlags(metadata: OrgMetadata, granted: readonly string[]): RecordInput {
  const fields = [...(metadata.objects.get('permissionset')?.fields.values() ?? [])];
  return Object.fromEntries(
    fields
      .filter(({ name }) => name.startsWith('Permissions'))
      .map(({ name }) => [name, granted.includes(name.slice('Permissions'.length))]),
  );
}

/** Object permissions of a profile; staff without any still work with cases. */
function objectsOf(metadata: OrgMetadata, allObjects: ProfileDefinition['allObjects']): ObjectPermission[] {
  const edit = allObjects === 'edit' || allObjects === 'modifyAll';
  const all = allObjects === 'modifyAll';
  const access = { read: true, create: edit, edit, delete: all, viewAllRecords: all, modifyAllRecords: all };
  const objects = [...metadata.objects.values()].filter(
    ({ kind, name }) => kind === 'custom' || name === 'Case',
  );
  if (allObjects !== 'none') return objects.map(({ name }) => ({ object: name, ...access }));
  return [{ object: 'Case', ...access, create: true, edit: true }];
}

function allFields(metadata: OrgMetadata): Grants['fields'] {
  return [...metadata.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => isPermissionable(object, field))
      .map((field) => ({ object: object.name, field: field.name, read: true, edit: field.updateable })),
  );
}

interface Grants {
  objects: readonly ObjectPermission[];
  fields: readonly { object: string; field: string; read: boolean; edit: boolean }[];
  customPermissionIds: string[];
}

async function replaceGrants(platform: Platform, parentId: string, grants: Grants): Promise<void> {
  await replace(platform, 'ObjectPermissions', parentId, 'SobjectType', grants.objects.map(objectRow));
  const fields = grants.fields.map(({ object, field, read, edit }) => ({
    SobjectType: object,
    Field: `${object}.${field}`,
    PermissionsRead: read,
    PermissionsEdit: edit,
  }));
  await replace(platform, 'FieldPermissions', parentId, 'Field', fields);
  const custom = grants.customPermissionIds.map((id) => ({
    SetupEntityId: id,
    SetupEntityType: 'CustomPermission',
  }));
  await replace(platform, 'SetupEntityAccess', parentId, 'SetupEntityId', custom);
}

function objectRow(permission: ObjectPermission): RecordInput {
  return {
    SobjectType: permission.object,
    PermissionsRead: permission.read,
    PermissionsCreate: permission.create,
    PermissionsEdit: permission.edit,
    PermissionsDelete: permission.delete,
    PermissionsViewAllRecords: permission.viewAllRecords,
    PermissionsModifyAllRecords: permission.modifyAllRecords,
  };
}

/** Makes the rows of a parent equal to `rows`, told apart by `key`; unchanged rows are left alone. */
async function replace(
  platform: Platform,
  object: string,
  parentId: string,
  key: string,
  rows: RecordInput[],
): Promise<void> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const { records } = await platform.query(
    `SELECT ${['Id', ...(names.length > 0 ? names : [key])].join(', ')} FROM ${object} WHERE ParentId = '${parentId}'`,
  );
  const wanted = new Map(rows.map((row) => [String(row[key]), row]));
  for (const record of records) {
    const row = wanted.get(String(record[key]));
    if (row && names.every((name) => row[name] === record[name])) wanted.delete(String(record[key]));
    else await platform.remove(object, String(record['Id']));
  }
  await platform.insert(
    object,
    [...wanted.values()].map((row) => ({ ParentId: parentId, ...row })),
  );
}

/** Inserts or updates the row whose `key` has the same value; gives its id. */
async function upsert(platform: Platform, object: string, key: string, fields: RecordInput): Promise<string> {
  const value = String(fields[key]).replaceAll("'", "\\'");
  const { records } = await platform.query(
    `SELECT ${['Id', ...Object.keys(fields)].join(', ')} FROM ${object} WHERE ${key} = '${value}'`,
  );
  const [found] = records;
  if (!found) return (await platform.insert(object, [fields]))[0] ?? '';
  const id = String(found['Id']);
  const changed = Object.entries(fields).filter(([name, item]) => (item ?? null) !== found[name]);
  if (changed.length > 0) await platform.update(object, id, Object.fromEntries(changed));
  return id;
}

/** Records that refer to others come after them, as the source names those by developer name. */
function referredFirst(metadata: OrgMetadata): CustomMetadataRecord[] {
  const refers = ({ type }: CustomMetadataRecord) => relationshipsOf(metadata, type).length > 0;
  const records = metadata.customMetadataRecords;
  return [...records.filter((record) => !refers(record)), ...records.filter(refers)];
}

function relationshipsOf({ objects }: OrgMetadata, type: string): FieldMetadata[] {
  const fields = objects.get(type.toLowerCase())?.fields.values() ?? [];
  return [...fields].filter((field) => field.custom && field.type === 'reference');
}

/** The ids of the records that this one names. @throws Error when one is not there */
async function relatedIds(
  platform: Platform,
  metadata: OrgMetadata,
  { type, developerName, values }: CustomMetadataRecord,
): Promise<RecordInput> {
  const ids: Record<string, string> = {};
  for (const { name, referenceTo } of relationshipsOf(metadata, type)) {
    const named = values.get(name);
    const [target] = referenceTo;
    if (typeof named !== 'string' || target === undefined) continue;
    const { records } = await platform.query(
      `SELECT Id FROM ${target} WHERE DeveloperName = '${named.replaceAll("'", "\\'")}'`,
    );
    if (!records[0])
      throw new Error(`The record ${developerName} names ${named}, which is no record of ${target}`);
    ids[name] = String(records[0]['Id']);
  }
  return ids;
}

async function syncRecord(
  platform: Platform,
  metadata: OrgMetadata,
  record: CustomMetadataRecord,
): Promise<void> {
  if (!metadata.objects.has(record.type.toLowerCase())) {
    throw new Error(
      `The record ${record.developerName} is of ${record.type}, which the source does not define`,
    );
  }
  const { developerName, label } = record;
  await upsert(platform, record.type, 'DeveloperName', {
    DeveloperName: developerName,
    QualifiedApiName: developerName,
    MasterLabel: label,
    Label: label,
    Language: 'en_US',
    ...Object.fromEntries(record.values),
    ...(await relatedIds(platform, metadata, record)),
  });
}
