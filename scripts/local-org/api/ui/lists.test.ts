import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller, SampleCompany } from '../sample-company.ts';
import { openSampleDepot, staff } from '../sample-depot.ts';

let depot: SampleCompany;
let admin: Caller;
let clerk: Caller;
let watcher: Caller;
let stranger: Caller;
let depotId: string;

beforeAll(async () => {
  depot = await openSampleDepot();
  admin = await depot.as(staff.admin);
  clerk = await depot.as(staff.clerk);
  watcher = await depot.as(staff.watcher);
  stranger = await depot.as(staff.stranger);
  depotId = await save('Depot__c', { Name: 'North', City__c: 'Kiel' });
  for (const [Title__c, Weight__c] of [
    ['Anvil', 80],
    ['Books', 12],
    ['Cups', 3],
  ]) {
    await save('Parcel__c', { Title__c, Weight__c, Kind__c: 'Box', Depot__c: depotId, Secret__c: 'x' });
  }
});

afterAll(() => depot.close());

async function save(object: string, fields: object): Promise<string> {
  const { status, body } = await admin.call('POST', `/sobjects/${object}`, fields);
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

type Body = Record<string, unknown>;
async function get(caller: Caller, resource: string, status = 200): Promise<Body> {
  const answer = await caller.call('GET', `/ui-api/${resource}`);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  return answer.body as Body;
}

interface Listed {
  records: { fields: Record<string, { value: unknown; displayValue: string | null }> }[];
}
const titles = (body: Body) =>
  (body as unknown as Listed).records.map(({ fields }) => fields['Title__c']?.value);

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
    sections.flatMap(({ layoutRows }) =>
      layoutRows.flatMap(({ layoutItems }) =>
        layoutItems.map(({ layoutComponents: [one] = [] as Body[] }) => (one as Body)['apiName']),
      ),
    );

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

describe('list views', () => {
  test('are described with columns, filters and order', async () => {
    const info = await get(admin, 'list-info/Parcel__c/Heavy');
    expect(info).toMatchObject({
      displayColumns: [
        { fieldApiName: 'Name', label: 'Number', lookupId: 'Id', sortable: true },
        { fieldApiName: 'Title__c', lookupId: null },
        { fieldApiName: 'Weight__c' },
        { fieldApiName: 'Depot__r.Name', lookupId: 'Depot__r.Id' },
        { fieldApiName: 'Owner.Alias', lookupId: 'Owner.Id' },
      ],
      filterLogicString: null,
      filteredByInfo: [
        { fieldApiName: 'Weight__c', label: 'Weight', operandLabels: ['10'], operator: 'GreaterThan' },
      ],
      label: 'Heavy parcels',
      listReference: { listViewApiName: 'Heavy', objectApiName: 'Parcel__c', type: 'listView' },
      ...{ visibility: 'Public', orderedByInfo: [{ fieldApiName: 'Name', isAscending: true }] },
    });
    const { id } = info['listReference'] as { id: string };
    expect(await get(admin, `list-info/${id}`)).toEqual(info);
    expect(titles(await get(admin, `list-records/${id}`))).toEqual(['Anvil', 'Books']);
    await get(admin, 'list-info/Parcel__c/Nothing', 404);
    await get(stranger, 'list-info/Parcel__c/Heavy', 403);
  });

  test('show what the user may see, with pages, order and a filter of his own', async () => {
    expect(titles(await get(clerk, 'list-records/Parcel__c/All'))).toEqual([]);
    expect(titles(await get(admin, 'list-records/Parcel__c/Mine'))).toEqual(['Anvil', 'Books', 'Cups']);
    const first = await get(admin, 'list-records/Parcel__c/All?pageSize=2&sortBy=-Weight__c');
    expect(first).toMatchObject({
      ...{ count: 2, currentPageToken: '0', nextPageToken: '2', previousPageToken: null, pageSize: 2 },
      ...{ sortBy: ['-Weight__c'], fields: [], optionalFields: [] },
      nextPageUrl:
        '/services/data/v68.0/ui-api/list-records/Parcel__c/All?sortBy=-Weight__c&pageSize=2&pageToken=2',
    });
    expect(titles(first)).toEqual(['Anvil', 'Books']);
    expect(
      titles(await get(admin, 'list-records/Parcel__c/All?pageSize=2&pageToken=2&sortBy=-Weight__c')),
    ).toEqual(['Cups']);
    const where = encodeURIComponent('{ Weight__c: { lt: 50 } }');
    expect(titles(await get(admin, `list-records/Parcel__c/All?where=${where}`))).toEqual(['Books', 'Cups']);
    const posted = await admin.call('POST', '/ui-api/list-records/Parcel__c/All', {
      ...{ fields: ['Parcel__c.Secret__c'], pageSize: 1, where: '{ Title__c: { eq: "Cups" } }' },
    });
    expect((posted.body as Listed).records[0]?.fields['Secret__c']).toEqual({
      value: 'x',
      displayValue: null,
    });
    for (const bad of [
      'pageSize=0',
      'pageSize=2001',
      'pageToken=x',
      'sortBy=Name%20DESC',
      'where=%7BNope__c:1%7D',
      'fields=Name',
    ]) {
      const refused = await admin.call('GET', `/ui-api/list-records/Parcel__c/All?${bad}`);
      expect(refused).toMatchObject({ status: 400, body: [{ errorCode: 'ILLEGAL_QUERY_PARAMETER_VALUE' }] });
    }
    await get(watcher, 'list-records/Parcel__c/All?fields=Parcel__c.Secret__c', 400);
    await get(watcher, 'list-records/Parcel__c/All?optionalFields=Parcel__c.Secret__c');
  });

  test('can be listed and searched by name', async () => {
    expect(await get(admin, 'list-ui/Parcel__c?q=heavy')).toMatchObject({
      ...{ count: 1, objectApiName: 'Parcel__c', queryString: 'heavy' },
      lists: [
        {
          apiName: 'Heavy',
          label: 'Heavy parcels',
          listUiUrl: expect.stringMatching(/list-ui\/Parcel__c\/Heavy$/),
        },
      ],
    });
  });
});

describe('related lists', () => {
  test('are those of the layout, sorted as it says', async () => {
    expect(await get(admin, 'related-list-info/Depot__c')).toMatchObject({
      parentObjectApiName: 'Depot__c',
      relatedLists: [
        {
          relatedListId: 'Parcels__r',
          objectApiName: 'Parcel__c',
          entityLabel: 'Parcel',
          fieldApiName: 'Depot__c',
        },
      ],
    });
    expect(await get(admin, 'related-list-info/Depot__c/Parcels__r')).toMatchObject({
      displayColumns: [{ fieldApiName: 'Name' }, { fieldApiName: 'Title__c' }, { fieldApiName: 'Weight__c' }],
      listReference: { parentObjectApiName: 'Depot__c', relatedListId: 'Parcels__r', type: 'relatedList' },
      objectApiNames: ['Parcel__c'],
      orderedByInfo: [{ fieldApiName: 'Weight__c', isAscending: false }],
    });
    const page = await get(
      admin,
      `related-list-records/${depotId}/Parcels__r?fields=Parcel__c.Title__c&pageSize=2`,
    );
    expect(titles(page)).toEqual(['Anvil', 'Books']);
    expect(page).toMatchObject({
      nextPageToken: '2',
      listReference: { inContextOfRecordId: depotId, relatedListId: 'Parcels__r' },
    });
    expect(await get(admin, `related-list-count/${depotId}/Parcels__r`)).toMatchObject({
      count: 3,
      hasMore: false,
    });
    await get(admin, `related-list-records/${depotId}/Nothing__r`, 404);
  });

  test('show of a record that the user sees only the children that he sees too', async () => {
    expect(titles(await get(clerk, `related-list-records/${depotId}/Parcels__r`))).toEqual([]);
    await get(stranger, `related-list-records/${depotId}/Parcels__r`, 404);
  });
});

describe('lookups', () => {
  test('find records by a part of their name, taken as text', async () => {
    const { lookupResults } = await get(admin, 'lookups/Parcel__c/Depot__c?q=ort');
    expect(lookupResults).toMatchObject({
      Depot__c: { count: 1, records: [{ id: depotId, fields: { Name: { value: 'North' } } }] },
    });
    const found = await get(admin, 'lookups/Parcel__c/Depot__c/Depot__c?q=%25&searchType=TypeAhead');
    expect(found).toMatchObject({ count: 0, records: [], nextPageUrl: null });
    const refused = await admin.call('GET', '/ui-api/lookups/Parcel__c/Title__c?q=x');
    expect(refused).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'ILLEGAL_QUERY_PARAMETER_VALUE',
          message: 'Field: Title__c is not a valid lookup field.',
        },
      ],
    });
    await get(admin, 'lookups/Parcel__c/Depot__c?searchType=Recent', 501);
  });
});

test('what is not offered says so', async () => {
  for (const resource of [
    'mru-list-ui/Parcel__c',
    'list-ui/Parcel__c/All',
    'actions/global',
    'favorites',
    'apps',
    'nav-items',
  ]) {
    await get(admin, resource, 501);
  }
});
