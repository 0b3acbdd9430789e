/** What was deployed: given back, deleted, there again after a restart, tracked, and read while it changes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import {
  deployBy,
  HEAD,
  manifestText,
  objectText,
  partsText,
  permissionSetText,
  textField,
  zipOf,
} from './sample-package.ts';

const META =
  HEAD +
  '<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>68.0</apiVersion>\n    <isExposed>false</isExposed>\n</LightningComponentBundle>\n';
const view =
  '<listViews>\n        <fullName>All</fullName>\n        <columns>NAME</columns>\n        <columns>Note__c</columns>\n        <filterScope>Everything</filterScope>\n        <label>All</label>\n    </listViews>';
const grants =
  '    <fieldPermissions>\n        <editable>true</editable>\n        <field>Shelf__c.Note__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n';

const FILES = {
  'objects/Shelf__c.object': objectText('Shelf', [textField('Code__c'), textField('Note__c'), view]),
  'permissionsets/Shelves.permissionset': permissionSetText('Shelves', grants),
  'lwc/shelf/shelf.js':
    "import { LightningElement } from 'lwc';\nexport default class Shelf extends LightningElement {}\n",
  'lwc/shelf/shelf.js-meta.xml': META,
};
const LISTED = {
  CustomObject: ['Shelf__c'],
  PermissionSet: ['Shelves'],
  LightningComponentBundle: ['shelf'],
};

let folder = '';
let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'round-trip-'));
  await start();
  expect((await deploy(zipOf(FILES, LISTED))).status).toBe('Succeeded');
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  org = await startTestOrg({
    sourceDir: null,
    seed: 'empty',
    dataDir: join(folder, 'data'),
  });
  admin = await org.connect(org.adminUsername);
}

const deploy = (zip: Buffer) => deployBy(admin, zip);

const remove = (listed: Record<string, string[]>, name = 'destructiveChanges.xml') =>
  deploy(zipOf({ [name]: manifestText(listed) }, {}));

async function retrieve(types: { members: string[]; name: string }[]) {
  admin.metadata.pollInterval = 5;
  const request = { apiVersion: '68.0', unpackaged: { types, version: '68.0' } };
  const { id } = await admin.metadata.retrieve(
    request as unknown as Parameters<typeof admin.metadata.retrieve>[0],
  );
  const result = await admin.metadata.checkRetrieveStatus(id);
  const files = Object.entries(unzipSync(new Uint8Array(Buffer.from(result.zipFile, 'base64'))));
  return {
    result,
    files: Object.fromEntries(files.map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')])),
  };
}

const everything = [
  { members: ['*'], name: 'CustomObject' },
  { members: ['Shelves'], name: 'PermissionSet' },
  { members: ['shelf'], name: 'LightningComponentBundle' },
];

describe('what is retrieved [U28]', () => {
  test('is to the byte what was deployed, with who made it and when', async () => {
    const { files, result } = await retrieve(everything);
    for (const [path, text] of Object.entries(FILES)) expect(files[`unpackaged/${path}`]).toBe(text);
    expect(files['unpackaged/package.xml']).toContain('<members>Shelf__c.Code__c</members>');
    expect(result.fileProperties).toContainEqual(
      expect.objectContaining({
        ...{
          fullName: 'Shelf__c.Code__c',
          fileName: 'unpackaged/objects/Shelf__c.object',
          type: 'CustomField',
        },
        createdByName: 'Ada Admin',
      }),
    );
  });

  test('holds parts that came later beside the others', async () => {
    await deploy(
      zipOf(
        { 'objects/Shelf__c.object': partsText([textField('Wood__c')]) },
        { CustomField: ['Shelf__c.Wood__c'] },
      ),
    );
    const { files } = await retrieve([{ members: ['Shelf__c'], name: 'CustomObject' }]);
    const expected = objectText('Shelf', [
      textField('Code__c'),
      textField('Note__c'),
      textField('Wood__c'),
      view,
    ]);
    expect(files['unpackaged/objects/Shelf__c.object']).toBe(expected);
  });

  test('names what is not there, and lists and describes what is', async () => {
    const { result } = await retrieve([{ members: ['Gone'], name: 'PermissionSet' }]);
    expect(result.messages).toMatchObject([
      { problem: "Entity of type 'PermissionSet' named 'Gone' cannot be found" },
    ]);
    const fields = await admin.metadata.list({ type: 'CustomField' }, '68.0');
    expect(fields.map(({ fullName }) => fullName)).toEqual([
      'Shelf__c.Code__c',
      'Shelf__c.Note__c',
      'Shelf__c.Wood__c',
    ]);
    const { metadataObjects } = await admin.metadata.describe('68.0');
    expect(metadataObjects).toContainEqual(
      expect.objectContaining({ xmlName: 'CustomObject', directoryName: 'objects', suffix: 'object' }),
    );
    await expect(admin.metadata.list({ type: 'ApexClass' }, '68.0')).rejects.toThrow(
      'not supported by this org',
    );
  });

  test('bundles lie on disk for whoever builds the pages', () => {
    const [sources = ''] = org.engine.metadata.sourceDirs;
    expect(readdirSync(join(sources, 'lwc', 'shelf')).sort()).toEqual(['shelf.js', 'shelf.js-meta.xml']);
    expect(readFileSync(join(sources, 'lwc', 'shelf', 'shelf.js'), 'utf8')).toBe(FILES['lwc/shelf/shelf.js']);
  });
});

describe('while the org changes [U28]', () => {
  test('each reader sees the org before or after a deployment, never between', async () => {
    await admin.sobject('Shelf__c').create({ Name: 'one', Code__c: 'a' });
    const fields = (name: string) => `${textField(name)}`;
    const bring = zipOf(
      { 'objects/Shelf__c.object': partsText(['Left__c', 'Right__c'].map(fields)) },
      { CustomField: ['Shelf__c.Left__c', 'Shelf__c.Right__c'] },
    );
    const listed = { CustomField: ['Shelf__c.Left__c', 'Shelf__c.Right__c'] };
    let changing = true;
    let reads = 0;
    /** Until a read that began after now has ended. */
    const readOnceMore = async () => {
      const enough = reads + 2;
      while (reads < enough) await new Promise((resolve) => setImmediate(resolve));
    };
    const seen = new Set<string>();
    const outcomes: string[] = [];
    const reading = (async () => {
      while (changing) {
        const { fields: described } = await admin.requestGet<{ fields: { name: string }[] }>(
          '/sobjects/Shelf__c/describe',
        );
        seen.add(
          described
            .map(({ name }) => name)
            .filter((name) => /^(Left|Right)__c$/.test(name))
            .join(),
        );
        outcomes.push(
          await admin.query('SELECT Left__c, Right__c FROM Shelf__c').then(
            ({ totalSize }) => String(totalSize),
            (error: Error) => error.name,
          ),
        );
        reads += 1;
      }
    })();
    for (let round = 0; round < 2; round += 1) {
      expect((await deploy(bring)).status).toBe('Succeeded');
      await readOnceMore();
      expect((await remove(listed)).status).toBe('Succeeded');
      await readOnceMore();
    }
    changing = false;
    await reading;
    expect([...seen].filter((names) => !['', 'Left__c,Right__c'].includes(names))).toEqual([]);
    expect([...new Set(outcomes)].filter((outcome) => !['1', 'INVALID_FIELD'].includes(outcome))).toEqual([]);
    expect(seen.size).toBe(2);
  });
});

