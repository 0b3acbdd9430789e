/** An org whose data stays in a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestOrg } from '../test-org.ts';

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
    expect(await second.engine.sessions.find(kept.token)).toEqual({ id: kept.id, userId: user.userId });
    expect(await second.engine.sessions.find(ended.token)).toBeUndefined();
    await second.close();
  });
});
