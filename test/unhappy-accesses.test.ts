/**
 * Entries that nobody authorized, or that went on beyond what was authorized, beside those that were in order. One day of
 * the bank is played once for each form of the audit rows; what came of it is then looked at.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from './browser.ts';
import { reportNow, verified } from './bundle.ts';
import * as people from './people.ts';
import {
  ANKE,
  FRIEDRICH,
  JONAS,
  LEILANI,
  MARIT,
  MEHMET,
  openScene,
  type Row,
  type Scene,
  TAMA,
} from './scene.ts';

const SETTINGS = '/lightning/settings/personal/GrantLoginAccess/home';
const ACCESS_FIELDS =
  'Verdict__c, Match_Strength__c, Provisional__c, Actor_Class__c, Login_At__c, Logout_At__c, Access_Request__c, Target_User__c';

const minutesBetween = (from: unknown, to: unknown): number =>
  Math.round(Temporal.Instant.from(String(from)).until(String(to)).total('minutes'));

describe.each([
  { licence: 'without the event log licence', eventLog: false, shape: 'delegate' },
  { licence: 'with the event log licence', eventLog: true, shape: 'granting' },
] as const)('a day of the bank $licence, audit rows of the form $shape', ({ eventLog, shape }) => {
  const support = { actor: 'support', actorName: 'Delphine Moreau', shape };
  const cases = { [ANKE]: '46020001', [LEILANI]: '46020002', [TAMA]: '46020003' };
  const ids = new Map<string, string>();
  const requests = new Map<string, string>();
  let scene: Scene;
  let contact: Person;
  let morning: string;

  const approve = async (username: keyof typeof cases) => {
    await people.decide(contact.page, scene.page(requests.get(username) ?? ''), {
      decision: 'Approve',
      reason: 'Known incident, supervised by the platform team',
    });
    await scene.world.settle();
  };
  const grant = async (username: string, name: string) => {
    const { page, context } = await scene.person();
    await people.enterOrg(page, scene.world.org.url, name, SETTINGS);
    await people.grantSupport(page, '1 Day');
    await context.close();
    await scene.world.settle();
  };
  const login = (as: keyof typeof cases | typeof MEHMET) =>
    scene.simulate('login', { ...support, as, caseId: as === MEHMET ? '46029999' : cases[as] });

  const accesses = (username: string): Promise<Row[]> =>
    scene.rows(
      `SELECT ${ACCESS_FIELDS} FROM Observed_Access__c WHERE Target_User__c = '${ids.get(username) ?? ''}' AND Login_At__c > ${morning} ORDER BY Login_At__c`,
    );
  const grants = (username: string): Promise<Row[]> =>
    scene.rows(
      `SELECT State__c, Verdict__c, Access_Request__c FROM Login_Grant__c WHERE User__c = '${ids.get(username) ?? ''}' ORDER BY Granted_At__c`,
    );
  /** Findings that name this person. */
  const findings = (name: string): Promise<Row[]> =>
    scene.rows(
      `SELECT Kind__c, Severity__c, Title__c, Details__c, Next_Step__c, Status__c, Found_At__c, Told_At__c, Access_Request__c FROM Access_Finding__c WHERE Title__c LIKE '%${name}%' ORDER BY Name`,
    );
  const alarms = async (address: string, about: string): Promise<string[]> =>
    (await scene.world.mailsTo(address))
      .map(({ subject }) => subject)
      .filter((subject) => /^(Critical|Warning|Notice): /.test(subject) && subject.includes(about));

  beforeAll(async () => {
    scene = await openScene({ eventLog });
    const { world } = scene;
    morning = world.org.clock.now().toString({ smallestUnit: 'second' });
    contact = await scene.contact();
    for (const username of [ANKE, LEILANI, MEHMET, TAMA]) ids.set(username, await scene.userId(username));
    for (const username of [ANKE, LEILANI, TAMA] as const) {
      requests.set(username, await scene.raise({ as: username, hours: 1, caseNumber: cases[username] }));
    }
    await grant(LEILANI, 'Leilani Kealoha');
    await world.advance('PT5M');
    // Three windows of an hour, from 09:05 on.
    for (const username of [ANKE, LEILANI, TAMA] as const) await approve(username);
    await grant(ANKE, 'Anke Petersen');
    await grant(TAMA, 'Tama Ngata');
    await world.advance('PT10M');
    const first = await login(ANKE);
    await scene.simulate('grant', { username: MEHMET, to: 'salesforce', duration: '1 day' });
    await world.advance('PT15M');
    await scene.simulate('logout', first);
    const intruder = await login(MEHMET);
    await world.advance('PT5M');
    const long = await login(TAMA);
    await world.advance('PT5M');
    await scene.simulate('logout', intruder);
    const own = await scene.simulate('login', { as: ANKE, actor: 'admin', actorUsername: JONAS, shape });
    await world.advance('PT15M');
    const second = await login(ANKE);
    await scene.simulate('logout', own);
    await world.advance('PT5M');
    await scene.simulate('logout', second);
    await world.advance('PT20M');
    await scene.simulate('logout', long);
    await world.advance('PT30M');
  });
  afterAll(() => scene.close());

  test('a login by Support without any request is No authorization, in the org at once [A11 B68 U5]', async () => {
    const [access] = await accesses(MEHMET);
    expect(access).toMatchObject({ Verdict__c: 'No_authorization', Access_Request__c: null });
    const finding = (await findings('Mehmet')).at(-1);
    expect(finding).toMatchObject({
      Kind__c: 'No_authorization',
      Severity__c: 'Critical',
      Status__c: 'Open',
      Title__c: 'Login as Mehmet Yıldız without any authorization',
      Next_Step__c: expect.stringContaining('Ask Salesforce Support'),
      Access_Request__c: null,
    });
    // Seen at the next look, which came five minutes later, and told in the same minute.
    // Five minutes pass before the next look; the machine's own seconds run beside the clock that the test sets.
    expect(minutesBetween(access?.['Login_At__c'], finding?.['Told_At__c'])).toBeLessThanOrEqual(6);
  });

  test('an administrator reads of it under Findings [B49]', async () => {
    const { page, context } = await scene.person();
    await people.enterOrg(page, scene.world.org.url, 'Katrin Brandt');
    await page.getByRole('link', { name: 'Findings' }).click();
    await people.expectText(page, 'Login as Mehmet Yıldız without any authorization');
    await context.close();
  });

  test.each([
    [
      MARIT,
      'Critical: Login as Mehmet Yıldız without any authorization (Hanse Kreditbank AG)',
      'Ask Salesforce Support',
    ],
    [
      FRIEDRICH,
      'Kritisch: Anmeldung als Mehmet Yıldız ohne jede Autorisierung (Hanse Kreditbank AG)',
      'Fragen Sie den Salesforce-Support',
    ],
  ])(
    'an alarm mail tells %s in his language, and what to do first [A11 U24 U27]',
    async (address, title, first) => {
      const { subject, text } = await scene.world.mail(address, /as Mehmet|als Mehmet/);
      expect(subject).toBe(title);
      expect(text.replace(/\s+/g, ' ')).toContain(first);
    },
  );

  test('the grant that let it in is No authorization, too [B63 B64]', async () => {
    expect(await grants(MEHMET)).toMatchObject([{ State__c: 'Live', Verdict__c: 'No_authorization' }]);
    expect((await findings('Mehmet')).at(0)).toMatchObject({
      Kind__c: 'No_authorization',
      Title__c: 'Mehmet Yıldız granted login access without any authorization',
    });
  });

  test('a grant that was given before the approval is Granted before authorization [B63 B64]', async () => {
    const request = requests.get(LEILANI);
    expect(await grants(LEILANI)).toMatchObject([
      { Verdict__c: 'Granted_before_authorization', Access_Request__c: request },
    ]);
    expect(await findings('Leilani')).toContainEqual(
      expect.objectContaining({
        Kind__c: 'Granted_before_authorization',
        Severity__c: 'Warning',
        Access_Request__c: request,
      }),
    );
  });

  test('two logins by one engineer, 10 and 50 minutes into the window, are both matched [B68 U25]', async () => {
    const matched = {
      Verdict__c: 'Matched',
      Match_Strength__c: eventLog ? 'By_case' : 'By_user_and_time',
      Provisional__c: false,
      Access_Request__c: requests.get(ANKE),
    };
    const judged = (await accesses(ANKE)).filter((row) => row['Actor_Class__c'] !== 'Own_administrator');
    expect(judged).toMatchObject([matched, matched]);
  });

  test('a session that ends after the window is Stayed after window [B66 B67 B68]', async () => {
    expect(await accesses(TAMA)).toMatchObject([
      { Verdict__c: 'Stayed_after_window', Access_Request__c: requests.get(TAMA) },
    ]);
    expect((await findings('Tama')).at(-1)).toMatchObject({
      Kind__c: 'Stayed_after_window',
      Severity__c: 'Warning',
      Access_Request__c: requests.get(TAMA),
    });
    expect(await alarms(MARIT, 'as Tama')).toContain(
      'Warning: Session as Tama Ngata went on after its window (Hanse Kreditbank AG)',
    );
  });

  test("an own administrator's Login-As is recorded and raises nothing [B68 U5]", async () => {
    const own = (await accesses(ANKE)).filter((row) => row['Actor_Class__c'] === 'Own_administrator');
    expect(own).toMatchObject([{ Verdict__c: null }]);
    expect(await findings('Anke')).toEqual([]);
    expect(await alarms(MARIT, 'Anke')).toEqual([]);
  });

  test('the report of that day holds together: the kit derives the same verdicts [A14 A15 U4]', async () => {
    const { bundle } = await reportNow(scene.world);
    expect(verified(bundle)).toEqual({ code: 0, result: 'consistent', withheld: 0, said: '' });
  });
});