describe('what is deleted [U28]', () => {
  test('a field goes with what mentions it in permission sets, and begins empty when it comes again', async () => {
    await deploy(
      zipOf(
        { 'objects/Shelf__c.object': objectText('Shelf', [textField('Code__c'), textField('Note__c')]) },
        { CustomObject: ['Shelf__c'] },
      ),
    );
    await remove({ ListView: ['Shelf__c.All'] });
    await admin.sobject('Shelf__c').create({ Name: 'two', Note__c: 'kept for a while' });
    const { details } = await remove({ CustomField: ['Shelf__c.Note__c'] }, 'destructiveChangesPost.xml');
    expect(details.componentFailures).toEqual([]);
    expect(details.componentSuccesses[0]).toMatchObject({ fullName: 'Shelf__c.Note__c', deleted: true });
    await expect(admin.query('SELECT Note__c FROM Shelf__c')).rejects.toThrow('Note__c');
    const { files } = await retrieve([{ members: ['Shelves'], name: 'PermissionSet' }]);
    expect(files['unpackaged/permissionsets/Shelves.permissionset']).not.toContain('Note__c');
    await deploy(
      zipOf(
        { 'objects/Shelf__c.object': partsText([textField('Note__c')]) },
        { CustomField: ['Shelf__c.Note__c'] },
      ),
    );
    expect((await admin.query('SELECT Id FROM Shelf__c WHERE Note__c != null')).totalSize).toBe(0);
  });

  test('a field that a rule reads stays, and the rule is named', async () => {
    const rule =
      '<validationRules>\n        <fullName>Has_Code</fullName>\n        <active>true</active>\n        <errorConditionFormula>ISBLANK(Code__c)</errorConditionFormula>\n        <errorMessage>no code</errorMessage>\n    </validationRules>';
    await deploy(
      zipOf({ 'objects/Shelf__c.object': partsText([rule]) }, { ValidationRule: ['Shelf__c.Has_Code'] }),
    );
    const { status, details } = await remove({ CustomField: ['Shelf__c.Code__c'] });
    expect(status).toBe('Failed');
    expect(details.componentFailures).toMatchObject([
      {
        fullName: 'Shelf__c.Code__c',
        problem: expect.stringContaining(
          'This custom field is referenced elsewhere in salesforce.com. : Validation Rule - Shelf__c.Has_Code.',
        ),
      },
    ]);
  });

  test('an object goes with its records, its shares and its permissions, and begins empty when it comes again', async () => {
    const text = objectText('Vault', [textField('Code__c')]).replace('ReadWrite', 'Private');
    const zip = zipOf({ 'objects/Vault__c.object': text }, { CustomObject: ['Vault__c'] });
    for (const round of ['first', 'second']) {
      expect((await deploy(zip)).status).toBe('Succeeded');
      expect((await admin.query('SELECT Id FROM Vault__c')).totalSize).toBe(0);
      await admin.sobject('Vault__c').create({ Name: round });
      expect((await admin.query('SELECT Id FROM Vault__Share')).totalSize).toBe(1);
      expect((await remove({ CustomObject: ['Vault__c'] })).status).toBe('Succeeded');
      await expect(admin.query('SELECT Id FROM Vault__c')).rejects.toThrow('Vault__c');
      const granted = await admin.query("SELECT Id FROM ObjectPermissions WHERE SobjectType = 'Vault__c'");
      expect(granted.totalSize).toBe(0);
    }
  });

  test('what is not there is told as a warning', async () => {
    const { status, details } = await remove({ CustomField: ['Shelf__c.Gone__c'] });
    expect(status).toBe('Succeeded');
    expect(details.componentSuccesses[0]).toMatchObject({
      problem: 'No CustomField named: Shelf__c.Gone__c found',
      problemType: 'Warning',
    });
  });

  test('a permission set that somebody holds stays', async () => {
    const [set] = (await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Shelves'")).records;
    const user = await org.engine.findUser(org.integrationUsername);
    const held = await admin
      .sobject('PermissionSetAssignment')
      .create({ AssigneeId: user?.id, PermissionSetId: set?.Id });
    expect((await remove({ PermissionSet: ['Shelves'] })).details.componentFailures[0]?.problem).toContain(
      'is assigned to users',
    );
    await admin.sobject('PermissionSetAssignment').destroy(held.id ?? '');
    expect((await remove({ PermissionSet: ['Shelves'] })).status).toBe('Succeeded');
    expect((await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Shelves'")).totalSize).toBe(0);
  });

  test('all of it is as it was after a restart', async () => {
    const before = await retrieve(everything);
    await org.close();
    await start();
    const after = await retrieve(everything);
    expect(after.files).toEqual(before.files);
    expect(after.files['unpackaged/objects/Shelf__c.object']).toContain('Note__c');
    expect((await admin.query("SELECT Id FROM Shelf__c WHERE Name = 'one'")).totalSize).toBe(1);
    expect((await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Shelves'")).totalSize).toBe(0);
  });
});
