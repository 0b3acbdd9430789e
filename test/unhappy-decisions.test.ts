/**
 * A request that is denied, one that nobody answers, one that is answered too late: nothing is authorized. And an emergency,
 * which nobody is asked about: break-glass opens a window at once, marked for ever, and one of those who were told reviews it.
 * Last, a report in the org that somebody alters.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessibilityFaults } from '../companion/src/web/fixtures/axe.ts';
import type { Person } from './browser.ts';
import { reportNow, verified } from './bundle.ts';
import { signIn } from './org-client.ts';
import * as people from './people.ts';
import { ANKE, FRIEDRICH, KATRIN, MARIT, MEHMET, openScene, type Row, type Scene, TAMA } from './scene.ts';

const REASON = 'The import can be repeated in the sandbox; nobody has to see production for it.';

const pictures = join(import.meta.dirname, '..', '.local', 'test-results', 'screenshots', 'break-glass');

let scene: Scene;
let contact: Person;
let admin: Person;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  scene = await openScene({ breakGlass: true });
  contact = await scene.contact();
  admin = await scene.person();
});
afterAll(() => scene.close());

const subjects = async (address: string) =>
  (await scene.world.mailsTo(address)).map(({ subject }) => subject);
const decisions = (request: string): Promise<Row[]> =>
  scene.rows(
    `SELECT Decision__c, Reason__c, Effective_At__c FROM Access_Decision__c WHERE Access_Request__c = '${request}'`,
  );
const readInPanel = async (request: string): Promise<string> => {
  await people.enterOrg(admin.page, scene.world.org.url, 'Katrin Brandt', scene.panel(request));
  await people.expectText(admin.page, 'Timeline');
  return admin.page.locator('main').innerText();
};

describe('a request that a contact denies', () => {
  let id: string;

  beforeAll(async () => {
    id = await scene.raise({ as: ANKE, hours: 4, caseNumber: '46010001' });
    await people.decide(contact.page, scene.page(id), { decision: 'Deny', reason: REASON });
    await scene.world.settle();
  });

  test('is Denied at once, by the contact who signed it [A11 B47 U1]', async () => {
    expect(await scene.request(id)).toMatchObject({
      State__c: 'Denied',
      Decided_By__c: 'Marit Jansen',
      Window_Start__c: null,
      Window_End__c: null,
    });
    expect(await decisions(id)).toMatchObject([{ Decision__c: 'Deny', Reason__c: REASON }]);
  });

  test('shows its requester in the panel who denied it and why [A12 B47]', async () => {
    const shown = await readInPanel(id);
    expect(shown).toContain('A contact has denied the request.');
    expect(shown).toContain(`Denied by Marit Jansen: ${REASON}`);
  });

  test('asks no user for a grant, then or later [B48]', async () => {
    await scene.world.advance('PT5H');
    expect(await scene.request(id)).toMatchObject({ State__c: 'Denied', Grant_Step__c: null });
    expect(await subjects(ANKE)).toEqual([]);
  });

  test('can be decided by nobody any more [A11]', async () => {
    await contact.page.goto(scene.page(id));
    await people.expectText(contact.page, 'Nothing is left to decide');
    expect(await contact.page.getByRole('radio', { name: 'Approve' }).count()).toBe(0);
  });
});

describe('a request that nobody answers', () => {
  let id: string;

  beforeAll(async () => {
    id = await scene.raise({ as: MEHMET, hours: 4, caseNumber: '46010002' });
    // Sign-ins last for eight hours, the deadline is after twelve: the contact comes back in between.
    await scene.world.advance('PT11H');
    await people.signInAgain(contact.page, scene.world.companion.url);
  });

  test('still waits a minute before its deadline [B43]', async () => {
    await scene.world.advance('PT59M');
    expect(await scene.request(id)).toMatchObject({ State__c: 'Awaiting_decision' });
  });

  test('expires at its deadline while a contact still writes: the page learns of it by itself and keeps his words [B43 U2]', async () => {
    const { page } = contact;
    await page.goto(scene.page(id));
    await page.getByRole('radio', { name: 'Approve' }).check({ force: true });
    await page.getByLabel('Reason', { exact: true }).fill('I was about to say yes');
    await scene.world.advance('PT2M');
    expect(await scene.request(id)).toMatchObject({ State__c: 'Expired', Decided_By__c: null });
    await people.expectText(page, 'The deadline passed while you were reading. Nothing was authorized.');
    await people.expectText(page, 'I was about to say yes');
    expect(await page.getByRole('button', { name: 'Review what you sign' }).count()).toBe(0);
  });

  test('tells all who were asked that it expired without a decision, and nobody else [A11 U24]', async () => {
    const name = String((await scene.request(id))['Name']);
    const told = `Settled: case 46010002, ${name} expired without a decision`;
    expect((await subjects(MARIT)).filter((subject) => subject.includes('46010002'))).toContain(told);
    expect((await subjects(FRIEDRICH)).filter((subject) => subject.includes('46010002'))).toEqual([]);
    expect(await subjects(MEHMET)).toEqual([]);
  });

  test('shows its requester in the panel that silence did not approve [A12 B43]', async () => {
    const shown = await readInPanel(id);
    expect(shown).toContain('No contact decided before the deadline, so entry is not authorized.');
    expect(shown).toContain('Expired: the deadline passed without a decision');
  });
});

describe('an approval that is signed after the deadline', () => {
  test('is kept on record, counts for nothing and leaves the request expired [B43 U1]', async () => {
    const id = await scene.raise({ as: TAMA, hours: 1, caseNumber: '46010003' });
    await scene.world.advance('PT11H55M');
    const { page } = contact;
    await people.signInAgain(page, scene.world.companion.url);
    await page.goto(scene.page(id));
    await people.review(page, { decision: 'Approve', reason: 'Known incident, all in order.' });
    // A page that hears of the deadline offers no signature any more; this one is out of reach of the news.
    await page.route('**/api/**', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await scene.world.advance('PT6M');
    await page.getByRole('button', { name: 'Sign the approval with your passkey' }).click();
    await people.expectText(page, 'Received, without effect');
    await people.expectText(page, 'the deadline had passed');
    await page.unroute('**/api/**');
    await scene.world.settle();
    expect(await scene.request(id)).toMatchObject({ State__c: 'Expired', Window_Start__c: null });
    expect(await decisions(id)).toMatchObject([{ Decision__c: 'Approve', Effective_At__c: null }]);
    expect(await subjects(TAMA)).toEqual([]);
  });
});

describe('an emergency', () => {
  const emergency = { caseNumber: '46010004', reason: 'Payments stand still, and no contact answers.' };
  let id: string;
  let friedrich: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    friedrich = await scene.person();
    const invitation = await scene.invitation(FRIEDRICH);
    await people.enrol(friedrich.page, invitation, () => Promise.resolve(), 'Eingang');
  });
  afterAll(() => expect(faults).toEqual([]));

  /** Takes a picture at the desk and on a phone, and looks for what would keep somebody out. */
  const check = async ({ page, devtools }: Person, step: string) => {
    for (const [on, width] of Object.entries({ desk: 1280, phone: 390 })) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(pictures, `${step}-${on}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) faults.push(`${step}, ${on}: wider than the screen`);
      faults.push(...(await accessibilityFaults(devtools)).map((fault) => `${step}, ${on}: ${fault}`));
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  test('opens nothing before a contact has signed the policy that allows it; one signs it [D112 U3]', async () => {
    const { page } = contact;
    await people.signInAgain(page, scene.world.companion.url);
    await page.goto(`${scene.world.companion.url}/signatures`);
    await page.getByRole('link', { name: /policy/i }).click();
    await page.getByRole('radio', { name: 'Accept' }).check();
    await page.getByLabel('Reason').fill('As we agreed: minutes, and everybody is told.');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await page.getByRole('button', { name: 'Sign with your passkey' }).click();
    await page.getByRole('heading', { name: 'Signed and in effect' }).waitFor();
    await scene.world.settle();
  });

  test('is declared in the form by keyboard, with a reason and the case number typed once more [D112 U27]', async () => {
    const { page } = admin;
    await people.enterOrg(page, scene.world.org.url, 'Katrin Brandt');
    const { caseNumber } = emergency;
    await people.fillRequest(page, {
      ...{ caseNumber, targetUser: 'Anke Petersen', hours: '4' },
      ...{
        purpose: 'Find out why payments stand still since noon',
        necessity: 'Each hour costs customers money',
      },
    });
    const box = page.getByRole('checkbox', { name: 'Break-glass' });
    await page.getByLabel('Hours wanted').focus();
    while (!(await box.evaluate((node) => node.matches(':focus')))) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(true);
    await page.getByLabel('Break-glass reason').fill(emergency.reason);
    await page.getByLabel('Break-glass confirmation').fill('46010005');
    await page.getByRole('button', { name: 'Submit as break-glass' }).press('Enter');
    await people.expectText(page, 'This is not the support case number of this request');
    await check(admin, '1-form');
    await page.getByLabel('Break-glass confirmation').fill(caseNumber);
    await page.getByRole('button', { name: 'Submit as break-glass' }).press('Enter');
    await people.expectText(page, /AR-\d+ is saved/);
    await scene.world.settle();
    const [row] = await scene.rows(
      `SELECT Id FROM Access_Request__c WHERE Support_Case_Number__c = '${caseNumber}'`,
    );
    id = String(row?.['Id']);
    expect(await scene.request(id)).toMatchObject({ State__c: 'Window_open', Decided_By__c: null });
    await people.expectText(page, 'Entry is authorized by break-glass');
    await check(admin, '2-panel');
  });

  test('is told to every contact at once, by a mail that says so in its subject [D112 U24 U27]', async () => {
    const about = (subject: string) => subject.includes(emergency.caseNumber);
    expect((await subjects(MARIT)).filter(about)).toEqual([expect.stringMatching(/^BREAK-GLASS: /)]);
    expect((await subjects(FRIEDRICH)).filter(about)).toEqual([expect.stringMatching(/^NOTZUGANG: /)]);
    await contact.page.goto(scene.page(id));
    await people.expectText(contact.page, 'Break-glass: nobody approved this');
    await people.expectText(contact.page, emergency.reason);
    await check(contact, '3-open');
  });

  test('is reviewed by another contact when its window is over, on a phone and in German [D112 U1 U27]', async () => {
    await scene.world.advance('PT5H');
    expect(await scene.request(id)).toMatchObject({ State__c: 'Completed' });
    const { page } = friedrich;
    await page.goto(scene.page(id));
    await page.getByRole('link', { name: 'Lesen, was geschah, und prüfen' }).click();
    await page.getByRole('radio', { name: /^Gerechtfertigt/ }).check();
    await page.getByLabel('Begründung').fill('Mit Katrin Brandt gesprochen: Die Zahlungen standen wirklich.');
    await check(friedrich, '4-review');
    await page.getByRole('button', { name: 'Durchsehen und unterschreiben' }).click();
    await page.getByRole('button', { name: 'Mit Passkey unterschreiben' }).waitFor();
    await check(friedrich, '5-sign');
    await page.getByRole('button', { name: 'Mit Passkey unterschreiben' }).click();
    await page.getByRole('heading', { name: 'Unterschrieben und in Kraft' }).waitFor();
    await scene.world.settle();
    const [row] = await scene.rows(`SELECT Break_Glass_Review__c FROM Access_Request__c WHERE Id = '${id}'`);
    expect(row).toMatchObject({ Break_Glass_Review__c: 'Justified' });
  });

  test('stays marked for ever, in Lightning and on the page [D112]', async () => {
    expect(await readInPanel(id)).toContain('BREAK-GLASS');
    await check(admin, '6-panel');
    await friedrich.page.goto(scene.page(id));
    await people.expectText(friedrich.page, 'Notzugang: Niemand hat genehmigt');
    await people.expectText(friedrich.page, /Geprüft von Friedrich Albers/);
    await check(friedrich, '7-page');
  });
});

test('none of it is a finding: to deny and to let expire are in order', async () => {
  expect(await scene.rows('SELECT Title__c FROM Access_Finding__c')).toEqual([]);
  expect((await subjects(KATRIN)).filter((subject) => /^(Critical|Warning)/.test(subject))).toEqual([]);
});

test('its report says so and holds together: the kit finds it consistent [A14 A15 U4]', async () => {
  const { html, bundle } = await reportNow(scene.world);
  expect(html).toContain(REASON);
  expect(html).toContain('There are no findings in this period');
  expect(verified(bundle)).toEqual({ code: 0, result: 'consistent', withheld: 0, said: '' });
});

test('a report that is said to be another one is found within the hour and written back [A14 A15]', async () => {
  const { org } = scene.world;
  const { body } = await (
    await signIn(org, KATRIN)
  ).call('POST', '/sobjects/Audit_Report__c', {
    ...{ Period_From__c: '2026-11-01', Period_To__c: '2026-11-20', Time_Zone__c: 'Europe/Berlin' },
    Requested_By__c: await scene.userId(KATRIN),
  });
  const { id = '' } = body as { id?: string };
  await scene.world.settle();
  const fields = 'State__c, Bundle_Digest__c, Period_From__c';
  const read = () => scene.rows(`SELECT ${fields} FROM Audit_Report__c WHERE Id = '${id}'`);
  const made = await read();
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(made).toMatchObject([{ State__c: 'Ready', Bundle_Digest__c: digest }]);
  // Whoever holds the companion's permission writes what the rules keep from everybody else.
  const forged = { Bundle_Digest__c: 'ab'.repeat(32), Period_From__c: '2026-10-01' };
  await (await signIn(org, org.integrationUsername)).call('PATCH', `/sobjects/Audit_Report__c/${id}`, forged);
  await scene.world.advance('PT1H');
  const [finding] = await scene.rows(
    "SELECT Details__c FROM Access_Finding__c WHERE Title__c = 'Audit Report was changed'",
  );
  expect(finding?.['Details__c']).toContain('Period_From__c: on record 2026-11-01; found 2026-10-01');
  expect(finding?.['Details__c']).toContain(`found ${forged.Bundle_Digest__c}`);
  expect(await read()).toEqual(made);
});
