import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { COMPANION, ORG_ID } from './fixtures/paper-org.ts';
import { ANKE, Scene } from './fixtures/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
beforeEach(() => scene.reset());
afterEach(async () => {
  expect(await scene.kit()).toMatchObject({ result: 'ok' });
});
afterAll(() => scene.store.close());

describe('altered records', () => {
  const request = (fields: Record<string, string | boolean | number>) =>
    scene.org.insert('Access_Request__c', { Org_Id__c: ORG_ID, Frozen__c: false, ...fields }, ANKE.id);

  test('a request inserted as Approved is put on record with both values, set back and frozen', async () => {
    await scene.begin();
    const row = request({ State__c: 'Approved' });
    expect((await scene.poll()).altered).toEqual([row.id]);
    expect(await scene.entries('record.altered')).toMatchObject([
      {
        object: 'Access_Request__c',
        record: row.id,
        fields: [{ name: 'State__c', logged: 'Draft', found: 'Approved' }],
        by: ANKE.id,
      },
    ]);
    expect(row.fields).toMatchObject({ State__c: 'Draft', Frozen__c: true });
    expect(row.fields['Restored_At__c']).toBeTruthy();
    expect(scene.org.all('Access_Finding__c')[0]?.fields['Details__c']).toContain(
      'State__c: on record Draft; found Approved',
    );
    expect((await scene.poll()).altered).toEqual([]);
    expect(await scene.findings()).toEqual(['Record_altered']);
  });

  test('what is input is taken before anything else goes on record, and without what was altered', async () => {
    await scene.begin();
    const altered = request({ State__c: 'Approved' });
    request({ State__c: 'Submitted' });
    scene.grant('2026-12-01');
    const told: unknown[] = [];
    await scene.watch.take(scene.org.poll(await scene.watch.watermarks()), {
      input: async (ids) => void told.push(ids, await scene.entries('grant.seen')),
    });
    expect(told).toEqual([[altered.id], []]);
    expect(await scene.entries('grant.seen')).toHaveLength(1);
  });

  test('what goes on record need not wait for the org to be written, and is written when it is back', async () => {
    await scene.begin();
    scene.grant('2026-12-01');
    const poll = scene.org.poll(await scene.watch.watermarks());
    scene.org.down = true;
    await scene.watch.take(poll, { writeSoon: true });
    await scene.projector.idle();
    expect(await scene.entries('grant.seen')).toHaveLength(1);
    scene.org.down = false;
    scene.projector.soon();
    await scene.projector.idle();
    expect(scene.org.all('Login_Grant__c')).toHaveLength(1);
  });

  test('what people write is input, not an alteration', async () => {
    await scene.begin();
    request({ State__c: 'Submitted', Purpose__c: 'Reproduce' });
    expect((await scene.poll()).altered).toEqual([]);
    expect(await scene.findings()).toEqual([]);
  });

  test('a copy from another org is not looked at', async () => {
    await scene.begin();
    request({ State__c: 'Approved', Org_Id__c: '00D000000000009EAA' });
    expect((await scene.poll()).altered).toEqual([]);
  });

  test('a write of ours under way is not taken for one', async () => {
    await scene.begin();
    const row = request({ State__c: 'Submitted' });
    await scene.store.unit(ORG_ID, (unit) =>
      unit.projections.intend({
        object: 'Access_Request__c',
        key: row.id,
        recordId: row.id,
        fields: { State__c: 'Awaiting_decision' },
      }),
    );
    scene.org.tamper(row, { State__c: 'Awaiting_decision' }, COMPANION);
    expect((await scene.poll()).altered).toEqual([]);
    await scene.projector.flush();
    expect((await scene.poll()).altered).toEqual([]);
  });

  test('rows that we write while they are read are read once more together, and none is taken for altered', async () => {
    await scene.begin();
    const rows = [1, 2, 3].map(() => request({ State__c: 'Submitted' }));
    const altered = request({ State__c: 'Submitted' });
    const poll = scene.org.poll(await scene.watch.watermarks());
    const write = async (state: string) => {
      await scene.store.unit(ORG_ID, async (unit) => {
        for (const { id } of rows) {
          const row = { object: 'Access_Request__c', key: id, recordId: id };
          await unit.projections.intend({ ...row, fields: { State__c: state } });
        }
      });
      await scene.projector.flush();
    };
    await write('Awaiting_decision');
    scene.org.tamper(altered, { State__c: 'Approved' }, ANKE.id);
    const late = scene.org.poll(await scene.watch.watermarks());
    const stale = poll.requests.filter(({ id }) => id !== altered.id);
    const fresh = late.requests.filter(({ id }) => id === altered.id);
    scene.org.asked.length = 0;
    const taken = await scene.watch.take({ ...late, requests: [...stale, ...fresh] });
    expect(taken.altered).toEqual([altered.id]);
    expect(scene.org.asked).toEqual([[...rows.map(({ id }) => id), altered.id], [altered.id]]);
  });

  test('a row of ours that was changed, deleted or forged is found, and written again', async () => {
    await scene.begin();
    scene.login('granting');
    await scene.poll();
    const access = scene.org.all('Observed_Access__c')[0];
    const grantRow = scene.org.all('Source_Coverage__c')[0];
    if (!access || !grantRow) throw new Error('nothing was written');
    scene.org.advance({ minutes: 5 });
    scene.org.tamper(access, { Verdict__c: 'Matched' });
    grantRow.deleted = true;
    scene.org.tamper(grantRow, {});
    scene.org.insert('Access_Decision__c', { Decision__c: 'Approve', Org_Id__c: ORG_ID }, '005ADMIN').key =
      `${ORG_ID}:forged`;
    await scene.watch.checkRecords({ all: false });
    expect(access.fields['Verdict__c']).toBe('No_authorization');
    expect(scene.org.all('Source_Coverage__c').some(({ key }) => key === grantRow.key)).toBe(true);
    expect((await scene.findings()).filter((kind) => kind === 'Record_altered')).toHaveLength(2);
    scene.org.advance({ minutes: 5 });
    await scene.watch.checkRecords({ all: false });
    expect((await scene.findings()).filter((kind) => kind === 'Record_altered')).toHaveLength(2);
  });

  test('a row that we write while it is read is not taken for altered, and is looked at again', async () => {
    await scene.begin();
    scene.login('granting');
    await scene.poll();
    const access = scene.org.all('Observed_Access__c')[0];
    if (!access?.key) throw new Error('nothing was written');
    const key = access.key;
    const write = async (fields: Record<string, string>) => {
      await scene.store.unit(ORG_ID, (unit) =>
        unit.projections.intend({ object: 'Observed_Access__c', key, fields }),
      );
      await scene.projector.flush();
    };
    scene.org.advance({ minutes: 5 });
    scene.org.afterReading = async () => {
      scene.org.afterReading = () => Promise.resolve();
      await write({ Verdict__c: 'Matched' });
      await write({ Verdict__c: 'Unknown' });
    };
    await scene.watch.checkRecords({ all: false });
    expect(await scene.findings()).not.toContain('Record_altered');
    scene.org.tamper(access, { Verdict__c: 'Matched' });
    scene.org.advance({ minutes: 5 });
    await scene.watch.checkRecords({ all: false });
    expect(access.fields['Verdict__c']).toBe('Unknown');
    expect((await scene.findings()).filter((kind) => kind === 'Record_altered')).toHaveLength(1);
  });

  test('a request that is gone for good is found by the check of everything', async () => {
    await scene.begin();
    const row = request({ State__c: 'Submitted' });
    await scene.store.unit(ORG_ID, (unit) =>
      unit.projections.intend({
        object: 'Access_Request__c',
        key: row.id,
        recordId: row.id,
        fields: { Revision__c: 1, State__c: 'Submitted' },
      }),
    );
    await scene.projector.flush();
    scene.org.rows = scene.org.rows.filter((one) => one !== row);
    expect(await scene.watch.checkRecords({ all: true })).toEqual([row.id]);
    expect(await scene.entries('record.altered')).toMatchObject([{ record: row.id, by: null }]);
  });
});

describe('the way to the org', () => {
  test('what could not be written is written later, once', async () => {
    await scene.begin();
    scene.login('granting');
    scene.org.down = true;
    await expect(scene.poll()).rejects.toMatchObject({ code: 'org_unreachable' });
    scene.org.down = false;
    scene.restart();
    await scene.poll();
    expect(scene.org.all('Observed_Access__c')).toHaveLength(1);
    expect(scene.org.all('Access_Finding__c')).toHaveLength(1);
  });

  test('a row the org refuses does not hold up the others', async () => {
    await scene.begin();
    scene.org.refuse = (write) => (write.object === 'Login_Grant__c' ? 'refused' : null);
    scene.grant('2026-11-21');
    scene.org.advance({ minutes: 1 });
    scene.login('granting');
    await scene.poll();
    expect(scene.org.all('Login_Grant__c')).toEqual([]);
    expect(scene.org.all('Observed_Access__c')).toHaveLength(1);
    expect(scene.org.all('Access_Finding__c')).toHaveLength(2);
  });
});
