/** Deployments into an org that began empty, as jsforce sends them: what is kept, what is refused, what is undone. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { z } from 'zod';
import { project } from '../../project.ts';
import { send, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import { FAULTS, objectTab } from './faulty-packages.ts';
import {
  deployBy,
  DeployStatus,
  HEAD,
  layoutText,
  objectText,
  partsText,
  permissionSetText,
  textField,
  zipOf,
  zipOfTree,
} from './sample-package.ts';

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

let folder = '';
let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  await start();
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  org = await startTestOrg({ sourceDir: null, seed: 'empty', dataDir: join(folder, 'data') });
  admin = await org.connect(org.adminUsername);
}

const deploy = (zip: Buffer, options: Record<string, unknown> = {}) => deployBy(admin, zip, options);

/** `type fullName: problem` of each failure. */
const failures = ({ details }: DeployStatus) =>
  details.componentFailures.map(
    ({ componentType, fullName, problem }) => `${componentType} ${fullName}: ${problem}`,
  );

const shelf = (parts: string[]) => ({ 'objects/Shelf__c.object': objectText('Shelf', parts) });
const SHELF = { CustomObject: ['Shelf__c'] };
const hasObject = async (name: string) =>
  (await admin.describeGlobal()).sobjects.some((item) => item.name === name);

