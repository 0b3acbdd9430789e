/** A contact who is added in the org by an administrator: nobody until two others have signed it, on a phone, at night. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessibilityFaults } from '../companion/src/web/fixtures/axe.ts';
import type { Person } from './browser.ts';
import { reportNow, verified } from './bundle.ts';
import * as people from './people.ts';
import { enterOrg, expectText } from './people.ts';
import { FRIEDRICH, INVITATION, openScene, type Scene } from './scene.ts';

const NEWCOMER = 'jana.vogt@hanse-kreditbank.example';
const pictures = join(import.meta.dirname, '..', '.local', 'test-results', 'screenshots', 'signatures');

let scene: Scene;
let marit: Person;
let friedrich: Person;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  scene = await openScene();
  marit = await scene.contact();
  await marit.page.setViewportSize({ width: 390, height: 844 });
  friedrich = await scene.person();
  await people.enrol(friedrich.page, await scene.invitation(FRIEDRICH), () => Promise.resolve(), 'Eingang');
});
afterAll(() => scene.close());

const invitations = async () =>
  (await scene.world.mailsTo(NEWCOMER)).filter(({ subject }) => INVITATION.test(subject));
const picture = (name: string) =>
  marit.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const open = (path: string) => marit.page.goto(`${scene.world.companion.url}${path}`);
/** Takes a picture and looks for what would keep somebody out. */
const faultsOf = async (step: string): Promise<string[]> => {
  await picture(step);
  const isWide = await marit.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  const found = (await accessibilityFaults(marit.devtools)).map((fault) => `${step}: ${fault}`);
  return isWide ? [`${step}: wider than the screen`, ...found] : found;
};
const button = (name: RegExp | string) => marit.page.getByRole('button', { name });

