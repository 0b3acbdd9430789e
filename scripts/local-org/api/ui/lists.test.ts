import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../sample-company.ts';
import { staff } from '../sample-depot.ts';
import { get, openStockedDepot, type Body } from './sample-stock.ts';

let depot: Awaited<ReturnType<typeof openStockedDepot>>;
let admin: Caller;
let depotId: string;
let clerk: Caller;
let watcher: Caller;
let stranger: Caller;

beforeAll(async () => {
  depot = await openStockedDepot();
  ({ admin, depotId } = depot);
  clerk = await depot.as(staff.clerk);
  watcher = await depot.as(staff.watcher);
  stranger = await depot.as(staff.stranger);
});

afterAll(() => depot.close());

interface Listed {
  records: { fields: Record<string, { value: unknown; displayValue: string | null }> }[];
}
const titles = (body: Body) =>
  (body as unknown as Listed).records.map(({ fields }) => fields['Title__c']?.value);

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
