import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMPANION } from './fixtures/local-org.ts';
import { OrgScene } from './fixtures/org-scene.ts';

let scene: OrgScene;
beforeAll(async () => {
  scene = await OrgScene.open();
});
afterAll(() => scene.local.close());

describe('writes', () => {
  const event = (id: string, key: string, more: object = {}) => ({
    kind: 'upsert' as const,
    object: 'Access_Request_Event__c',
    externalField: 'Event_Key__c',
    key: `${scene.local.orgId}:${key}`,
    fields: {
      Org_Id__c: scene.local.orgId,
      Access_Request__c: id,
      Kind__c: 'Notice',
      At__c: '2026-11-21T10:00:00Z',
      Text_Key__c: 'x',
      Summary__c: 'Seen',
      ...more,
    },
  });

  test('go together, by id and by key, and repeat without effect', async () => {
    const id = await scene.submit();
    const writes = [
      {
        kind: 'patch' as const,
        object: 'Access_Request__c',
        id,
        fields: { State__c: 'Awaiting_decision', Revision__c: 1 },
      },
      event(id, 'a'),
    ];
    const [, first] = await scene.org.apply(writes, { allOrNone: true });
    const [, second] = await scene.org.apply(writes, { allOrNone: true });
    expect(first).toMatchObject({ created: true });
    expect(second).toEqual({ id: first?.id, created: false });
    const [row] = await scene.org.readRequests({ ids: [id] }, { deleted: true });
    expect(row?.fields).toMatchObject({ State__c: 'Awaiting_decision', Revision__c: 1 });
  });

  test('leave nothing behind when one of them is refused, and keep the org’s own words', async () => {
    const id = await scene.submit();
    const refused = scene.org.apply(
      [
        event(id, 'b'),
        { kind: 'patch', object: 'Access_Request__c', id, fields: { State__c: 'Window_open' } },
      ],
      { allOrNone: true },
    );
    await expect(refused).rejects.toMatchObject({
      code: 'request_changed',
      message: expect.stringMatching(/state/i) as unknown,
    });
    const choice = {
      object: 'Access_Request_Event__c',
      keyField: 'Event_Key__c',
      fields: ['Summary__c'],
      since: null,
    };
    expect((await scene.org.readOwned([choice])).map(({ key }) => key)).not.toContain(
      `${scene.local.orgId}:b`,
    );
  });

  test('are refused when the row changed after it was read', async () => {
    const id = await scene.submit();
    const [row] = await scene.org.readRequests({ ids: [id] }, { deleted: true });
    const before = Temporal.Instant.from(row?.modifiedAt ?? '')
      .subtract({ seconds: 10 })
      .toString();
    const write = (ifUnmodifiedSince: string) =>
      scene.org.apply(
        [{ kind: 'patch', object: 'Access_Request__c', id, fields: { Revision__c: 1 }, ifUnmodifiedSince }],
        { allOrNone: true },
      );
    await expect(write(before)).rejects.toMatchObject({ code: 'request_changed' });
    await expect(write(row?.modifiedAt ?? '')).resolves.toHaveLength(1);
  });

  test('name a missing field as a fault of configuration', async () => {
    const id = await scene.submit();
    const write = scene.org.apply(
      [{ kind: 'patch', object: 'Access_Request__c', id, fields: { Nonsense__c: 1 } }],
      { allOrNone: true },
    );
    await expect(write).rejects.toMatchObject({ code: 'configuration' });
  });
});

test('own rows are read back as they were written', async () => {
  const key = `${scene.local.orgId}:Setup_audit_trail`;
  const fields = {
    Org_Id__c: scene.local.orgId,
    Source__c: 'Setup_audit_trail',
    Readable__c: true,
    Complete_To__c: '2026-11-21T10:00:00.123Z',
    Known_Delay_Minutes__c: 5,
    Gaps__c: '[]',
  };
  await scene.org.apply(
    [{ kind: 'upsert', object: 'Source_Coverage__c', externalField: 'Coverage_Key__c', key, fields }],
    { allOrNone: true },
  );
  const [row] = await scene.org.readOwned([
    { object: 'Source_Coverage__c', keyField: 'Coverage_Key__c', fields: Object.keys(fields), since: null },
  ]);
  expect(row).toMatchObject({ key, deleted: false, modifiedById: scene.idOf(COMPANION) });
  expect(row?.fields).toMatchObject({
    ...fields,
    Complete_To__c: expect.stringMatching(/^2026-11-21T10:00:00/) as unknown,
  });
});

test('files hang on the record once, for whoever sees it', async () => {
  const { id } = await scene.asAdmin('POST', '/sobjects/Audit_Report__c', {
    Period_From__c: '2026-09-01',
    Period_To__c: '2026-09-30',
    Time_Zone__c: 'UTC',
  });
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
  const files = [
    { name: 'bundle.zip', bytes, type: 'application/zip' },
    { name: 'report.html', bytes: new TextEncoder().encode('<p>ü</p>'), type: 'text/html' },
  ];
  const documents = await scene.org.attach(id, files);
  expect(await scene.org.attach(id, files)).toEqual(documents);
  expect(
    await scene.ask(`SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '${id}'`),
  ).toHaveLength(2);
  const [found] = await scene.ask<{ Checksum: string }>(
    `SELECT Id, Checksum FROM ContentVersion WHERE ContentDocumentId = '${documents[0]}'`,
  );
  expect(found?.Checksum).toBe(createHash('md5').update(bytes).digest('hex'));
});
