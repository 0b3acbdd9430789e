/** An org whose data stays in a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { project } from '../../project.ts';
import { JobStore } from '../bulk/store.ts';
import { send, startTestOrg } from '../test-org.ts';
import { openDatabase } from './database.ts';

const ONE = { allOrNone: false };

describe('data that stays', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'org-data-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A source tree of one object with one text field beside `extra` ones. */
  function source(name: string, extra: string[]): string {
    const root = join(folder, name);
    const fields = join(root, 'objects', 'Note__c', 'fields');
    mkdirSync(fields, { recursive: true });
    writeFileSync(
      join(fields, '..', 'Note__c.object-meta.xml'),
      '<CustomObject><label>Note</label><sharingModel>ReadWrite</sharingModel><nameField><label>Name</label><type>Text</type></nameField></CustomObject>',
    );
    for (const field of ['Body__c', ...extra]) {
      const xml = `<CustomField><fullName>${field}</fullName><label>${field}</label><type>Text</type><length>80</length></CustomField>`;
      writeFileSync(join(fields, `${field}.field-meta.xml`), xml);
    }
    return root;
  }

  test('survives a restart, under the same org id, when the source gained a field', async () => {
    const dataDir = join(folder, 'data');
    const options = { dataDir, seed: 'empty' as const };
    const first = await startTestOrg({ ...options, sourceDir: source('one', []) });
    const user = await first.user(first.adminUsername);
    const [made] = await first.engine.insert(user, 'Note__c', [{ Name: 'kept', Body__c: 'text' }], ONE);
    await expect(startTestOrg({ ...options, sourceDir: source('one', []) })).rejects.toThrow(
      'is in use by process',
    );
    const kept = await first.engine.sessions.open(user.userId, { type: 'UI', sourceIp: '127.0.0.1' });
    const ended = await first.engine.sessions.open(user.userId, { type: 'UI', sourceIp: '127.0.0.1' });
    await first.engine.platform.remove('AuthSession', ended.id);
    await first.close();

    const second = await startTestOrg({ ...options, sourceDir: source('two', ['Extra__c']) });
    expect(second.orgId).toBe(first.orgId);
    const again = await second.user(second.adminUsername);
    expect(again.userId).toBe(user.userId);
    expect(await second.engine.retrieve(again, 'Note__c', made?.id ?? '')).toMatchObject({
      Name: 'kept',
      Extra__c: null,
    });
    const { totalSize } = await second.engine.platform.query('SELECT COUNT() FROM User');
    expect(totalSize).toBe(2);
    expect(await second.engine.sessions.find(kept.token)).toMatchObject({ id: kept.id, userId: user.userId });
    expect(await second.engine.sessions.find(ended.token)).toBeUndefined();
    await second.close();
  });

  test('a bulk job that a stop interrupted goes on after the next start, each row saved once', async () => {
    const dataDir = join(folder, 'bulk');
    let org = await startTestOrg({ dataDir, seed: 'empty', sourceDir: null });
    const token = String((await org.connect(org.adminUsername)).accessToken);
    const call = (method: string, path: string, body?: unknown, headers = {}) =>
      send(org, token, { method, path: `/services/data/v68.0/${path}`, body, headers });
    const made = await call('POST', 'jobs/ingest', { object: 'Case', operation: 'insert' });
    const { id } = Made.parse(made.body);
    // More than what a client's first look waits for.
    const rows = Array.from({ length: 4000 }, (_, n) => `Stopped ${n},${'x'.repeat(600)}`);
    const csv = `Subject,Description\n${rows.join('\n')}\n`;
    await call('PUT', `jobs/ingest/${id}/batches`, csv, { 'content-type': 'text/csv' });
    await call('PATCH', `jobs/ingest/${id}`, { state: 'UploadComplete' });
    const look = async () => Progress.parse((await call('GET', `jobs/ingest/${id}`)).body);
    while ((await look()).numberRecordsProcessed === 0);
    await org.close();
    const done = await rowsDone(dataDir, id);
    expect([done > 0, done < rows.length]).toEqual([true, true]);

    org = await startTestOrg({ dataDir, seed: 'empty', sourceDir: null });
    while ((await look()).state === 'InProgress');
    const end = { state: 'JobComplete', numberRecordsProcessed: rows.length, numberRecordsFailed: 0 };
    expect(await look()).toEqual(end);
    const counts = 'SELECT COUNT(Id) saved, COUNT_DISTINCT(Subject) different FROM Case';
    const { records } = await org.engine.platform.query(counts);
    expect(records).toMatchObject([{ saved: rows.length, different: rows.length }]);
    await org.close();
  });
});

const Made = z.object({ id: z.string() });
const Progress = z.object({
  state: z.string(),
  numberRecordsProcessed: z.number(),
  numberRecordsFailed: z.number(),
});

/** Rows that a job had done when its org was closed. */
async function rowsDone(dataDir: string, id: string): Promise<number> {
  const database = await openDatabase(dataDir, join(project.cache, 'local-org'));
  const job = await new JobStore(database).find(id);
  await database.close();
  return job?.processed ?? 0;
}
