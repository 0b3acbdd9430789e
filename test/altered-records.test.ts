/**
 * An administrator who takes the companion's permission for himself can write what the rules keep from everybody else.
 * The companion sees it: a finding with both values, the record written back, the request frozen.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from './browser.ts';
import { replaced, reportNow, verified } from './bundle.ts';
import { signIn } from './org-client.ts';
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

let scene: Scene;
let contact: Person;

/** Jonas Lüders, an administrator, writes over the API. */
const asJonas = async (method: string, resource: string, fields: Row): Promise<Row> => {
  const jonas = await signIn(scene.world.org, JONAS);
  const { status, body } = await jonas.call(method, `/sobjects/${resource}`, fields);
  if (status >= 300) throw new Error(`The org refused it: ${JSON.stringify(body)}`);
  return (body ?? {}) as Row;
};
const alterations = (request: string): Promise<Row[]> =>
  scene.rows(
    `SELECT Severity__c, Title__c, Details__c, Told_At__c FROM Access_Finding__c WHERE Kind__c = 'Record_altered' AND Access_Request__c = '${request}' ORDER BY Name`,
  );
const approve = (id: string) =>
  people.decide(contact.page, scene.page(id), {
    decision: 'Approve',
    reason: 'Known incident, all in order.',
  });

beforeAll(async () => {
  scene = await openScene();
  contact = await scene.contact();
  const [set] = await scene.rows("SELECT Id FROM PermissionSet WHERE Name = 'Companion_Integration'");
  await asJonas('POST', 'PermissionSetAssignment', {
    AssigneeId: await scene.userId(JONAS),
    PermissionSetId: set?.['Id'],
  });
});
afterAll(() => scene.close());

describe('a request that an administrator sets to Approved', () => {
  let id: string;

  beforeAll(async () => {
    id = await scene.raise({ as: ANKE, hours: 2, caseNumber: '46030001' });
    await asJonas('PATCH', `Access_Request__c/${id}`, {
      State__c: 'Approved',
      Window_End__c: scene.world.org.clock.now().add({ hours: 100 }).toString({ smallestUnit: 'second' }),
    });
    await scene.world.settle();
  });

  test('is the finding Record altered, with both values and who did it [A14 D105]', async () => {
    expect(await alterations(id)).toEqual([
      expect.objectContaining({
        Severity__c: 'Critical',
        Title__c: 'Access Request was changed',
        Details__c: expect.stringMatching(
          /Last changed by Jonas Lüders .*\n(.*\n)*State__c: on record Awaiting_decision; found Approved/,
        ),
        Told_At__c: expect.any(String),
      }),
    ]);
    const [finding] = await alterations(id);
    expect(finding?.['Details__c']).toMatch(/Window_End__c: on record \(empty\); found 20\d\d-/);
  });

  test('is written back as it is on record, and frozen [A14]', async () => {
    expect(await scene.request(id)).toMatchObject({
      State__c: 'Awaiting_decision',
      Window_End__c: null,
      Frozen__c: true,
      Restored_At__c: expect.any(String),
    });
  });

  test('is told to every contact of the sealed roster, and nobody is asked to grant [A11]', async () => {
    const { text } = await scene.world.mail(MARIT, /^Critical: Access Request was changed/);
    expect(text).toContain('found Approved');
    const german = await scene.world.mail(FRIEDRICH, /^Kritisch: .+ wurde geändert/);
    expect(german.text).toMatch(/gefunden \S/);
    expect(await scene.world.mailsTo(ANKE)).toEqual([]);
  });

  test('takes no decision while it is frozen: page and panel say why [A14 U2]', async () => {
    await contact.page.goto(scene.page(id));
    await people.expectText(
      contact.page,
      'The request is frozen: a contact must look at the alteration first.',
    );
    expect(await contact.page.getByRole('radio', { name: 'Approve' }).count()).toBe(0);
    const admin = await scene.person();
    await people.enterOrg(admin.page, scene.world.org.url, 'Katrin Brandt', scene.panel(id));
    await people.expectText(admin.page, 'This request is frozen: its record was altered.');
    await admin.context.close();
  });

  test('goes on when a contact has looked at both values on a phone and signed; the panel says who ended the freeze [A14 U1 U3]', async () => {
    const desktop = contact.page.viewportSize();
    await contact.page.setViewportSize({ width: 390, height: 844 });
    await contact.page.goto(scene.page(id));
    await people.expectText(contact.page, 'Frozen: the record was altered');
    await people.expectText(contact.page, 'On record: Awaiting decision. Found in the org: Approved.');
    await contact.page.getByRole('link', { name: 'Look at it, and sign how it goes on' }).click();
    await people.expectText(contact.page, 'A look at an altered request');
    await people.expectText(contact.page, /last by Jonas Lüders/);
    await contact.page.getByRole('radio', { name: 'Go on: what is on record counts' }).check();
    await contact.page.getByLabel('Reason', { exact: true }).fill('I asked Jonas; he tried something out.');
    await contact.page.getByRole('button', { name: 'Review and sign' }).click();
    await people.expectText(contact.page, 'You are about to sign');
    await contact.page.getByRole('button', { name: 'Sign with your passkey' }).click();
    await people.expectText(contact.page, 'Signed and in effect');
    await scene.world.settle();
    expect(await scene.request(id)).toMatchObject({
      ...{ State__c: 'Awaiting_decision', Frozen__c: false, Freeze_Ended_By__c: expect.any(String) },
      Freeze_Ended_At__c: expect.any(String),
    });
    const { text } = await scene.world.mail(FRIEDRICH, /^Nicht mehr eingefroren/);
    expect(text).toContain('geht weiter');
    const admin = await scene.person();
    await people.enterOrg(admin.page, scene.world.org.url, 'Katrin Brandt', scene.panel(id));
    await people.expectText(admin.page, 'Freeze ended by');
    await people.expectText(admin.page, 'looked at the alteration');
    await admin.context.close();
    await contact.page.goto(scene.page(id));
    await contact.page.getByRole('radio', { name: 'Approve' }).waitFor();
    if (desktop) await contact.page.setViewportSize(desktop);
  });
});

