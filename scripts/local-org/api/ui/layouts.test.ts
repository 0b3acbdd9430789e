import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../sample-company.ts';
import { staff } from '../sample-depot.ts';
import { get, openStockedDepot, type Body } from './sample-stock.ts';

let depot: Awaited<ReturnType<typeof openStockedDepot>>;
let admin: Caller;
let depotId: string;
let watcher: Caller;

beforeAll(async () => {
  depot = await openStockedDepot();
  ({ admin, depotId } = depot);
  watcher = await depot.as(staff.watcher);
});

afterAll(() => depot.close());

describe('object infos', () => {
  test('say which picklist depends on which, and the picklist which values allow which', async () => {
    const info = await get(admin, 'object-info/Parcel__c');
    expect(info['dependentFields']).toEqual({ Kind__c: { Size__c: {} } });
    expect((info['fields'] as Record<string, Body>)['Size__c']).toMatchObject({
      controllerName: 'Kind__c',
      controllingFields: ['Kind__c'],
    });
    const sizes = await get(admin, 'object-info/Parcel__c/picklist-values/012000000000000AAA/Size__c');
    expect(sizes).toMatchObject({
      controllerValues: { Letter: 0, Box: 1, Crate: 2 },
      values: [
        { label: 'A s', value: 'S', validFor: [0, 1], attributes: null },
        { label: 'A m', value: 'M', validFor: [1] },
        { label: 'A l', value: 'L', validFor: [1, 2] },
      ],
    });
    const { body } = await admin.call('GET', '/sobjects/Parcel__c/describe');
    const size = (body as { fields: Body[] }).fields.find(({ name }) => name === 'Size__c');
    expect(size).toMatchObject({ dependentPicklist: true, controllerName: 'Kind__c' });
    expect((size?.['picklistValues'] as Body[]).map(({ validFor }) => validFor)).toEqual([
      'wA==',
      'QA==',
      'YA==',
    ]);
  });

  test('have the properties of the platform, theme included', async () => {
    expect(await get(admin, 'object-info/Parcel__c')).toMatchObject({
      ...{ associateEntityType: null, associateParentEntity: null, layoutable: true, mruEnabled: true },
      ...{ searchable: true, feedEnabled: false, defaultRecordTypeId: '012000000000000AAA' },
      themeInfo: {
        color: expect.stringMatching(/^[0-9A-F]{6}$/),
        iconUrl: expect.stringMatching(/custom20_120/),
      },
    });
  });
});

describe('layouts', () => {
  interface Layout extends Body {
    sections: {
      heading: string;
      useHeading: boolean;
      columns: number;
      layoutRows: { layoutItems: Body[] }[];
    }[];
  }
  const layout = async (caller: Caller, parameters = '') =>
    (await get(caller, `layout/Parcel__c${parameters}`)) as Layout;
  const fieldsOf = ({ sections }: Layout) =>
    sections
      .flatMap(({ layoutRows }) => layoutRows.flatMap(({ layoutItems }) => layoutItems))
      .map(({ layoutComponents }) => (layoutComponents as Body[])[0]?.['apiName']);

  test('show the sections of the source with the behaviour of each field', async () => {
    const full = await layout(admin);
    expect(full).toMatchObject({
      ...{ layoutType: 'Full', mode: 'View', objectApiName: 'Parcel__c', saveOptions: [] },
      id: expect.stringMatching(/^00h\w{15}$/),
      sections: [
        { heading: 'Parcel', useHeading: true, columns: 2, rows: 3, id: expect.stringMatching(/^01B/) },
        { heading: 'Journey', useHeading: false, columns: 1, rows: 2 },
      ],
    });
    expect(full.sections[0]?.layoutRows[1]?.layoutItems[0]).toEqual({
      ...{ editableForNew: true, editableForUpdate: true, label: 'Title', lookupIdApiName: null },
      layoutComponents: [{ apiName: 'Title__c', componentType: 'Field', label: 'Title' }],
      ...{ required: true, sortable: false, uiBehavior: 'Required' },
    });
    expect(full.sections[0]?.layoutRows[0]?.layoutItems[1]).toMatchObject({
      label: 'Owner',
      lookupIdApiName: 'OwnerId',
    });
  });

  test('leave out what the user may not read, and on Create what he cannot enter', async () => {
    expect(fieldsOf(await layout(watcher))).not.toContain('Secret__c');
    const create = fieldsOf(await layout(admin, '?mode=Create'));
    expect(create).toEqual(expect.arrayContaining(['Title__c', 'OwnerId', 'Depot__c']));
    expect(create).not.toContain('Name');
    expect(create).not.toContain('Sent__c');
    expect(fieldsOf(await layout(admin, '?layoutType=Compact'))).toEqual(['Name']);
    await get(admin, 'layout/Parcel__c?mode=Dream', 400);
  });

  test('tell which fields of a record are read, lookups by the name of what they lead to', async () => {
    const list = (await get(admin, 'list-records/Parcel__c/All')) as unknown as { records: { id: string }[] };
    const id = list.records[0]?.id;
    const record = await get(admin, `records/${id}?layoutTypes=Full&modes=View,Edit`);
    expect(record['fields']).toMatchObject({
      Title__c: { value: 'Anvil' },
      Depot__c: { value: depotId },
      Depot__r: {
        displayValue: 'North',
        value: { apiName: 'Depot__c', fields: { Name: { value: 'North' } } },
      },
    });
    const ui = await get(admin, `record-ui/${id}?layoutTypes=Full,Compact&modes=View`);
    expect(ui).toMatchObject({
      layouts: { Parcel__c: { '012000000000000AAA': { Full: { View: {} }, Compact: { View: {} } } } },
      objectInfos: { Parcel__c: {} },
      records: { [String(id)]: { fields: { Title__c: { value: 'Anvil' } } } },
    });
  });

  test('defaults for a new record come with the layout, those for a clone with the values of its source', async () => {
    const created = await get(admin, 'record-defaults/create/Parcel__c');
    expect(created).toMatchObject({
      layout: { mode: 'Create' },
      record: { id: null, fields: { Kind__c: { value: 'Letter' } } },
    });
    const list = (await get(admin, 'list-records/Parcel__c/All')) as unknown as { records: { id: string }[] };
    const id = String(list.records[0]?.id);
    const cloned = (await get(admin, `record-defaults/clone/${id}`))['record'] as Body;
    expect(cloned).toMatchObject({ id: null, cloneSourceId: id, fields: { Title__c: { value: 'Anvil' } } });
    expect(Object.keys(cloned['fields'] as Body)).not.toContain('CreatedDate');
    await get(admin, 'record-defaults/create/Parcel__c?recordTypeId=012000000000001AAA', 400);
  });
});
