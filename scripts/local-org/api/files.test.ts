/** Files: uploaded as JSON and as multipart, linked, downloaded, and hidden from who may not see them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, COMPANION, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let admin: Connection;
let companion: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
  companion = await org.connect(COMPANION);
});
afterAll(() => org.close());

describe('files', () => {
  const bytes = Buffer.from('%PDF-1.7 not really \u0000\u00ff', 'latin1');

  test('a version sent as JSON makes its document and is attached to its place', async () => {
    const { id: place } = await admin.sobject('Case').create({ Subject: 'With a file' });
    const made = await admin.sobject('ContentVersion').create({
      Title: 'Evidence',
      PathOnClient: 'evidence.pdf',
      VersionData: bytes.toString('base64'),
      FirstPublishLocationId: place,
    });
    const [link] = (
      await admin.query<{ ContentDocument: object }>(
        `SELECT ContentDocument.Title, ContentDocument.LatestPublishedVersionId, ContentDocument.FileExtension
         FROM ContentDocumentLink WHERE LinkedEntityId = '${place}'`,
      )
    ).records;
    expect(link?.ContentDocument).toMatchObject({
      Title: 'Evidence',
      FileExtension: 'pdf',
      LatestPublishedVersionId: made.id,
    });
  });

  test('a version sent as multipart keeps its bytes', async () => {
    const boundary = 'a-boundary';
    const head = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="entity_content"',
      'Content-Type: application/json',
      '',
      JSON.stringify({ Title: 'Bundle', PathOnClient: 'bundle.zip' }),
      `--${boundary}`,
      'Content-Disposition: form-data; name="VersionData"; filename="bundle.zip"',
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n');
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const headers = { authorization: `Bearer ${admin.accessToken}` };
    const sent = await fetch(`${org.url}/services/data/v68.0/sobjects/ContentVersion`, {
      method: 'POST',
      headers: { ...headers, 'content-type': `multipart/form-data; boundary="${boundary}"` },
      body,
    });
    const { id } = (await sent.json()) as { id: string };
    expect(sent.status).toBe(201);
    const path = `${org.url}/services/data/v68.0/sobjects/ContentVersion/${id}`;
    const record = (await (await fetch(path, { headers })).json()) as Record<string, unknown>;
    expect(record).toMatchObject({
      ContentSize: bytes.length,
      FileType: 'ZIP',
      VersionNumber: '1',
      IsLatest: true,
    });
    const back = await fetch(`${path}/VersionData`, { headers });
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('who cannot see the record does not see its file', async () => {
    const staff = await org.connect(STAFF);
    const { id: report } = await admin.sobject('Audit_Report__c').create({
      Period_From__c: '2026-10-01',
      Period_To__c: '2026-10-31',
    });
    const made = await admin.sobject('ContentVersion').create({
      PathOnClient: 'report.html',
      VersionData: bytes.toString('base64'),
      FirstPublishLocationId: report,
    });
    const find = `SELECT Id FROM ContentVersion WHERE Id = '${made.id}'`;
    expect((await companion.query(find)).totalSize).toBe(1);
    expect((await staff.query(find)).totalSize).toBe(0);
    const bytesOf = `${org.url}/services/data/v68.0/sobjects/ContentVersion/${made.id}/VersionData`;
    const answer = await fetch(bytesOf, { headers: { authorization: `Bearer ${staff.accessToken}` } });
    expect(answer.status).toBe(404);
  });

  test('who cannot see a file can neither attach it to himself, nor give it a version, nor delete it [U28]', async () => {
    const staff = await org.connect(STAFF);
    const made = await admin.sobject('ContentVersion').create({
      PathOnClient: 'own.txt',
      VersionData: bytes.toString('base64'),
    });
    const version = `SELECT ContentDocumentId FROM ContentVersion WHERE Id = '${made.id}'`;
    const [row] = (await admin.query<{ ContentDocumentId: string }>(version)).records;
    const ContentDocumentId = row?.ContentDocumentId ?? '';
    const { userId: LinkedEntityId } = await org.user(STAFF);
    const refused = { errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY' };
    await expect(
      staff.sobject('ContentDocumentLink').create({ ContentDocumentId, LinkedEntityId }),
    ).rejects.toMatchObject(refused);
    await expect(
      staff
        .sobject('ContentVersion')
        .create({ ContentDocumentId, PathOnClient: 'mine.txt', VersionData: bytes.toString('base64') }),
    ).rejects.toMatchObject(refused);
    await expect(staff.sobject('ContentDocument').destroy(ContentDocumentId)).rejects.toThrow(
      'insufficient access rights',
    );
  });
});