describe('a good deployment [U28]', () => {
  test('tells each object and part, and makes rows possible at once, rules included', async () => {
    const rule =
      '<validationRules>\n        <fullName>Not_Empty</fullName>\n        <active>true</active>\n        <errorConditionFormula>ISBLANK(Label__c)</errorConditionFormula>\n        <errorMessage>Say what is on it</errorMessage>\n    </validationRules>';
    const result = await deploy(zipOf(shelf([textField('Label__c'), rule]), SHELF));
    expect(failures(result)).toEqual([]);
    const named = result.details.componentSuccesses.map(
      (item) => `${item.componentType} ${item.fullName} ${item.created}`,
    );
    expect(named).toEqual([
      ...['CustomObject Shelf__c true', 'CustomField Shelf__c.Label__c true'],
      ...['ValidationRule Shelf__c.Not_Empty true', ' package.xml false'],
    ]);
    const made = await admin.sobject('Shelf__c').create({ Name: 'one', Label__c: 'books' });
    expect(made.success).toBe(true);
    await expect(admin.sobject('Shelf__c').create({ Name: 'two' })).rejects.toThrow('Say what is on it');
  });

  test('parts alone are merged into what is there, on standard objects too', async () => {
    const result = await deploy(
      zipOf(
        {
          'objects/Shelf__c.object': partsText([textField('Wood__c')]),
          'objects/User.object': partsText([textField('Desk_No__c')]),
        },
        { CustomField: ['Shelf__c.Wood__c', 'User.Desk_No__c'] },
      ),
    );
    expect(failures(result)).toEqual([]);
    const fields = (await admin.describe('Shelf__c')).fields.map(({ name }) => name);
    expect(fields).toEqual(expect.arrayContaining(['Label__c', 'Wood__c']));
    expect((await admin.query('SELECT Id, Desk_No__c FROM User')).totalSize).toBe(2);
  });

  test('a layout shows at once in the UI API, and so does the next one in its place', async () => {
    const [shelved] = (await admin.query("SELECT Id FROM Shelf__c WHERE Name = 'one'")).records;
    const read = async (resource: string) => {
      const path = `/services/data/v68.0/ui-api/${resource}`;
      const { status, body } = await send(org, admin.accessToken ?? '', { method: 'GET', path });
      expect(status).toBe(200);
      return body as Record<string, unknown>;
    };
    const headings = (layout: unknown) =>
      (layout as { sections: { heading: string }[] }).sections.map(({ heading }) => heading);
    expect(headings(await read('layout/Shelf__c'))).not.toContain('Where it stands');
    for (const heading of ['Where it stands', 'Moved']) {
      const files = { 'layouts/Shelf__c-Shelf Layout.layout': layoutText(heading, ['Name', 'Label__c']) };
      expect(failures(await deploy(zipOf(files, { Layout: ['Shelf__c-Shelf Layout'] })))).toEqual([]);
      expect(headings(await read('layout/Shelf__c'))).toEqual([heading]);
      const ui = await read(`record-ui/${String(shelved?.Id)}?layoutTypes=Full&modes=View`);
      const { Shelf__c } = ui['layouts'] as Record<string, Record<string, { Full: { View: unknown } }>>;
      expect(Object.values(Shelf__c ?? {}).map(({ Full }) => headings(Full.View))).toEqual([[heading]]);
      const { records } = ui as { records: Record<string, { fields: object }> };
      expect(Object.values(records).map(({ fields }) => Object.keys(fields).sort())).toEqual([
        ['Label__c', 'Name'],
      ]);
    }
  });

  test('what is the same again is neither created nor changed', async () => {
    const zip = zipOf(
      { 'objects/Shelf__c.object': partsText([textField('Wood__c')]) },
      { CustomField: ['Shelf__c.Wood__c'] },
    );
    const { details } = await deploy(zip);
    expect(details.componentSuccesses[0]).toMatchObject({
      fullName: 'Shelf__c.Wood__c',
      created: false,
      changed: false,
    });
  });

  test('a permission set that is deployed gives its holders what it says', async () => {
    const grants =
      '    <objectPermissions>\n        <allowCreate>false</allowCreate>\n        <allowDelete>false</allowDelete>\n        <allowEdit>false</allowEdit>\n        <allowRead>true</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n        <object>Shelf__c</object>\n        <viewAllRecords>false</viewAllRecords>\n    </objectPermissions>\n';
    const zip = zipOf(
      { 'permissionsets/Shelf_Reader.permissionset': permissionSetText('Shelf reader', grants) },
      { PermissionSet: ['Shelf_Reader'] },
    );
    expect(failures(await deploy(zip))).toEqual([]);
    const robot = await org.connect(org.integrationUsername);
    await expect(robot.query('SELECT Id FROM Shelf__c')).rejects.toThrow();
    const [set] = (await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Shelf_Reader'")).records;
    const user = await org.engine.findUser(org.integrationUsername);
    await admin.sobject('PermissionSetAssignment').create({ AssigneeId: user?.id, PermissionSetId: set?.Id });
    expect((await robot.query('SELECT Id FROM Shelf__c')).totalSize).toBe(1);
  });
});

describe('a deployment that fails [U28]', () => {
  test.each(FAULTS)('for %s says so of the component', async (_what, files, listed, problem) => {
    const result = await deploy(zipOf(files, listed));
    expect(result).toMatchObject({ status: 'Failed', success: false });
    expect(failures(result).some((text) => text.startsWith(problem))).toBe(true);
  });

  test('names the line at which the part at fault begins', async () => {
    const bad = textField('Late__c').replace('<length>80</length>', '<length>999</length>');
    const { details } = await deploy(zipOf(shelf([textField('Label__c'), bad]), SHELF));
    expect(details.componentFailures).toEqual([
      expect.objectContaining({
        fullName: 'Shelf__c.Late__c',
        fileName: 'objects/Shelf__c.object',
        lineNumber: 10,
      }),
    ]);
  });

  test('more entities than five for change events are refused', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => `Box_${name}`);
    const objects = names.map((name) => [`objects/${name}__c.object`, objectText(name, [])]);
    const members = names.map((name) => [
      `platformEventChannelMembers/ChangeEvents_${name}_ChangeEvent.platformEventChannelMember`,
      `${HEAD}<PlatformEventChannelMember ${NAMESPACE}>\n    <eventChannel>ChangeEvents</eventChannel>\n    <selectedEntity>${name}__ChangeEvent</selectedEntity>\n</PlatformEventChannelMember>\n`,
    ]);
    const zip = zipOf(Object.fromEntries([...objects, ...members]) as Record<string, string>, {
      CustomObject: ['*'],
      PlatformEventChannelMember: ['*'],
    });
    expect(failures(await deploy(zip))).toEqual([expect.stringContaining('limit of 5 entities')]);
  });

  test('leaves nothing of its good components: neither table nor row nor list', async () => {
    const zip = zipOf(
      {
        'objects/Crate__c.object': objectText('Crate', []),
        'permissionsets/Crates.permissionset': permissionSetText('Crates', ''),
        'tabs/Nowhere__c.tab': objectTab,
      },
      { CustomObject: ['Crate__c'], PermissionSet: ['Crates'], CustomTab: ['Nowhere__c'] },
    );
    expect((await deploy(zip)).status).toBe('Failed');
    await expectNoCrates();
  });

  test('in the database too: what was done before data stood against it is undone', async () => {
    const number =
      '<fields>\n        <fullName>Label__c</fullName>\n        <label>Label</label>\n        <precision>5</precision>\n        <scale>0</scale>\n        <type>Number</type>\n    </fields>';
    const zip = zipOf(
      { 'objects/Crate__c.object': objectText('Crate', []), 'objects/Shelf__c.object': partsText([number]) },
      { CustomObject: ['Crate__c'], CustomField: ['Shelf__c.Label__c'] },
    );
    expect(failures(await deploy(zip))).toEqual([
      'CustomField Shelf__c.Label__c: Cannot change type due to existing data',
    ]);
    await expectNoCrates();
    expect((await admin.query("SELECT Id FROM Shelf__c WHERE Label__c = 'books'")).totalSize).toBe(1);
  });

  test('a validation alone is undone as well, and can be deployed afterwards by its id', async () => {
    const zip = zipOf(
      {
        'objects/Crate__c.object': objectText('Crate', []),
        'permissionsets/Crates.permissionset': permissionSetText('Crates', ''),
      },
      { CustomObject: ['Crate__c'], PermissionSet: ['Crates'] },
    );
    const { id, status } = await deploy(zip, { checkOnly: true });
    expect(status).toBe('Succeeded');
    await expectNoCrates();
    const quick = await admin.metadata.deployRecentValidation({ id });
    expect(DeployStatus.parse(await admin.metadata.checkDeployStatus(String(quick), true)).status).toBe(
      'Succeeded',
    );
    expect(await hasObject('Crate__c')).toBe(true);
  });

  test('without rollback on error what is good is kept', async () => {
    const zip = zipOf(
      {
        'permissionsets/Good.permissionset': permissionSetText('Good', ''),
        'tabs/Nowhere__c.tab': objectTab,
      },
      { PermissionSet: ['Good'], CustomTab: ['Nowhere__c'] },
    );
    const result = await deploy(zip, { rollbackOnError: false });
    expect(result).toMatchObject({ status: 'SucceededPartial', numberComponentErrors: 1 });
    expect((await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Good'")).totalSize).toBe(1);
  });

  async function expectNoCrates(): Promise<void> {
    expect(await hasObject('Crate__c')).toBe(false);
    expect((await admin.query("SELECT Id FROM PermissionSet WHERE Name = 'Crates'")).totalSize).toBe(0);
    expect(
      (await admin.metadata.list({ type: 'CustomObject' })).map(({ fullName }) => fullName),
    ).not.toContain('Crate__c');
  }
});

describe('a whole project', () => {
  test('the package directories of this project go one by one into an empty org; one needs a licence', async () => {
    const { packageDirectories } = z
      .object({ packageDirectories: z.array(z.object({ path: z.string() })) })
      .parse(JSON.parse(readFileSync(project.path('sfdx-project.json'), 'utf8')));
    const results = [];
    for (const { path } of packageDirectories) results.push(await deploy(zipOfTree(project.path(path))));
    expect(results.map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded', 'Failed']);
    expect(results.slice(2).flatMap(failures)).toEqual([
      expect.stringMatching(/^PermissionSet \w+: Unknown user permission: EventLogReadAccess$/),
    ]);
    org.engine.switches.eventLogLicence = true;
    const last = packageDirectories.at(-1)?.path ?? '';
    expect((await deploy(zipOfTree(project.path(last)))).status).toBe('Succeeded');
    expect(
      (
        await admin.query(
          'SELECT Name FROM PermissionSet WHERE PermissionsEventLogReadAccess = true AND IsCustom = true',
        )
      ).totalSize,
    ).toBe(1);
  });

  test('an org that does not track says that it knows no such thing', async () => {
    const path = '/services/data/v68.0/tooling/sobjects/SourceMember/describe';
    expect(await send(org, admin.accessToken ?? '', { method: 'GET', path })).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
    });
  });
});
