/** Who may deploy, what packages are let in, how a deployment is followed, and what clients hear of changes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import type { Connection } from 'jsforce';
import { z } from 'zod';
import { send, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import { deployBy, DeployStatus, HEAD, manifestText, objectText, zipOf } from './sample-package.ts';

const DEPLOY = '/services/data/v68.0/metadata/deployRequest';
const META =
  HEAD +
  '<LightningComponentBundle xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>68.0</apiVersion>\n    <isExposed>false</isExposed>\n</LightningComponentBundle>\n';

const OPTIONS = {
  ...{ allowMissingFiles: false, checkOnly: false, ignoreWarnings: false, purgeOnDelete: false },
  ...{ rollbackOnError: true, singlePackage: true },
};

let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  org = await startTestOrg({ sourceDir: null, seed: 'empty', tracksSource: true });
  admin = await org.connect(org.adminUsername);
  const files = {
    'objects/Shelf__c.object': objectText('Shelf', []),
    'lwc/shelf/shelf.js': 'export default class {}',
    'lwc/shelf/shelf.js-meta.xml': META,
  };
  const { status } = await deploy(
    zipOf(files, { CustomObject: ['Shelf__c'], LightningComponentBundle: ['shelf'] }),
  );
  expect(status).toBe('Succeeded');
});
afterAll(() => org.close());

const deploy = (zip: Buffer) => deployBy(admin, zip, {}, 'deployRest');
const remove = (listed: Record<string, string[]>) =>
  deploy(zipOf({ 'destructiveChanges.xml': manifestText(listed) }, {}));

describe('tracking [U28]', () => {
  const members = async (where: string) => {
    const soql = `SELECT MemberType, MemberName, IsNameObsolete, RevisionCounter, ChangedBy FROM SourceMember WHERE ${where}`;
    const path = `/services/data/v68.0/tooling/query?q=${encodeURIComponent(soql)}`;
    const { body } = await send(org, admin.accessToken ?? '', { method: 'GET', path });
    return z.object({ records: z.array(z.record(z.string(), z.unknown())) }).parse(body).records;
  };

  test('tells each member once, the files of a bundle too, with a counter that rises and the short id of who did it', async () => {
    const all = await members('RevisionCounter > 0');
    const names = all.map((row) => `${String(row['MemberType'])} ${String(row['MemberName'])}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'CustomObject Shelf__c',
        'LightningComponentBundle shelf',
        'LightningComponentResource shelf/shelf.js',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
    const last = Math.max(...all.map((row) => Number(row['RevisionCounter'])));
    await remove({ LightningComponentBundle: ['shelf'] });
    const changed = await members(`RevisionCounter > ${last}`);
    expect(changed.map((row) => [row['MemberName'], row['IsNameObsolete']])).toEqual(
      expect.arrayContaining([
        ['shelf', true],
        ['shelf/shelf.js', true],
      ]),
    );
    const user = await org.engine.findUser(org.adminUsername);
    expect(changed[0]?.['ChangedBy']).toBe(user?.id.slice(0, 15));
  });

  test('a client marks what it has seen', async () => {
    const path = '/services/data/v68.0/tooling/sobjects/SourceMember';
    const [row] = (
      await admin.request<{ records: { attributes: { url: string } }[] }>(
        `/tooling/query?q=${encodeURIComponent("SELECT Id FROM SourceMember WHERE MemberName = 'Shelf__c'")}`,
      )
    ).records;
    const id = row?.attributes.url.split('/').at(-1) ?? '';
    const token = admin.accessToken ?? '';
    expect(
      (await send(org, token, { method: 'PATCH', path: `${path}/${id}`, body: { RevisionCounter: 0 } }))
        .status,
    ).toBe(204);
    expect(await members("MemberName = 'Shelf__c' AND RevisionCounter > 0")).toEqual([]);
    expect((await send(org, token, { method: 'GET', path: `${path}/describe` })).status).toBe(200);
    expect(
      (
        await send(org, token, {
          method: 'GET',
          path: '/services/data/v68.0/tooling/query?q=SELECT+Id+FROM+ApexClass',
        })
      ).status,
    ).toBe(501);
  });
});

describe('who and what is let in [U28]', () => {
  test('a user without the permission can neither deploy nor read metadata', async () => {
    const robot = await org.connect(org.integrationUsername);
    const text =
      'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';
    await expect(robot.metadata.list({ type: 'CustomObject' }, '68.0')).rejects.toThrow(text);
    await expect(robot.metadata.deployRest(zipOf({}, {}), {}).check()).rejects.toThrow();
    const call = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader><sessionId>gone</sessionId></SessionHeader></e:Header><e:Body><describeMetadata/></e:Body></e:Envelope>`;
    const response = await fetch(`${org.url}/services/Soap/m/68.0`, { method: 'POST', body: call });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    const answer = await send(org, robot.accessToken ?? '', {
      method: 'GET',
      path: `${DEPLOY}/0Af000000000000AAA`,
    });
    expect(answer).toMatchObject({
      status: 403,
      body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: text }],
    });
  });

  test.each([
    ['no zip', Buffer.from('nonsense'), 'The zip file cannot be read'],
    [
      'a path that leads out',
      Buffer.from(zipSync({ '../../out.xml': new Uint8Array(3) })),
      'leads out of it: ../../out.xml',
    ],
    ['more than can be unpacked', bomb(), 'too large when it is unpacked'],
    ['no manifest', Buffer.from(zipSync({ 'a.txt': new Uint8Array(3) })), 'No package.xml found'],
  ])('a package with %s is refused', async (_what, zip, problem) => {
    const { status, details } = await deploy(zip);
    expect(status).toBe('Failed');
    expect(details.componentFailures[0]?.problem).toContain(problem);
  });

  /** A zip that claims to hold a gigabyte. */
  function bomb(): Buffer {
    const zip = Buffer.from(zipSync({ 'package.xml': new Uint8Array(1000) }));
    zip.writeUInt32LE(2 ** 30, zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24);
    return zip;
  }

  test('a deployment that waits can be cancelled, and leaves nothing', async () => {
    const user = await org.user(org.adminUsername);
    const token = admin.accessToken ?? '';
    const names = ['Box__c', 'Can__c', 'Bag__c'];
    const zips = names.map((name) =>
      zipOf({ [`objects/${name}.object`]: objectText(name, []) }, { CustomObject: [name] }),
    );
    const jobs = zips.map((zip) => org.engine.deployments.deploy(zip, OPTIONS, user));
    const last = jobs.at(-1) ?? '';
    const canceling = { deployResult: { status: 'Canceling' } };
    const cancel = await send(org, token, { method: 'PATCH', path: `${DEPLOY}/${last}`, body: canceling });
    expect(cancel).toMatchObject({ status: 202, body: canceling });
    const states = await Promise.all(
      jobs.map(async (id) => DeployStatus.parse(await admin.metadata.checkDeployStatus(id, true)).status),
    );
    expect(states).toEqual(['Succeeded', 'Succeeded', 'Canceled']);
    expect((await admin.describeGlobal()).sobjects.map(({ name }) => name)).not.toContain('Bag__c');
  });
});