describe('a window that an administrator makes longer', () => {
  let id: string;
  let end: unknown;

  beforeAll(async () => {
    id = await scene.raise({ as: MEHMET, hours: 2, caseNumber: '46030002' });
    await approve(id);
    await scene.world.settle();
    end = (await scene.request(id))['Window_End__c'];
    await asJonas('PATCH', `Access_Request__c/${id}`, { Window_End__c: '2027-12-31T22:00:00.000Z' });
    await scene.world.settle();
  });

  test('is a finding with both ends, and the signed end is written back [A14 B66]', async () => {
    const [finding] = await alterations(id);
    expect(finding?.['Details__c']).toContain(
      `Window_End__c: on record ${String(end).replace('.000+0000', 'Z')}; found 2027-12-31T22:00:00Z`,
    );
    expect(await scene.request(id)).toMatchObject({
      State__c: 'Window_open',
      Window_End__c: end,
      Frozen__c: true,
    });
  });

  test('ends when the signature said: a login after it is Outside window [B66 B67]', async () => {
    await scene.simulate('grant', { username: MEHMET, to: 'salesforce', duration: '1 day' });
    await scene.world.advance('PT2H30M');
    expect(await scene.request(id)).toMatchObject({ State__c: 'Completed' });
    const { loginId } = await scene.simulate('login', { as: MEHMET, actor: 'support', shape: 'granting' });
    await scene.world.advance('PT5M');
    await scene.simulate('logout', { loginId });
    await scene.world.settle();
    const accesses = await scene.rows(
      `SELECT Verdict__c FROM Observed_Access__c WHERE Access_Request__c = '${id}'`,
    );
    expect(accesses).toMatchObject([{ Verdict__c: 'Outside_window' }]);
  });
});

describe('a request that an administrator makes as approved from the start', () => {
  test('is a finding, goes back to a draft and is sent to nobody [A14 D105]', async () => {
    const { id } = await asJonas('POST', 'Access_Request__c', {
      State__c: 'Approved',
      Support_Case_Number__c: '46030003',
      Requesting_Party__c: 'Salesforce_employee',
      Incident_Type__c: 'Support_escalation',
      Purpose__c: 'Nobody shall be asked about this one.',
      Necessity__c: 'It would be refused.',
      Data_Viewed__c: 'Yes',
      Environment__c: 'Production',
      Hours_Wanted__c: 4,
      Target_User__c: await scene.userId(TAMA),
      Requested_By__c: await scene.userId(JONAS),
    });
    await scene.world.settle();
    expect((await alterations(String(id)))[0]?.['Details__c']).toContain(
      'State__c: on record Draft; found Approved',
    );
    expect(await scene.request(String(id))).toMatchObject({ State__c: 'Draft', Frozen__c: true });
    const mails = await scene.world.mailsTo(MARIT);
    expect(mails.filter(({ subject }) => subject.includes('46030003'))).toEqual([]);
  });
});

