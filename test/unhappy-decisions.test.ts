/** A request that is denied, one that nobody answers, one that is answered too late: nothing is authorized. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from './browser.ts';
import { reportNow, verified } from './bundle.ts';
import * as people from './people.ts';
import { ANKE, FRIEDRICH, KATRIN, MARIT, MEHMET, openScene, type Row, type Scene, TAMA } from './scene.ts';

const REASON = 'The import can be repeated in the sandbox; nobody has to see production for it.';

let scene: Scene;
let contact: Person;
let admin: Person;

beforeAll(async () => {
  scene = await openScene();
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
    await scene.world.settle();
    expect(await scene.request(id)).toMatchObject({ State__c: 'Expired', Window_Start__c: null });
    expect(await decisions(id)).toMatchObject([{ Decision__c: 'Approve', Effective_At__c: null }]);
    expect(await subjects(TAMA)).toEqual([]);
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
