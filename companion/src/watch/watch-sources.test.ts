import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ORG_ID } from './fixtures/paper-org.ts';
import { ANKE, REQUEST, Scene } from './fixtures/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
beforeEach(() => scene.reset());
afterEach(async () => {
  expect(await scene.kit()).toMatchObject({ result: 'ok' });
});
afterAll(() => scene.store.close());

describe('the first run', () => {
  test('lists what lies before governance, and tells nobody', async () => {
    scene.login('granting');
    scene.org.advance({ hours: 30 * 24 });
    await scene.setMode(scene.org.time);
    await scene.poll();
    expect(await scene.entries('baseline')).toMatchObject([{ accesses: 1, grants: 0 }]);
    expect(await scene.verdicts()).toEqual([['access', 'Before_governance', false]]);
    expect(await scene.findings()).toEqual([]);
  });

  test('sums up what has no match into one finding', async () => {
    await scene.setMode('2026-11-01T00:00:00Z');
    for (let day = 0; day < 3; day += 1) {
      scene.login('granting');
      scene.org.advance({ hours: 1 });
      scene.logout('granting');
      scene.org.advance({ hours: 23 });
    }
    await scene.poll();
    expect(await scene.verdicts()).toHaveLength(3);
    expect(scene.shown('Access_Finding__c', 'Title__c')).toEqual([
      { Title__c: '3 entries or grants without a match lie before the first look' },
    ]);
    scene.org.advance({ minutes: 5 });
    scene.login('granting');
    await scene.poll();
    expect(await scene.findings()).toEqual(['No_authorization', 'No_authorization']);
  });
});

describe('grants', () => {
  test('given without an authorization are found [U5]', async () => {
    await scene.begin();
    scene.grant('2026-11-21');
    await scene.poll();
    expect(await scene.findings()).toEqual(['No_authorization']);
  });

  test('given before the approval are found when the approval comes [B48]', async () => {
    await scene.begin();
    scene.grant('2026-11-21');
    await scene.poll();
    scene.org.advance({ minutes: 5 });
    await scene.authorize();
    await scene.poll();
    expect((await scene.verdicts()).filter(([subject]) => subject === 'grant')).toEqual([
      ['grant', 'No_authorization', false],
      ['grant', 'Granted_before_authorization', false],
    ]);
    expect(scene.shown('Access_Finding__c', 'Kind__c', 'Severity__c')).toEqual([
      { Kind__c: 'No_authorization', Severity__c: 'Notice' },
      { Kind__c: 'Granted_before_authorization', Severity__c: 'Warning' },
    ]);
  });

  test('that outlast their window are told to the relay, and are a finding after the grace [B67]', async () => {
    await scene.begin();
    await scene.authorize(4);
    scene.org.advance({ minutes: 1 });
    scene.grant('2026-11-21');
    expect((await scene.poll()).grants).toMatchObject([
      { requestId: REQUEST, step: 'Granted', remainderUntil: null },
    ]);
    scene.org.advance({ hours: 4, minutes: 1 });
    expect((await scene.poll()).grants).toMatchObject([{ step: 'Granted', remainderUntil: '2026-11-21' }]);
    expect(await scene.findings()).toEqual([]);
    scene.org.advance({ hours: 3 });
    expect((await scene.watch.judgeAgain()).grants).toMatchObject([{ remainderUntil: '2026-11-21' }]);
    expect(await scene.findings()).toEqual(['Standing_after_window']);
    scene.revoke();
    scene.org.advance({ minutes: 5 });
    expect((await scene.poll()).grants).toMatchObject([{ step: 'Ended', remainderUntil: null }]);
  });
});

test('a publisher’s grant serves a publisher’s request alone', async () => {
  await scene.begin();
  await scene.authorize(4, 'Package_publisher');
  scene.org.advance({ minutes: 1 });
  scene.grant('2026-11-21');
  expect((await scene.poll()).grants).toEqual([]);
  const display = `${ANKE.username} has granted user login access through 11/21/2026 to package publisher Docuwerk GmbH (00D58000000Zx9Q)`;
  scene.audit('loginasgrantedtopartnerbt', { createdById: ANKE.id, createdByName: ANKE.name, display });
  scene.org.advance({ minutes: 1 });
  expect((await scene.poll()).grants).toMatchObject([{ requestId: REQUEST, step: 'Granted' }]);
  expect(await scene.findings()).toEqual(['No_authorization']);
});

test('a grant from before the audit trail’s reach is on the list of the first look [B68]', async () => {
  await scene.setMode('2026-01-01T00:00:00Z');
  scene.grant('2027-03-01');
  scene.org.auditRows = [];
  await scene.poll();
  expect(scene.shown('Access_Finding__c', 'Details__c')).toEqual([
    { Details__c: 'unknown time: grant by Anke Petersen, unknown' },
  ]);
});

describe('coverage', () => {
  test('a source that was lost is told once, and what came back late is a gap [U6] [U7]', async () => {
    await scene.begin();
    scene.org.unreadable = [{ source: 'Setup_audit_trail', reason: 'insufficient access' }];
    await scene.poll();
    scene.org.advance({ minutes: 5 });
    await scene.poll();
    expect(await scene.findings()).toEqual(['Coverage_gap']);
    expect(
      scene
        .shown('Source_Coverage__c', 'Source__c', 'Readable__c')
        .filter(({ Readable__c }) => Readable__c === false),
    ).toContainEqual({ Source__c: 'Setup_audit_trail', Readable__c: false });
  });

  test('a missing permission makes a source unreadable, though its rows came', async () => {
    scene.org.missing = [
      {
        source: 'Substitute_sessions',
        permission: 'Manage Users',
        reason: 'without Manage Users, live sessions of other users are not shown',
      },
    ];
    await scene.poll();
    const row = scene.org
      .all('Source_Coverage__c')
      .find(({ fields }) => fields['Source__c'] === 'Substitute_sessions');
    expect(row?.fields).toMatchObject({
      Readable__c: false,
      Reason__c: 'without Manage Users, live sessions of other users are not shown',
    });
    expect(await scene.findings()).toEqual([]);
  });

  test('nothing is read twice into the ledger while nothing changes', async () => {
    await scene.begin();
    await scene.poll();
    const size = await scene.size();
    for (let at = 0; at < 5; at += 1) {
      scene.org.advance({ minutes: 5 });
      await scene.poll();
    }
    expect(await scene.size()).toBe(size);
  });
});

describe('the clock', () => {
  test.each([
    [29_000, [], 'agrees'],
    [31_000, ['Clock_offset'], 'alarm'],
    [-301_000, ['Clock_offset'], 'stop'],
  ])('an offset of %d ms', async (offset, expected, state) => {
    scene.org.offsetMs = offset;
    await scene.poll();
    scene.org.advance({ minutes: 5 });
    await scene.poll();
    expect(await scene.findings()).toEqual(expected);
    expect(await scene.store.rows(ORG_ID).settings.get('watch.clock')).toMatchObject({
      state,
      offsetMs: offset,
    });
    expect(await scene.entries('clock.offset')).toHaveLength(1);
  });
});