describe('a contact whom an administrator adds', () => {
  test('is entered in Lightning by keyboard, where the form says that only a signature counts [A7 A10 U15 U27]', async () => {
    const { page, devtools, context } = await scene.person();
    const faults: string[] = [];
    const check = async (step: string, width: number) => {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(pictures, `${step}.png`), fullPage: true });
      faults.push(...(await accessibilityFaults(devtools)).map((fault) => `${step}: ${fault}`));
    };
    await enterOrg(page, scene.world.org.url, 'Jonas', '/lightning/n/Access_Roster');
    await expectText(page, 'Opt-out enabled');
    await expectText(page, 'Who is asked when');
    await check('0-roster', 1280);
    await page.getByRole('button', { name: 'New contact' }).press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('Jana Vogt');
    await expectText(page, 'takes effect only when an existing contact has signed it');
    await page.getByRole('textbox', { name: 'Address' }).fill(NEWCOMER);
    await page.getByRole('combobox', { name: 'Role' }).press('Enter');
    await page.getByRole('option', { name: 'Security lead' }).click();
    await check('0-new-contact', 390);
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await expectText(page, 'waits for the signature of a contact');
    await context.close();
    expect(faults).toEqual([]);
  });

  test('gets no invitation and no vote; the contacts hear of it [U3 U15]', async () => {
    await scene.world.companion.operate({ command: 'roster seal' });
    await scene.world.settle();
    expect(await invitations()).toEqual([]);
    const [row] = await scene.rows(
      `SELECT Standing__c FROM Authorization_Contact__c WHERE Address__c = '${NEWCOMER}'`,
    );
    expect(row?.['Standing__c']).toBe('Not_signed');
  });

  test('is read, reviewed and signed by another contact on a phone, with nothing that keeps anybody out [U1 U2 U3 U27]', async () => {
    const faults: string[] = [];
    const check = async (step: string) => void faults.push(...(await faultsOf(step)));
    await open('/signatures');
    await marit.page.getByRole('link', { name: /Add to the roster: Jana Vogt/ }).waitFor();
    await check('1-list');
    await marit.page.getByRole('link', { name: /Add to the roster: Jana Vogt/ }).click();
    await marit.page.getByRole('heading', { name: 'A change of the roster' }).waitFor();
    expect(await marit.page.locator('main').innerText()).toContain(NEWCOMER);
    await button('Review and sign').click();
    await marit.page.getByRole('alert').waitFor();
    await check('2-form');
    await marit.page.getByRole('radio', { name: 'Accept' }).check();
    await marit.page.getByLabel('Reason').fill('I called her on her office number; she is our new deputy.');
    await button('Review and sign').click();
    await button('Sign with your passkey').waitFor();
    await check('3-review');
    await button('Sign with your passkey').click();
    await marit.page.getByRole('heading', { name: 'Signed; one more must sign' }).waitFor();
    await check('4-receipt');
    await open('/signatures');
    await marit.page.getByText('Signed by Marit Jansen: 1 of 2').waitFor();
    await check('4-waits');
    expect(faults).toEqual([]);
    await scene.world.settle();
    expect(await invitations()).toEqual([]);
  });

  test('takes a second signature, of a contact who sees in German who signed first and what gets weaker [U1 U3 U27 D105]', async () => {
    const { page } = friedrich;
    await page.goto(`${scene.world.companion.url}/signatures`);
    await page.getByRole('link', { name: /Jana Vogt.*Unterschrieben von Marit Jansen: 1 von 2/ }).click();
    await page.getByText('Eine Person mehr darf entscheiden').waitFor();
    await page.getByRole('radio', { name: 'Annehmen' }).check();
    await page.getByLabel('Begründung').fill('Marit Jansen told me of her; she sits next door.');
    await page.getByRole('button', { name: 'Durchsehen und unterschreiben' }).click();
    await page.getByRole('button', { name: 'Mit Passkey unterschreiben' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('Marit Jansen');
    await page.screenshot({ path: join(pictures, '4-second.png'), fullPage: true });
    await page.getByRole('button', { name: 'Mit Passkey unterschreiben' }).click();
    await page.getByRole('heading', { name: 'Unterschrieben und in Kraft' }).waitFor();
  });

  test('is invited after that, and stands in the org as sealed [A10]', async () => {
    await scene.world.settle();
    expect(await invitations()).toHaveLength(1);
    const [row] = await scene.rows(
      `SELECT Roster_State__c, Standing__c FROM Authorization_Contact__c WHERE Address__c = '${NEWCOMER}'`,
    );
    expect(row).toMatchObject({ Roster_State__c: 'Sealed', Standing__c: 'In_force' });
  });

  test('and each contact sees his keys, his absences and the roster on a phone, and lets another decide meanwhile [A10 U15 U16 U27]', async () => {
    const faults: string[] = [];
    const see = async (path: string, name: string, heading: string) => {
      await open(path);
      await marit.page.getByRole('heading', { level: 1, name: heading }).waitFor();
      faults.push(...(await faultsOf(name)));
    };
    await see('/account/passkeys', '5-passkeys', 'My passkeys');
    await marit.page.getByText('Rename').click();
    await marit.page.getByLabel(/^Name of/).fill('Work phone');
    await button('Save the name').press('Enter');
    await marit.page.getByRole('heading', { name: 'Work phone' }).waitFor();
    await see('/account/absence', '6-absence', 'Absence');
    await marit.page.getByLabel('First day away').fill('2099-07-01');
    await marit.page.getByLabel('Last day away').fill('2099-07-02');
    await button('Keep it').press('Enter');
    await button('Take it back').press('Enter');
    await marit.page.getByText('You have said of no day').waitFor();
    await marit.page.getByLabel('First day away').fill('2099-07-01');
    await marit.page.getByLabel('Last day away').fill('2099-07-02');
    await marit.page.getByLabel('Who decides for you').selectOption('Friedrich Albers');
    await button('Keep it').click();
    await marit.page.getByRole('heading', { name: 'Somebody decides for you' }).waitFor();
    await marit.page.getByLabel('Reason').fill('I am on leave.');
    await button('Review and sign').click();
    await button('Sign with your passkey').waitFor();
    await picture('6-delegation');
    await button('Sign with your passkey').click();
    await marit.page.getByRole('heading', { name: 'Signed and in effect' }).waitFor();
    await see('/account/absence', '6-delegated', 'Absence');
    expect(await marit.page.locator('main').innerText()).toContain('Friedrich Albers decides for you.');
    await see('/roster', '7-roster', 'Roster');
    expect(await marit.page.locator('main').innerText()).toContain('Jana Vogt');
    expect(faults).toEqual([]);
  });

  test('a drill stands in the inbox as a drill, is answered with the passkey, and its result is seen [U14 A33 U27]', async () => {
    const faults: string[] = [];
    const started = await scene.world.companion.operate({
      ...{ command: 'drill start', level: 1, note: 'After the new mail relay.' },
    });
    expect(started.lines.join()).toContain('DRILL-0001');
    await scene.world.settle();
    const { subject, text } = await scene.world.mail('marit.jansen@hanse-kreditbank.example', /DRILL-0001/);
    expect(subject).toMatch(/^DRILL \/ ÜBUNG/);
    await open('/');
    await marit.page.getByRole('link', { name: /^DRILL/ }).waitFor();
    faults.push(...(await faultsOf('8-drill-inbox')));
    await marit.page.getByRole('link', { name: /^DRILL/ }).click();
    await marit.page.getByRole('heading', { name: 'Would you approve?' }).waitFor();
    const phrase = await marit.page.locator('.phrase').first().innerText();
    expect(text).toContain(phrase);
    faults.push(...(await faultsOf('9-drill')));
    await marit.page.getByRole('radio', { name: 'I would deny' }).check();
    await marit.page.getByLabel('Reason').fill('There is no such case.');
    await button('Review and sign').click();
    await button('Sign with your passkey').waitFor();
    expect(await marit.page.getByRole('note').innerText()).toContain('no answer here authorizes anything');
    faults.push(...(await faultsOf('10-drill-review')));
    await button('Sign with your passkey').click();
    await marit.page.getByRole('heading', { name: 'Drill answered' }).waitFor();
    await marit.page.getByRole('heading', { name: 'What was measured' }).waitFor();
    faults.push(...(await faultsOf('11-drill-receipt')));
    await open('/drills');
    await marit.page.getByText('1 of 1 answered').waitFor();
    faults.push(...(await faultsOf('12-drills')));
    await marit.page.setViewportSize({ width: 1280, height: 900 });
    await marit.page.getByRole('link', { name: /DRILL-0001/ }).click();
    await marit.page.getByText('Would deny, after').waitFor();
    faults.push(...(await faultsOf('13-drill-result')));
    await marit.page.setViewportSize({ width: 390, height: 844 });
    expect(faults).toEqual([]);
  });

  test('a drill that comes at the wrong moment is stopped by a contact, in German on a phone [U14 U27]', async () => {
    const { page, devtools } = friedrich;
    const faults: string[] = [];
    const check = async (step: string) => {
      await page.screenshot({ path: join(pictures, `${step}.png`), fullPage: true });
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (isWide) faults.push(`${step}: wider than the screen`);
      faults.push(...(await accessibilityFaults(devtools)).map((fault) => `${step}: ${fault}`));
    };
    await scene.world.companion.operate({ command: 'drill start', contact: [FRIEDRICH] });
    await scene.world.settle();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${scene.world.companion.url}/drills`);
    await page.getByRole('link', { name: /DRILL-0002/ }).waitFor();
    await check('14-drills-german');
    await page.getByRole('link', { name: /DRILL-0002/ }).click();
    await page.getByText('Übung abbrechen').click();
    await check('15-drill-german');
    await page.getByRole('button', { name: 'Jetzt abbrechen' }).click();
    await page.getByText('Vorzeitig beendet von Friedrich Albers.').waitFor();
    await check('16-drill-stopped-german');
    expect(faults).toEqual([]);
    const { lines } = await scene.world.companion.operate({ command: 'drill show', drill: 'DRILL-0002' });
    expect(lines.join()).toContain('stopped by Friedrich Albers');
  });

  test('and moves to another host name: enrols there, signs for the key here, and is led on when the move ends [U1 U2]', async () => {
    const { port } = new URL(scene.world.companion.url);
    const next = `http://new.localhost:${port}`;
    await scene.world.restart({ COUNTERSIGN_ORIGIN_NEXT: next });
    await open('/account/passkeys');
    await marit.page.getByRole('heading', { name: `Countersign moves to new.localhost:${port}` }).waitFor();
    expect(await accessibilityFaults(marit.devtools)).toEqual([]);
    await picture('8-moving');
    await button('Set up my passkey there').click();
    await button('Create my passkey').click();
    await marit.page.getByText('One step is left').waitFor();
    expect(marit.page.url().startsWith(`${next}/enrol/`)).toBe(true);
    await picture('9-moved-key');
    await marit.page.getByRole('link', { name: 'Go back and sign' }).click();
    await marit.page.getByRole('radio').first().check();
    await marit.page.getByLabel('Reason').fill('The new address of the same page; the fingerprints agree.');
    await button('Review and sign').click();
    await button('Sign with your passkey').click();
    await marit.page.getByRole('heading', { name: 'Signed and in effect' }).waitFor();
    expect(marit.page.url().startsWith(scene.world.companion.url)).toBe(true);
    await marit.page.goto(`${next}/sign-in`);
    await button('Sign in with your passkey').click();
    await marit.page.getByRole('heading', { name: 'Inbox' }).waitFor();
    const { ok, lines } = await scene.world.companion.operate({ command: 'move finish', leave: true });
    expect([ok, lines.join('\n')]).toEqual([true, expect.stringContaining(`Set COUNTERSIGN_ORIGIN=${next}`)]);
    await open('/roster');
    await marit.page.getByRole('heading', { level: 1, name: 'Roster' }).waitFor();
    expect(marit.page.url()).toBe(`${next}/roster`);
  });

  test('and the report with the signature under it verifies offline [U4]', async () => {
    const { bundle } = await reportNow(scene.world);
    expect(verified(bundle)).toMatchObject({ result: 'consistent' });
  });
});
