/** Data in and out in numbers: trees of records and the Bulk API, with the CLI as it is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { fixtures, startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Anything = z.looseObject({});
const Records = z.object({ totalSize: z.number(), records: z.array(Anything) });

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg({ sourceDir: fixtures('app') });
  await org.logIn();
});
afterAll(() => org.close());

const query = (soql: string) => org.result(Records, 'data', 'query', '--query', soql);
const file = (name: string, text: string) => writeFileSync(join(org.project, name), text);
const reference = (type: string, referenceId: string) => ({ attributes: { type, referenceId } });

describe('trees of records', () => {
  test('children come in below their parents, and go out again the same', async () => {
    const books = [
      { ...reference('Book__c', 'b1'), Name: 'Emma', Pages__c: 474 },
      { ...reference('Book__c', 'b2'), Name: 'Walden', Pages__c: 352 },
    ];
    const shelf = {
      ...reference('Shelf__c', 's1'),
      Name: 'Novels',
      Place__c: 'Hall',
      Books__r: { records: books },
    };
    file('shelves.json', JSON.stringify({ records: [shelf] }));
    const imported = await org.result(z.array(Anything), 'data', 'import', 'tree', '--files', 'shelves.json');
    expect(imported).toMatchObject([
      { refId: 's1', type: 'Shelf__c' },
      { refId: 'b1', type: 'Book__c' },
      { refId: 'b2', type: 'Book__c' },
    ]);
    const soql = 'SELECT Name, Place__c, (SELECT Name, Pages__c FROM Books__r ORDER BY Name) FROM Shelf__c';
    await org.result(z.unknown(), 'data', 'export', 'tree', '--query', soql, '--prefix', 'out');
    const exported: unknown = JSON.parse(
      readFileSync(join(org.project, 'out-Shelf__c-Book__c.json'), 'utf8'),
    );
    expect(exported).toMatchObject({
      records: [
        {
          Name: 'Novels',
          Place__c: 'Hall',
          Books__r: {
            records: [
              { Name: 'Emma', Pages__c: 474 },
              { Name: 'Walden', Pages__c: 352 },
            ],
          },
        },
      ],
    });
  });

  test('a record that the org refuses undoes the whole tree', async () => {
    const good = { ...reference('Shelf__c', 'g'), Name: 'Refused with the other' };
    const bad = { ...reference('Shelf__c', 'x'), Name: 'Too long', Place__c: 'x'.repeat(81) };
    file('bad.json', JSON.stringify({ records: [good, bad] }));
    expect((await org.sf('data', 'import', 'tree', '--files', 'bad.json')).status).toBe(1);
    expect((await query("SELECT Id FROM Shelf__c WHERE Name = 'Refused with the other'")).totalSize).toBe(0);
  });
});

describe('the Bulk API', () => {
  const shelves = (...rows: string[]) => ['Name,Place__c,Signature__c', ...rows, ''].join('\n');
  const wait = ['--wait', '5', '--line-ending', 'LF'];

  test('rows of a file become records', async () => {
    file('shelves.csv', shelves('Maps,Cellar,M1', '"Atlases, large",Cellar,M2'));
    const imported = await org.result(
      Anything,
      ...['data', 'import', 'bulk', '--sobject', 'Shelf__c', '--file', 'shelves.csv', ...wait],
    );
    expect(imported).toMatchObject({ processedRecords: 2, successfulRecords: 2, failedRecords: 0 });
    expect(
      (await query("SELECT Name FROM Shelf__c WHERE Place__c = 'Cellar' ORDER BY Name")).records,
    ).toMatchObject([{ Name: 'Atlases, large' }, { Name: 'Maps' }]);
  });

  test('an upsert by external id changes the known and adds the new', async () => {
    file('more.csv', shelves('Maps of the sea,Attic,M1', 'Globes,Attic,M3'));
    await org.result(
      Anything,
      ...[
        'data',
        'upsert',
        'bulk',
        '--sobject',
        'Shelf__c',
        '--file',
        'more.csv',
        '--external-id',
        'Signature__c',
      ],
      ...wait,
    );
    expect(
      (await query("SELECT Name FROM Shelf__c WHERE Place__c = 'Attic' ORDER BY Name")).records,
    ).toMatchObject([{ Name: 'Globes' }, { Name: 'Maps of the sea' }]);
  });

  test('a row that the org refuses is told, and the others stay', async () => {
    file('half.csv', shelves('Stools,Hall,S1', `Ladders,${'x'.repeat(81)},S2`));
    const answer = await org.sf(
      ...['data', 'import', 'bulk', '--sobject', 'Shelf__c', '--file', 'half.csv', ...wait],
    );
    expect(answer.status).toBe(1);
    expect(
      (await query("SELECT Name FROM Shelf__c WHERE Signature__c IN ('S1', 'S2')")).records,
    ).toMatchObject([{ Name: 'Stools' }]);
  });

  test('a query goes into a file', async () => {
    const soql = "SELECT Name, Place__c FROM Shelf__c WHERE Place__c = 'Attic' ORDER BY Name";
    await org.result(
      Anything,
      ...[
        'data',
        'export',
        'bulk',
        '--query',
        soql,
        '--output-file',
        'attic.csv',
        '--wait',
        '5',
        '--line-ending',
        'LF',
      ],
    );
    const text = readFileSync(join(org.project, 'attic.csv'), 'utf8').replaceAll('"', '');
    expect(text.trim().split(/\r?\n/)).toEqual(['Name,Place__c', 'Globes,Attic', 'Maps of the sea,Attic']);
  });

  test('rows are deleted by their ids', async () => {
    const { records } = await query("SELECT Id FROM Shelf__c WHERE Place__c = 'Attic'");
    file('gone.csv', ['Id', ...records.map(({ Id }) => String(Id)), ''].join('\n'));
    await org.result(
      Anything,
      'data',
      'delete',
      'bulk',
      '--sobject',
      'Shelf__c',
      '--file',
      'gone.csv',
      ...wait,
    );
    expect((await query("SELECT Id FROM Shelf__c WHERE Place__c = 'Attic'")).totalSize).toBe(0);
  });
});
