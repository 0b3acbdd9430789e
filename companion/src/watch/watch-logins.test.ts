import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ORG_ID } from './fixtures/paper-org.ts';
import { ANKE, REQUEST, Scene, SHAPES, type Shape, SUPPORT, TOM_A, TOM_B } from './fixtures/scene.ts';
import { TELL_FINDING } from './ports.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
beforeEach(() => scene.reset());
afterEach(async () => {
  expect(await scene.kit()).toMatchObject({ result: 'ok' });
});
afterAll(() => scene.store.close());

describe.each(Object.keys(SHAPES) as Shape[])('logins, audit rows in the shape %s', (shape) => {
  test.each([
    ['without the login log', false],
    ['with the login log', true],
  ])(
    'an authorized login is matched, finally once every source has been read past it, %s [U5] [U6]',
    async (_title, licence) => {
      scene.org.loginRows = licence ? [] : null;
      await scene.begin();
      await scene.authorize();
      scene.org.advance({ minutes: 10 });
      scene.grant('2026-11-21');
      scene.org.advance({ minutes: 10 });
      scene.login(shape);
      const at = scene.org.now.toString({ smallestUnit: 'second' });
      await scene.poll();
      expect(await scene.verdicts()).toContainEqual(['access', 'Matched', true]);
      if (licence)
        scene.org.loginRows = [
          {
            source: 'SalesforceLoginAsEventLog',
            id: 'row1',
            at,
            actualUser: 'D. Moreau',
            caseIdentifier: '0046700001',
            operation: 'Login',
          },
        ];
      scene.org.advance({ minutes: 20 });
      scene.logout(shape);
      scene.org.advance({ minutes: 60 });
      scene.revoke();
      await scene.poll();

      const [access] = scene.shown(
        'Observed_Access__c',
        'Verdict__c',
        'Match_Strength__c',
        'Provisional__c',
        'Actor_Class__c',
        'Target_User__c',
        'Actor__c',
        'Access_Request__c',
        'Target_Resolution__c',
      );
      expect(scene.org.all('Observed_Access__c')).toHaveLength(1);
      expect(access).toMatchObject({
        Verdict__c: 'Matched',
        Provisional__c: false,
        Match_Strength__c: licence ? 'By_case' : 'By_user_and_time',
        Actor_Class__c: licence ? 'Salesforce_Support' : 'Support_or_publisher',
        Target_User__c: ANKE.id,
        Target_Resolution__c: 'Resolved',
        Access_Request__c: REQUEST,
      });
      expect(
        scene.shown('Login_Grant__c', 'State__c', 'Verdict__c', 'Provisional__c', 'Expiration_Date__c'),
      ).toEqual([
        {
          State__c: 'Revoked',
          Verdict__c: 'Matched',
          Provisional__c: false,
          Expiration_Date__c: '2026-11-21',
        },
      ]);
      expect(scene.org.all('Observed_Access__c')[0]?.fields['Login_Grant__c']).toBe(
        scene.org.all('Login_Grant__c')[0]?.id,
      );
      expect(await scene.findings()).toEqual([]);
    },
  );

  test('a login without any authorization is a critical finding, told at once [U5]', async () => {
    await scene.begin();
    scene.login(shape);
    await scene.poll();
    expect(await scene.findings()).toEqual(['No_authorization']);
    expect(scene.shown('Access_Finding__c', 'Severity__c', 'Kind__c', 'Title__c')).toEqual([
      {
        Severity__c: 'Critical',
        Kind__c: 'No_authorization',
        Title__c: 'Login as Anke Petersen without any authorization',
      },
    ]);
    const finding = scene.org.all('Access_Finding__c')[0];
    expect(finding?.fields['Observed_Access__c']).toBe(scene.org.all('Observed_Access__c')[0]?.id);
    const { rows: jobs } = await scene.store.database.query(
      `SELECT data FROM jobs.job WHERE name = '${TELL_FINDING}' AND data ->> 'orgId' = '${ORG_ID}' ORDER BY created_on`,
    );
    expect(jobs.at(-1)).toMatchObject({ data: { data: { finding: finding?.key } } });
  });

  test('the same rows read again add nothing', async () => {
    await scene.begin();
    scene.login(shape);
    await scene.poll();
    const size = await scene.size();
    scene.org.advance({ seconds: 30 });
    await scene.poll();
    scene.restart();
    await scene.poll();
    expect(await scene.size()).toBe(size);
  });

  test('own administrators are recorded and counted, never judged', async () => {
    await scene.begin();
    scene.login(shape, 'suOrgAdminLogin');
    scene.org.advance({ minutes: 3 });
    scene.logout(shape, 'suOrgAdminLogout');
    await scene.poll();
    expect(scene.shown('Observed_Access__c', 'Actor_Class__c', 'Verdict__c', 'Logout_At__c')).toMatchObject([
      { Actor_Class__c: 'Own_administrator' },
    ]);
    expect(scene.org.all('Observed_Access__c')[0]?.fields['Logout_At__c']).not.toBeNull();
    expect(await scene.entries('verdict')).toEqual([]);
    expect(await scene.findings()).toEqual([]);
  });

  test('no name enters the ledger', async () => {
    await scene.begin();
    await scene.authorize();
    scene.grant('2026-11-21');
    scene.org.advance({ minutes: 1 });
    scene.login(shape);
    await scene.poll();
    const text = (await scene.store.ledger.entries(ORG_ID)).map(({ body }) => body).join('\n');
    for (const name of ['Anke', 'Petersen', 'moreau', ANKE.username]) expect(text).not.toContain(name);
    const [seen] = await scene.entries('access.seen');
    expect(seen?.actor).toEqual({ commitment: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const values = (await scene.store.ledger.openings(ORG_ID)).map(({ value }) => value);
    // The grantor of the grant; then the actor and the target of the login.
    expect(values).toEqual([ANKE.name, SUPPORT, ANKE.name]);
  });
});

test('a target whom two users could be is ambiguous, told only once no source can settle it any more', async () => {
  await scene.begin();
  scene.audit('suloginaccessused', {
    createdByName: SUPPORT,
    display: `Logged in using Login-As access for ${TOM_A.name}`,
  });
  await scene.poll();
  expect(await scene.findings()).toEqual([]);
  scene.org.advance({ minutes: 10 });
  await scene.poll();
  expect(await scene.findings()).toEqual(['Target_ambiguous']);
});

test('a session that names the user settles an ambiguous target', async () => {
  await scene.begin();
  scene.audit('suloginaccessused', {
    createdByName: SUPPORT,
    display: `Logged in using Login-As access for ${TOM_A.name}`,
  });
  scene.org.sessions = [
    { source: 'AuthSession', id: '0Ak000000000001AAA', userId: TOM_B.id, createdAt: scene.org.time },
  ];
  await scene.poll();
  expect(scene.shown('Observed_Access__c', 'Target_User__c', 'Target_Resolution__c')).toEqual([
    { Target_User__c: TOM_B.id, Target_Resolution__c: 'Resolved' },
  ]);
});

test('a session seen before its audit row becomes the same access', async () => {
  await scene.begin();
  scene.org.sessions = [
    { source: 'AuthSession', id: '0Ak000000000001AAA', userId: ANKE.id, createdAt: scene.org.time },
  ];
  await scene.poll();
  scene.org.advance({ minutes: 1 });
  scene.login('granting');
  await scene.poll();
  const last = (await scene.entries('access.seen')).at(-1);
  expect(last?.supersedes).toEqual(['AuthSession:0Ak000000000001AAA']);
  expect((await scene.watch.judgeAgain()).altered).toEqual([]);
});
