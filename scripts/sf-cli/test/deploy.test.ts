/** Metadata in and out: deploy, validate, retrieve, preview and source tracking, with the CLI as it is. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createScratch, fixtures, startCliOrg } from './cli.ts';
import type { CliOrg } from './cli.ts';

const Anything = z.looseObject({});
const File = z.looseObject({ fullName: z.string(), type: z.string(), state: z.string().optional() });
const Deployed = z.looseObject({ status: z.string(), files: z.array(File) });
const Job = z.looseObject({ id: z.string() });
const Preview = z.looseObject({
  toDeploy: z.array(File),
  toRetrieve: z.array(File),
  toDelete: z.array(File),
  conflicts: z.array(File),
});
const Records = z.object({ totalSize: z.number(), records: z.array(Anything) });

const DEFINITION = {
  orgName: 'Library',
  edition: 'Developer',
  features: ['EnableSetPasswordInApi'],
  settings: { lightningExperienceSettings: { enableS1DesktopEnabled: true } },
};

let org: CliOrg;
beforeAll(async () => {
  org = await startCliOrg();
  await org.logIn();
  cpSync(fixtures('app'), join(org.project, 'app'), { recursive: true });
  writeFileSync(join(org.project, 'definition.json'), JSON.stringify(DEFINITION));
});
afterAll(() => org.close());

const place = (label: string) =>
  readFileSync(join(fixtures('app'), 'objects/Shelf__c/fields/Place__c.field-meta.xml'), 'utf8').replace(
    '<label>Place</label>',
    `<label>${label}</label>`,
  );
const placeFile = () => join(org.project, 'app/objects/Shelf__c/fields/Place__c.field-meta.xml');
const names = (files: z.output<typeof File>[]) =>
  files.map(({ type, fullName }) => `${type}:${fullName}`).sort();

describe('a scratch org that follows its source', () => {
  test('is signed up with the settings of its definition', async () => {
    await createScratch(org, 'scratch', '--definition-file', 'definition.json', '--set-default');
    expect(await org.result(Preview, 'project', 'deploy', 'preview')).toMatchObject({
      conflicts: [],
      toRetrieve: [],
    });
  });

  test('takes the whole source, each part told by name; what was deployed is usable at once', async () => {
    const { status, files } = await org.result(Deployed, 'project', 'deploy', 'start');
    expect(status).toBe('Succeeded');
    expect(names(files)).toEqual(
      expect.arrayContaining([
        'CustomField:Book__c.Pages__c',
        'CustomObject:Shelf__c',
        'LightningComponentBundle:shelfList',
        'PermissionSet:Librarian',
      ]),
    );
    expect(await org.result(Anything, 'org', 'assign', 'permset', '--name', 'Librarian')).toMatchObject({
      failures: [],
    });
    const values = "Name=Maps Place__c='Upper floor'";
    await org.result(Anything, 'data', 'create', 'record', '--sobject', 'Shelf__c', '--values', values);
    const { records } = await org.result(
      Records,
      'data',
      'query',
      '--query',
      'SELECT Name, Place__c FROM Shelf__c',
    );
    expect(records).toMatchObject([{ Name: 'Maps', Place__c: 'Upper floor' }]);
  });

  test('knows then that nothing is left to deploy', async () => {
    expect(await org.result(Preview, 'project', 'deploy', 'preview')).toMatchObject({
      toDeploy: [],
      conflicts: [],
    });
    const again = await org.result(Deployed, 'project', 'deploy', 'start');
    expect(again.files).toEqual([]);
  });

  test('a dry run and a validation change nothing; the validated deployment is then done in one step', async () => {
    writeFileSync(placeFile(), place('Where it stands'));
    const label = async () => {
      const described = await org.result(
        z.looseObject({ fields: z.array(z.looseObject({ name: z.string(), label: z.string() })) }),
        ...['sobject', 'describe', '--sobject', 'Shelf__c'],
      );
      return described.fields.find(({ name }) => name === 'Place__c')?.label;
    };
    const source = ['--source-dir', placeFile()];
    await org.result(Deployed, 'project', 'deploy', 'start', '--dry-run', ...source);
    const { id } = await org.result(
      Job,
      'project',
      'deploy',
      'validate',
      '--test-level',
      'RunLocalTests',
      ...source,
    );
    expect(await label()).toBe('Place');
    await org.result(Anything, 'project', 'deploy', 'quick', '--job-id', id);
    expect(await label()).toBe('Where it stands');
  });

  test('a fault is told with its file and undoes the whole deployment', async () => {
    const broken = join(org.project, 'app/objects/Shelf__c/fields/Broken__c.field-meta.xml');
    writeFileSync(
      broken,
      place('Broken').replace('Place__c', 'Broken__c').replace('<length>80</length>', ''),
    );
    const set = join(org.project, 'app/permissionsets/Sorter.permissionset-meta.xml');
    writeFileSync(
      set,
      readFileSync(join(fixtures('app'), 'permissionsets/Librarian.permissionset-meta.xml'), 'utf8').replace(
        'Librarian',
        'Sorter',
      ),
    );
    const failed = await org.sf('project', 'deploy', 'start', '--source-dir', broken, '--source-dir', set);
    expect(failed).toMatchObject({ status: 1, result: { status: 'Failed' } });
    expect(JSON.stringify(failed.result)).toContain('Shelf__c.Broken__c');
    const { totalSize } = await org.result(
      Records,
      ...['data', 'query', '--query', "SELECT Id FROM PermissionSet WHERE Name = 'Sorter'"],
    );
    expect(totalSize).toBe(0);
    rmSync(broken);
    rmSync(set);
  });
});

describe('two projects on one org', () => {
  const second = () => join(org.project, '..', 'second');
  const inSecond = async (...args: string[]) => {
    const { code, stdout } = await org.run([...args, '--target-org', 'scratch', '--json'], {}, second());
    return { code, answer: JSON.parse(stdout) as unknown };
  };

  // The CLI does not note what a quick deployment brought, so the first project would hold its file for changed.
  beforeAll(() => org.result(z.unknown(), 'project', 'reset', 'tracking', '--no-prompt'));

  test('a retrieve brings what the org has into an empty one', async () => {
    mkdirSync(join(second(), 'app'), { recursive: true });
    cpSync(join(org.project, 'sfdx-project.json'), join(second(), 'sfdx-project.json'));
    expect((await inSecond('project', 'retrieve', 'start')).code).toBe(0);
    const retrieved = readFileSync(
      join(second(), 'app/main/default/objects/Shelf__c/fields/Place__c.field-meta.xml'),
      'utf8',
    );
    expect(retrieved).toContain('<label>Where it stands</label>');
  });

  test('what the other deployed shows in a preview and comes with the next retrieve', async () => {
    writeFileSync(
      join(second(), 'app/main/default/objects/Shelf__c/fields/Place__c.field-meta.xml'),
      place('Room'),
    );
    expect((await inSecond('project', 'deploy', 'start')).code).toBe(0);
    const { toRetrieve } = await org.result(Preview, 'project', 'retrieve', 'preview');
    expect(names(toRetrieve)).toEqual(['CustomField:Shelf__c.Place__c']);
    await org.result(Anything, 'project', 'retrieve', 'start');
    expect(readFileSync(placeFile(), 'utf8')).toContain('<label>Room</label>');
  });

  test('what both changed is a conflict, unless one of them insists', async () => {
    writeFileSync(
      join(second(), 'app/main/default/objects/Shelf__c/fields/Place__c.field-meta.xml'),
      place('Hall'),
    );
    expect((await inSecond('project', 'deploy', 'start')).code).toBe(0);
    writeFileSync(placeFile(), place('Cellar'));
    expect(await org.sf('project', 'deploy', 'start')).toMatchObject({
      status: 1,
      name: 'SourceConflictError',
    });
    await org.result(Deployed, 'project', 'deploy', 'start', '--ignore-conflicts');
  });

  test('what is deleted from the project goes from the org', async () => {
    const bundle = join(org.project, 'app/lwc/shelfList');
    await org.result(Anything, 'project', 'delete', 'source', '--source-dir', bundle, '--no-prompt');
    expect(existsSync(bundle)).toBe(false);
    const { answer } = await inSecond('project', 'retrieve', 'preview');
    expect(JSON.stringify(answer)).toContain('shelfList');
  });
});

describe('metadata of an org', () => {
  test('is listed by type', async () => {
    const sets = await org.result(
      z.array(z.looseObject({ fullName: z.string() })),
      ...['org', 'list', 'metadata', '--metadata-type', 'CustomObject'],
    );
    expect(sets.map(({ fullName }) => fullName)).toEqual(expect.arrayContaining(['Book__c', 'Shelf__c']));
  });
});