describe('a decision in the org', () => {
  let id: string;
  let decisionId: string;

  beforeAll(async () => {
    id = await scene.raise({ as: LEILANI, hours: 2, caseNumber: '46030004' });
    await people.signInAgain(contact.page, scene.world.companion.url);
    await people.decide(contact.page, scene.page(id), {
      decision: 'Deny',
      reason: 'Nobody has to see production for this.',
    });
    await scene.world.settle();
    const [row] = await scene.rows(`SELECT Id FROM Access_Decision__c WHERE Access_Request__c = '${id}'`);
    decisionId = String(row?.['Id']);
  });

  test('that an administrator turns round is found within the hour and written back [A14 D105]', async () => {
    await asJonas('PATCH', `Access_Decision__c/${decisionId}`, { Decision__c: 'Approve' });
    await scene.world.advance('PT1H');
    const [finding] = await alterations(id);
    expect(finding).toMatchObject({ Severity__c: 'Critical', Title__c: 'Access Decision was changed' });
    expect(finding?.['Details__c']).toContain('Decision__c: on record Deny; found Approve');
    expect(
      await scene.rows(`SELECT Decision__c FROM Access_Decision__c WHERE Id = '${decisionId}'`),
    ).toMatchObject([{ Decision__c: 'Deny' }]);
    expect(await scene.request(id)).toMatchObject({ State__c: 'Denied', Frozen__c: true });
  });

  test('that an administrator adds is found within the hour and counts for nothing [A14 D105]', async () => {
    const [contactRow] = await scene.rows(
      `SELECT Id FROM Authorization_Contact__c WHERE Address__c = '${MARIT}'`,
    );
    await asJonas('POST', 'Access_Decision__c', {
      Decision_Key__c: `${scene.world.org.orgId}:forged`,
      Access_Request__c: id,
      Authorization_Contact__c: contactRow?.['Id'],
      Decision__c: 'Approve',
      Org_Id__c: scene.world.org.orgId,
    });
    await scene.world.advance('PT1H');
    const findings = await scene.rows(
      "SELECT Title__c, Details__c FROM Access_Finding__c WHERE Title__c = 'Access Decision was not written by Countersign'",
    );
    expect(findings).toMatchObject([{ Details__c: expect.stringContaining('Jonas Lüders') }]);
    expect(await scene.request(id)).toMatchObject({ State__c: 'Denied', Window_Start__c: null });
  });
});

describe('the report of that day', () => {
  let bundle: Awaited<ReturnType<typeof reportNow>>['bundle'];
  let html: string;

  beforeAll(async () => {
    ({ html, bundle } = await reportNow(scene.world));
  });

  test('tells the alterations with both values and holds together: the kit finds it consistent [A14 A15 U4]', () => {
    const told = html.replaceAll(/<[^>]+>/g, ' ').replaceAll('&quot;', '');
    expect(told).toMatch(/State__c\s+Awaiting_decision\s+Approved/);
    expect(told).toMatch(/Decision__c\s+Deny\s+Approve/);
    expect(told).toMatch(/Access_Decision__c\s+\w{18}\s+\(row\)\s+not logged\s+present/);
    expect(verified(bundle)).toEqual({ code: 0, result: 'consistent', withheld: 0, said: '' });
  });

  test.each([
    [
      'a denial is turned into an approval',
      'ledger.jsonl',
      '"decision":"Deny"',
      '"decision":"Okay"',
      'entry',
    ],
    ['the head of the ledger is another', 'checkpoint.txt', '=\n\n', '+\n\n', 'checkpoint'],
    ['a clear value says another name', 'personal.jsonl', 'Jonas', 'Janos', 'the value of'],
    [
      'the HTML keeps silent about an alteration',
      'report.html',
      'Record altered',
      'Nothing here',
      'report.html',
    ],
    ['a row of the org says another state', 'records.jsonl', 'Denied', 'Draft', 'records.jsonl'],
    ['a verdict is made milder', 'verdicts.jsonl', 'Outside_window', 'Matched', 'verdicts.jsonl'],
  ])('is tampered when %s: the kit says where [A14 U4]', (_title, name, find, by, where) => {
    const { code, result, said } = verified(replaced(bundle, name, find, by));
    expect({ code, result }).toEqual({ code: 1, result: 'tampered' });
    expect(said).toContain(where);
  });
});
