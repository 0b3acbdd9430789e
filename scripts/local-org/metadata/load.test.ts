import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { loadMetadata } from './load.ts';
import { findField, findObject } from './model.ts';

const metadata = loadMetadata(project.path('force-app'));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A source tree of one object with the given field. */
function treeWith(fieldXml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'source-'));
  folders.push(folder);
  const fields = join(folder, 'main', 'objects', 'Visit__c', 'fields');
  mkdirSync(fields, { recursive: true });
  writeFileSync(
    join(fields, '..', 'Visit__c.object-meta.xml'),
    '<CustomObject><label>Visit</label><pluralLabel>Visits</pluralLabel><sharingModel>Private</sharingModel><nameField><label>No.</label><type>AutoNumber</type><displayFormat>V-{000}</displayFormat></nameField></CustomObject>',
  );
  writeFileSync(join(fields, 'Field__c.field-meta.xml'), `<CustomField>${fieldXml}</CustomField>`);
  return folder;
}

describe('loading a source tree', () => {
  test('gives a custom object the fields of the platform beside its own', () => {
    const request = findObject(metadata, 'access_request__c');
    expect(request).toMatchObject({ name: 'Access_Request__c', kind: 'custom', sharingModel: 'ReadWrite' });
    expect([...(request?.fields.keys() ?? [])]).toEqual(
      expect.arrayContaining(['id', 'ownerid', 'name', 'systemmodstamp', 'isdeleted', 'purpose__c']),
    );
    expect(findField(request!, 'NAME')).toMatchObject({ autoNumber: true, createable: false });
  });

  test('reads a lookup with its way up and its way down', () => {
    const decision = findObject(metadata, 'Access_Decision__c')!;
    expect(findField(decision, 'Access_Request__c')).toMatchObject({
      referenceTo: ['Access_Request__c'],
      relationshipName: 'Access_Request__r',
      childRelationshipName: 'Decisions__r',
      deleteConstraint: 'Restrict',
      required: true,
    });
  });

  test('reads rules, permission sets, labels, pages, records and change event members', () => {
    const request = findObject(metadata, 'Access_Request__c')!;
    expect(request.validationRules.length).toBeGreaterThan(0);
    expect(metadata.permissionSets.get('access_admin')?.objectPermissions.length).toBeGreaterThan(0);
    expect(metadata.customPermissions.size).toBe(1);
    expect(metadata.flexipages.size).toBeGreaterThan(0);
    expect(metadata.customMetadataRecords[0]).toMatchObject({
      type: 'Access_Policy__mdt',
      developerName: 'Default',
    });
    expect(metadata.changeEventEntities).toEqual(
      expect.arrayContaining(['Access_Request__c', 'Audit_Report__c']),
    );
  });

  test('makes long text unfilterable and unsortable', () => {
    const purpose = findField(findObject(metadata, 'Access_Request__c')!, 'Purpose__c');
    expect(purpose).toMatchObject({ longText: true, filterable: false, sortable: false, groupable: false });
  });

  test('refuses a field type it does not know and names the file', () => {
    const folder = treeWith('<fullName>Field__c</fullName><label>Where</label><type>Location</type>');
    expect(() => loadMetadata(folder)).toThrow(/Field__c\.field-meta\.xml.*Location/);
  });

  test('refuses a lookup to an object that is not there', () => {
    const folder = treeWith(
      '<fullName>Field__c</fullName><label>To</label><type>Lookup</type><referenceTo>Nowhere__c</referenceTo>',
    );
    expect(() => loadMetadata(folder)).toThrow('Visit__c.Field__c refers to Nowhere__c');
  });
});

describe('the standard objects', () => {
  test('User.SuAccessExpirationDate is a date that nobody can write', () => {
    const field = findField(findObject(metadata, 'User')!, 'SuAccessExpirationDate');
    expect(field).toMatchObject({ type: 'date', createable: false, updateable: false, filterable: true });
  });

  test('SetupAuditTrail can be filtered neither by Display nor by Section', () => {
    const audit = findObject(metadata, 'SetupAuditTrail')!;
    expect(findField(audit, 'Display')).toMatchObject({ filterable: false, sortable: true });
    expect(findField(audit, 'Section')).toMatchObject({ filterable: false });
    expect(findField(audit, 'Action')).toMatchObject({ filterable: true });
  });
});
