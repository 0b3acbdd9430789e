/** For tests of access: a source with one object of each org-wide default, two details, and people to try them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SeedFile, SeedUser } from '../seed/format.ts';
import type { LocalOrgOptions } from '../server.ts';
import type { UserContext } from '../state/engine.ts';
import { startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

/** Objects by their org-wide default; the two details differ in what their master must allow. */
const SAMPLE_OBJECTS = ['Secret__c', 'Notice__c', 'Board__c', 'Line__c', 'Remark__c'] as const;

function objectXml(label: string, sharingModel: string): string {
  return (
    `<CustomObject><label>${label}</label><pluralLabel>${label}s</pluralLabel>` +
    `<sharingModel>${sharingModel}</sharingModel><nameField><label>Name</label><type>Text</type></nameField></CustomObject>`
  );
}

function masterXml(name: string, relationship: string, masterRead: boolean): string {
  return (
    `<CustomField><fullName>${name}</fullName><label>${name}</label><type>MasterDetail</type>` +
    `<referenceTo>Secret__c</referenceTo><relationshipName>${relationship}</relationshipName>` +
    `<writeRequiresMasterRead>${masterRead}</writeRequiresMasterRead></CustomField>`
  );
}

const TEXT = (name: string) =>
  `<CustomField><fullName>${name}</fullName><label>${name}</label><type>Text</type><length>80</length></CustomField>`;

const LOOKUP =
  '<CustomField><fullName>Secret__c</fullName><label>Secret</label><type>Lookup</type><referenceTo>Secret__c</referenceTo>' +
  '<relationshipName>Boards</relationshipName></CustomField>';

const grant = (object: string) =>
  `<objectPermissions><object>${object}</object><allowRead>true</allowRead><allowCreate>true</allowCreate>` +
  '<allowEdit>true</allowEdit><allowDelete>true</allowDelete><viewAllRecords>false</viewAllRecords>' +
  '<modifyAllRecords>false</modifyAllRecords></objectPermissions>';

const FILES: Record<string, string> = {
  'objects/Secret__c/Secret__c.object-meta.xml': objectXml('Secret', 'Private'),
  'objects/Secret__c/fields/Body__c.field-meta.xml': TEXT('Body__c'),
  'objects/Secret__c/fields/Hidden__c.field-meta.xml': TEXT('Hidden__c'),
  'objects/Notice__c/Notice__c.object-meta.xml': objectXml('Notice', 'Read'),
  'objects/Board__c/Board__c.object-meta.xml': objectXml('Board', 'ReadWrite'),
  'objects/Board__c/fields/Secret__c.field-meta.xml': LOOKUP,
  'objects/Line__c/Line__c.object-meta.xml': objectXml('Line', 'ControlledByParent'),
  'objects/Line__c/fields/Secret__c.field-meta.xml': masterXml('Secret__c', 'Lines', false),
  'objects/Remark__c/Remark__c.object-meta.xml': objectXml('Remark', 'ControlledByParent'),
  'objects/Remark__c/fields/Secret__c.field-meta.xml': masterXml('Secret__c', 'Remarks', true),
  'permissionsets/Worker.permissionset-meta.xml': `<PermissionSet><label>Worker</label>${SAMPLE_OBJECTS.map(grant).join('')}<fieldPermissions><field>Secret__c.Body__c</field><readable>true</readable><editable>true</editable></fieldPermissions><fieldPermissions><field>Board__c.Secret__c</field><readable>true</readable><editable>true</editable></fieldPermissions></PermissionSet>`,
};

export const SAMPLE_ADMIN = 'root@sharing.example';

const person = (username: string, profile: string, permissionSets: string[]): SeedUser => ({
  username,
  lastName: username.split('@')[0] ?? '',
  email: username,
  profile,
  isActive: true,
  isFrozen: false,
  permissionSets,
});

/** A seed with an administrator and, per name, a user who may work with every object of the sample. */
function sampleSeed(names: readonly string[]): SeedFile {
  return {
    organization: {
      name: 'Sharing',
      timeZone: 'UTC',
      locale: 'en_US',
      language: 'en_US',
      isSandbox: false,
      organizationType: 'Enterprise Edition',
      instanceName: 'TEST1',
    },
    adminUsername: SAMPLE_ADMIN,
    integrationUsername: SAMPLE_ADMIN,
    profiles: [],
    users: [
      person(SAMPLE_ADMIN, 'System Administrator', []),
      ...names.map((name) => person(`${name}@sharing.example`, 'Standard User', ['Worker'])),
    ],
    rows: {},
  };
}

export interface SharingSample extends TestOrg {
  /** The context of a worker by his short name, or of the administrator (`root`), as it is now. */
  worker(name: string): Promise<UserContext>;
}

/** Writes the sample's source into a new folder, which the caller removes. */
export function writeSampleSource(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sharing-'));
  for (const [path, xml] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), xml);
  }
  return folder;
}

/** Starts an org over the sample's source, in memory. */
export async function startSharingSample(
  names: readonly string[],
  options: Partial<LocalOrgOptions> = {},
): Promise<SharingSample> {
  const folder = writeSampleSource();
  const org = await startTestOrg({ sourceDir: folder, seed: sampleSeed(names), ...options });
  return {
    ...org,
    worker: (name) => org.user(`${name}@sharing.example`),
    close: async () => {
      await org.close();
      rmSync(folder, { recursive: true });
    },
  };
}
