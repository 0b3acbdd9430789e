/** Every field type that a custom object may have: what it takes, what it refuses, how it is described. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMetadata } from '../metadata/load.ts';
import { startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import { adminSeed, writeSource } from '../test-source.ts';
import type { Elements } from '../test-source.ts';
import type { UserContext } from '../state/engine.ts';

const ADMIN = 'ada@types.example';
const value = (fullName: string): Elements => ({ fullName, default: false, label: fullName.toUpperCase() });
const values = (restricted: boolean, names: string[], extra: Elements = {}): Elements => ({
  valueSet: { ...extra, restricted, valueSetDefinition: { sorted: false, value: names.map(value) } },
});

const fields: Record<string, Elements> = {
  Text: { type: 'Text', length: 10 },
  Long: { type: 'LongTextArea', length: 1000, visibleLines: 3 },
  Rich: { type: 'Html', length: 1000, visibleLines: 10 },
  Area: { type: 'TextArea' },
  Number: { type: 'Number', precision: 8, scale: 2 },
  Money: { type: 'Currency', precision: 18, scale: 2 },
  Share: { type: 'Percent', precision: 5, scale: 1 },
  Day: { type: 'Date' },
  Moment: { type: 'DateTime' },
  Hour: { type: 'Time' },
  Done: { type: 'Checkbox', defaultValue: true },
  Mail: { type: 'Email' },
  Phone: { type: 'Phone' },
  Site: { type: 'Url' },
  State: { type: 'Picklist', ...values(true, ['open', 'shut', 'lost']) },
  Free: { type: 'Picklist', ...values(false, ['one']) },
  Tags: { type: 'MultiselectPicklist', visibleLines: 4, ...values(true, ['red', 'blue']) },
  Shared: { type: 'Picklist', valueSet: { valueSetName: 'Colours' } },
  Reason: {
    type: 'Picklist',
    ...values(true, ['stolen', 'broken'], { controllingField: 'State__c' }),
  },
  Serial: { type: 'AutoNumber', displayFormat: 'S-{YYYY}{MM}-{000}' },
};
(fields['Reason']?.['valueSet'] as Elements)['valueSettings'] = [
  { controllingFieldValue: 'lost', valueName: 'stolen' },
  { controllingFieldValue: 'shut', valueName: 'broken' },
];

let source: ReturnType<typeof writeSource>;
let org: TestOrg;
let admin: UserContext;

beforeAll(async () => {
  source = writeSource({ Thing__c: { fields } });
  mkdirSync(join(source.sourceDir, 'globalValueSets'));
  writeFileSync(
    join(source.sourceDir, 'globalValueSets', 'Colours.globalValueSet-meta.xml'),
    '<?xml version="1.0"?><GlobalValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><customValue><fullName>green</fullName>' +
      '<default>false</default><label>Green</label></customValue><masterLabel>Colours</masterLabel><sorted>false</sorted></GlobalValueSet>',
  );
  org = await startTestOrg({ sourceDir: source.sourceDir, seed: adminSeed(ADMIN, 'UTC') });
  admin = await org.user(ADMIN);
});
afterAll(async () => {
  await org.close();
  source.remove();
});

const save = async (record: object) =>
  (await org.engine.insert(admin, 'Thing__c', [{ Name: 'x', ...record }], { allOrNone: false }))[0];
async function saved(record: object): Promise<Record<string, unknown>> {
  const result = await save(record);
  expect(result?.errors).toEqual([]);
  return org.engine.retrieve(admin, 'Thing__c', result?.id ?? '');
}

describe('values of fields', () => {
  test.each([
    ['Text__c', ' ab ', 'ab'],
    ['Long__c', ' ab\ncd ', ' ab\ncd '],
    ['Rich__c', '<b>bold</b>', '<b>bold</b>'],
    ['Area__c', 'a\nb', 'a\nb'],
    ['Number__c', '12.5', 12.5],
    // The scale is for pages; the API keeps what it is given.
    ['Number__c', 1.23456, 1.23456],
    ['Money__c', 100.005, 100.005],
    ['Share__c', 12.5, 12.5],
    ['Day__c', '2026-11-21T10:00:00Z', '2026-11-21'],
    ['Moment__c', '2026-11-21T10:00:00.900+01:00', '2026-11-21T09:00:00.000+0000'],
    ['Hour__c', '08:30:00', '08:30:00.000Z'],
    ['Hour__c', '08:30:00.250Z', '08:30:00.250Z'],
    ['Done__c', 'false', false],
    ['Mail__c', 'a@b.example', 'a@b.example'],
    ['Phone__c', '+49 30 1234', '+49 30 1234'],
    ['Site__c', 'b.example', 'b.example'],
    ['State__c', 'open', 'open'],
    ['Free__c', 'anything', 'anything'],
    ['Tags__c', 'red;blue', 'red;blue'],
    ['Shared__c', 'green', 'green'],
    // The dependency is a matter of pages; the API takes any value of the list.
    ['Reason__c', 'stolen', 'stolen'],
  ])('%s takes %j', async (field, given, expected) => {
    expect((await saved({ [field]: given }))[field]).toEqual(expected);
  });

  test.each([
    ['Text__c', 'much too long', 'STRING_TOO_LONG'],
    ['Number__c', 10_000_000, 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['Number__c', 'seven', 'JSON_PARSER_ERROR'],
    ['Day__c', '2026-02-30', 'JSON_PARSER_ERROR'],
    ['Moment__c', 'noon', 'JSON_PARSER_ERROR'],
    ['Moment__c', '+275760-09-13T00:00:00Z', 'JSON_PARSER_ERROR'],
    ['Day__c', '0000-01-01', 'JSON_PARSER_ERROR'],
    ['Text__c', 'a\0b', 'JSON_PARSER_ERROR'],
    ['Hour__c', '25:00:00', 'JSON_PARSER_ERROR'],
    ['Done__c', 'maybe', 'JSON_PARSER_ERROR'],
    ['Mail__c', 'nobody', 'INVALID_EMAIL_ADDRESS'],
    ['Phone__c', '0'.repeat(41), 'STRING_TOO_LONG'],
    ['Site__c', 'x'.repeat(256), 'STRING_TOO_LONG'],
    ['State__c', 'ajar', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['Tags__c', 'red;green', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['Shared__c', 'red', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['Serial__c', 'S-1', 'INVALID_FIELD_FOR_INSERT_UPDATE'],
  ])('%s refuses %j', async (field, given, code) => {
    expect((await save({ [field]: given }))?.errors[0]).toMatchObject({ statusCode: code, fields: [field] });
  });

  test('auto-numbers carry the date and the next number; an untouched check box its default', async () => {
    const first = await saved({});
    const second = await saved({});
    expect(first['Serial__c']).toMatch(/^S-202611-\d{3}$/);
    expect(Number(String(second['Serial__c']).slice(-3))).toBe(
      Number(String(first['Serial__c']).slice(-3)) + 1,
    );
    expect(first['Done__c']).toBe(true);
  });
});

describe('descriptions of fields', () => {
  const of = (name: string) =>
    (org.engine.describe(admin, 'Thing__c')['fields'] as Record<string, unknown>[]).find(
      (field) => field['name'] === name,
    );

  test('tell rich text from plain', () => {
    expect(of('Rich__c')).toMatchObject({
      type: 'textarea',
      htmlFormatted: true,
      extraTypeInfo: 'richtextarea',
    });
    expect(of('Long__c')).toMatchObject({
      htmlFormatted: false,
      extraTypeInfo: 'plaintextarea',
      filterable: false,
    });
  });

  test('of dependent picklists name the controlling field and set a bit for each of its values', () => {
    // open, shut, lost: the third bit for what goes with lost, the second for what goes with shut.
    expect(of('Reason__c')).toMatchObject({
      controllerName: 'State__c',
      dependentPicklist: true,
      picklistValues: [
        { value: 'stolen', validFor: Buffer.from([0x20]).toString('base64') },
        { value: 'broken', validFor: Buffer.from([0x40]).toString('base64') },
      ],
    });
  });

  test('of a picklist with a global value set show its values, and nothing else fits', () => {
    expect(of('Shared__c')).toMatchObject({
      restrictedPicklist: true,
      picklistValues: [{ value: 'green', label: 'Green' }],
    });
  });
});

describe('types that the org does not have', () => {
  test.each(['EncryptedText', 'Location', 'ExternalLookup'])('%s is refused by name', (type) => {
    const strange = writeSource({ Thing__c: { fields: { Odd: { type } } } });
    expect(() => loadMetadata(strange.sourceDir)).toThrow(`does not know the field type ${type}`);
    strange.remove();
  });

  test('a roll-up that names no master-detail field to its object is refused', () => {
    const strange = writeSource({
      Thing__c: {
        fields: {
          Sum: { type: 'Summary', summaryForeignKey: 'Thing__c.Nope__c', summaryOperation: 'count' },
        },
      },
    });
    expect(() => loadMetadata(strange.sourceDir)).toThrow('Thing__c.Nope__c is no master-detail field to it');
    strange.remove();
  });
});
