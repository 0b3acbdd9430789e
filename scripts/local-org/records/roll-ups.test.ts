/** Masters and details: roll-ups, reparenting, what goes with a master, and who may write a detail. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import { adminSeed, writeSource } from '../test-source.ts';
import type { Elements } from '../test-source.ts';
import type { ChangeEvent, UserContext } from '../state/engine.ts';

const ADMIN = 'ada@master.example';

const master = (referenceTo: string, relationshipName: string, extra: Elements = {}): Elements => ({
  type: 'MasterDetail',
  referenceTo,
  relationshipName,
  relationshipOrder: 0,
  ...extra,
});
const rollUp = (operation: string, extra: Elements = {}): Elements => ({
  type: 'Summary',
  summaryForeignKey: 'Line__c.Order__c',
  summaryOperation: operation,
  ...extra,
});
const filter = (field: string, operation: string, value: string): Elements => ({
  summaryFilterItems: { field: `Line__c.${field}`, operation, value },
});
const detail = { sharingModel: 'ControlledByParent' };

let source: ReturnType<typeof writeSource>;
let org: TestOrg;
let admin: UserContext;

beforeAll(async () => {
  source = writeSource({
    Account_Book__c: {
      fields: {
        Worth: {
          type: 'Summary',
          summaryForeignKey: 'Order__c.Book__c',
          summaryOperation: 'sum',
          summarizedField: 'Order__c.Total__c',
        },
      },
    },
    Order__c: {
      object: detail,
      fields: {
        Book: master('Account_Book__c', 'Orders'),
        Lines: rollUp('count'),
        Total: rollUp('sum', { summarizedField: 'Line__c.Amount__c' }),
        Double_Total: rollUp('sum', { summarizedField: 'Line__c.Twice__c' }),
        Least: rollUp('min', { summarizedField: 'Line__c.Amount__c' }),
        Last_Day: rollUp('max', { summarizedField: 'Line__c.Day__c' }),
        Open_Lines: rollUp('count', filter('State__c', 'equals', 'Open, Waiting')),
        Other_Lines: rollUp('count', filter('State__c', 'notEqual', 'Open')),
        Big_Lines: rollUp('count', filter('Amount__c', 'greaterThan', '100')),
        Named_Lines: rollUp('count', filter('Name', 'startsWith', 'a')),
        Paid_Lines: rollUp('count', filter('Paid__c', 'equals', 'True')),
      },
      rules: { Too_Dear: 'Total__c > 1000' },
    },
    Line__c: {
      object: detail,
      fields: {
        Order: master('Order__c', 'Lines', { reparentableMasterDetail: true }),
        Amount: { type: 'Currency', precision: 18, scale: 2 },
        Twice: {
          type: 'Currency',
          precision: 18,
          scale: 2,
          formula: 'Amount__c * 2',
          formulaTreatBlanksAs: 'BlankAsZero',
        },
        Day: { type: 'Date' },
        State: { type: 'Text', length: 20 },
        Paid: { type: 'Checkbox', defaultValue: false },
      },
    },
  });
  org = await startTestOrg({ sourceDir: source.sourceDir, seed: adminSeed(ADMIN, 'UTC') });
  admin = await org.user(ADMIN);
});
afterAll(async () => {
  await org.close();
  source.remove();
});

const ONE = { allOrNone: false };
async function insert(object: string, fields: object): Promise<string> {
  const [result] = await org.engine.insert(admin, object, [{ ...fields }], ONE);
  expect(result?.errors).toEqual([]);
  return result?.id ?? '';
}
async function order(book?: string): Promise<string> {
  return insert('Order__c', {
    Name: 'Order',
    Book__c: book ?? (await insert('Account_Book__c', { Name: 'Book' })),
  });
}
const line = (Order__c: string, fields: object = {}) =>
  insert('Line__c', { Name: 'aLine', Order__c, ...fields });
const read = (object: string, id: string) => org.engine.retrieve(admin, object, id);

describe('roll-ups', () => {
  test('of a master without details are zero, or empty for the least and the last', async () => {
    expect(await read('Order__c', await order())).toMatchObject({
      Lines__c: 0,
      Total__c: 0,
      Least__c: null,
      Last_Day__c: null,
    });
  });

  test('follow every insert, update and delete of a detail, by their filters', async () => {
    const id = await order();
    const first = await line(id, { Amount__c: 150, Day__c: '2026-01-02', State__c: 'open' });
    await line(id, { Name: 'b', Amount__c: 10.25, Day__c: '2025-12-31', State__c: 'Shut', Paid__c: true });
    await line(id, { Name: 'c', State__c: 'waiting' });
    expect(await read('Order__c', id)).toMatchObject({
      Lines__c: 3,
      Total__c: 160.25,
      Double_Total__c: 320.5,
      Least__c: 10.25,
      Last_Day__c: '2026-01-02',
      Open_Lines__c: 2,
      Other_Lines__c: 2,
      Big_Lines__c: 1,
      Named_Lines__c: 1,
      Paid_Lines__c: 1,
    });
    await org.engine.update(admin, 'Line__c', [{ Id: first, Amount__c: 5, State__c: null }], ONE);
    expect(await read('Order__c', id)).toMatchObject({
      Total__c: 15.25,
      Least__c: 5,
      Open_Lines__c: 1,
      Big_Lines__c: 0,
    });
    await org.engine.remove(admin, 'Line__c', [first], ONE);
    expect(await read('Order__c', id)).toMatchObject({
      Lines__c: 2,
      Total__c: 10.25,
      Last_Day__c: '2025-12-31',
    });
  });

  test('go on to the master of the master', async () => {
    const book = await insert('Account_Book__c', { Name: 'Book' });
    const [one, other] = [await order(book), await order(book)];
    await line(one, { Amount__c: 7 });
    await line(other, { Amount__c: 5 });
    expect(await read('Account_Book__c', book)).toMatchObject({ Worth__c: 12 });
  });

  test('of both masters follow a detail that is given to another', async () => {
    const [one, other] = [await order(), await order()];
    const id = await line(one, { Amount__c: 9 });
    await org.engine.update(admin, 'Line__c', [{ Id: id, Order__c: other }], ONE);
    expect(await read('Order__c', one)).toMatchObject({ Lines__c: 0, Total__c: 0 });
    expect(await read('Order__c', other)).toMatchObject({ Lines__c: 1, Total__c: 9 });
  });

  test('run the rules of the master, and a refusal leaves the detail unsaved', async () => {
    const id = await order();
    await line(id, { Amount__c: 900 });
    const [result] = await org.engine.insert(
      admin,
      'Line__c',
      [{ Name: 'x', Order__c: id, Amount__c: 200 }],
      ONE,
    );
    expect(result?.errors).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Rule Too_Dear', fields: [] },
    ]);
    expect(await read('Order__c', id)).toMatchObject({ Lines__c: 1, Total__c: 900 });
  });

  test('are filtered, sorted and summed in queries, and written by nobody', async () => {
    const book = await insert('Account_Book__c', { Name: 'Book' });
    const id = await order(book);
    await line(id, { Amount__c: 77 });
    const rows = await org.engine.query(
      admin,
      `SELECT SUM(Total__c) total FROM Order__c WHERE Lines__c = 1 AND Book__c = '${book}'`,
    );
    expect(rows.records[0]?.['total']).toBe(77);
    const [result] = await org.engine.update(admin, 'Order__c', [{ Id: id, Total__c: 1 }], ONE);
    expect(result?.errors[0]?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  test('are described as calculated, with the type of what they sum up', () => {
    const fields = org.engine.describe(admin, 'Order__c')['fields'] as Record<string, unknown>[];
    const of = (wanted: string) => fields.find(({ name }) => name === wanted);
    expect(of('Total__c')).toMatchObject({
      type: 'currency',
      calculated: true,
      calculatedFormula: null,
      createable: false,
    });
    expect(of('Last_Day__c')).toMatchObject({ type: 'date' });
    expect(of('Lines__c')).toMatchObject({ type: 'double', scale: 0 });
  });
});

describe('details', () => {
  test('have no owner, need their master, and stay with it unless the field lets them move', async () => {
    const fields = org.engine.describe(admin, 'Line__c')['fields'] as Record<string, unknown>[];
    expect(fields.map(({ name }) => name)).not.toContain('OwnerId');
    const [alone] = await org.engine.insert(admin, 'Line__c', [{ Name: 'alone' }], ONE);
    expect(alone?.errors[0]).toMatchObject({ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Order__c'] });
    const id = await order();
    const book = await insert('Account_Book__c', { Name: 'Other' });
    const [moved] = await org.engine.update(admin, 'Order__c', [{ Id: id, Book__c: book }], ONE);
    expect(moved?.errors[0]).toMatchObject({
      statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['Book__c'],
    });
  });

  test('go with their master, whose roll-ups nobody works out any more', async () => {
    const events: ChangeEvent[] = [];
    const book = await insert('Account_Book__c', { Name: 'Book' });
    const id = await order(book);
    const gone = await line(id, { Amount__c: 3 });
    const stop = org.engine.changes.subscribe((more) => events.push(...more));
    const [result] = await org.engine.remove(admin, 'Order__c', [id], ONE);
    stop();
    expect(result?.errors).toEqual([]);
    await expect(read('Line__c', gone)).rejects.toThrow('entity is deleted');
    expect(await read('Account_Book__c', book)).toMatchObject({ Worth__c: 0 });
  });
});
