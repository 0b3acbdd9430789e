/**
 * One access request goes the whole way, in real Chromium, as four people: an administrator, an authorization contact, the
 * user, an auditor; and Salesforce Support outside. Each step leaves a screenshot. It ends without a finding.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type Person, personWith } from './browser.ts';
import { signIn } from './org-client.ts';
import * as people from './people.ts';
import { openWorld, type World } from './world.ts';

const CONTACT = 'marit.jansen@hanse-kreditbank.example';
const USER = 'anke.petersen@hanse-kreditbank.example';
const AUDITOR = 'henrike.vogt@hanse-kreditbank.example';
const CASE_NUMBER = '46012345';
const pictures = join(import.meta.dirname, '..', '.local', 'test-results', 'screenshots');

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each([
  { licence: 'without the event log licence', eventLog: false, shape: 'granting' },
  { licence: 'with the event log licence', eventLog: true, shape: 'delegate' },
] as const)('the first journey $licence', ({ eventLog, shape }) => {
  let world: World;
  let admin: Person;
  let contact: Person;
  let user: Person;
  let fingerprint: string;
  let requestId: string;
  const folder = join(pictures, eventLog ? 'licensed' : 'plain');

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    world = await openWorld({ eventLog });
    [admin, contact, user] = await Promise.all([
      personWith(browser),
      personWith(browser),
      personWith(browser),
    ]);
  });
  afterAll(async () => {
    await Promise.all([admin, contact, user].map(({ context }) => context.close()));
    await world.close();
  });

  const look = async (page: Page, name: string, fullPage = true) => {
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
  };
  const rows = async (soql: string) => {
    // Signed in anew each time: the journey's clock runs past the end of an idle session.
    const org = await signIn(world.org, world.org.adminUsername);
    const { body } = await org.call('GET', `/query?q=${encodeURIComponent(soql)}`);
    return (body as { records: Record<string, unknown>[] }).records;
  };
  const request = async () =>
    (await rows(`SELECT FIELDS(CUSTOM) FROM Access_Request__c WHERE Id = '${requestId}' LIMIT 1`))[0];
  const support = async (path: string, body: object) => {
    const answer = await fetch(`${world.org.url}/simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { loginId: string };
  };

  test('a contact of the sealed roster is invited and enrols a passkey [A10 D116 U1]', async () => {
    const invitation = await world.mail(CONTACT, /set up your passkey/);
    fingerprint = await people.enrol(contact.page, people.linkIn(invitation.text, '/enrol/'), () =>
      look(contact.page, '01-contact-enrolled'),
    );
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(await contact.page.getByText('All is quiet').isVisible()).toBe(true);
    await look(contact.page, '02-contact-inbox-quiet');
  });

  test('an administrator raises a request in Lightning [A2 A12 B41 B46 B47 B49]', async () => {
    await people.enterOrg(admin.page, world.org.url, 'Katrin Brandt');
    await admin.page.getByLabel('Support case number').waitFor();
    await people.fillRequest(admin.page, {
      caseNumber: CASE_NUMBER,
      purpose: 'Reproduce the failing nightly import of standing orders',
      necessity: 'The error is shown to this user only and stands in no log',
      targetUser: 'Anke Petersen',
      hours: '4',
    });
    await look(admin.page, '03-request-filled');
    await admin.page.getByRole('button', { name: 'Submit request' }).click();
    await people.expectText(admin.page, /AR-\d+ is saved/);
    await world.settle();
    const [row] = await rows('SELECT Id, State__c, Gates__c FROM Access_Request__c');
    requestId = String(row?.['Id']);
    expect(row?.['State__c']).toBe('Awaiting_decision');
    expect(JSON.parse(String(row?.['Gates__c']))).not.toContainEqual(
      expect.objectContaining({ state: 'closed' }),
    );
    await people.expectText(admin.page, 'Marit Jansen');
    await look(admin.page, '04-request-submitted');
  });

  test('the contact is told by a mail that is useful without its link [A11 U24]', async () => {
    const mail = await world.mail(CONTACT, /Decision needed/);
    const phrase = String((await request())?.['Check_Phrase__c']);
    expect(mail.subject).toContain(CASE_NUMBER);
    expect(mail.text).toContain(phrase);
    expect(mail.text).toContain('yourself, from your bookmark');
    await contact.page.goto(`${world.mailbox.url}/`);
    await contact.page.getByRole('link', { name: mail.subject }).click();
    await contact.page.frameLocator('iframe').getByText(phrase).first().waitFor();
    await look(contact.page, '05-mail-request', false);
    await contact.page.goto(people.linkIn(mail.text, '/requests/'));
    await people.expectText(contact.page, phrase);
  });

  test('the contact reviews exactly what is signed, and signs a shorter window [A9 A11 D100 D101 D111 U1 U2]', async () => {
    await contact.page.getByRole('button', { name: 'Review what you sign' }).waitFor();
    await look(contact.page, '06-contact-request');
    await people.review(contact.page, {
      decision: 'Approve',
      reason: 'Known incident, supervised by the platform team',
      minutes: '180',
    });
    await look(contact.page, '07-contact-review');
    await people.signDecision(contact.page, 'approval');
    await look(contact.page, '08-contact-receipt');
    const [decision] = await rows(
      'SELECT Decision__c, Digest__c, Key_Fingerprint__c, Max_Minutes__c, Statement__c FROM Access_Decision__c',
    );
    expect(decision).toMatchObject({ Decision__c: 'Approve', Max_Minutes__c: 180 });
    expect(String(decision?.['Key_Fingerprint__c']).replace(/\s/g, '')).toBe(fingerprint);
    expect((await contact.page.locator('main').innerText()).replace(/\s/g, '')).toContain(
      String(decision?.['Digest__c']),
    );
    // What was signed names nobody and quotes nobody in the clear.
    expect(String(decision?.['Statement__c'])).not.toMatch(/Petersen|standing orders|platform team/);
    await world.settle();
    const row = await request();
    expect(row?.['State__c']).toBe('Window_open');
    const window = Temporal.Instant.from(iso(row?.['Window_Start__c'])).until(
      Temporal.Instant.from(iso(row?.['Window_End__c'])),
    );
    expect(window.total('minutes')).toBe(180);
  });

  test('the user is asked, and grants access for the shortest duration that covers the window [B42 B43 B48 B63]', async () => {
    const mail = await world.mail(USER, /Please grant login access/);
    expect(mail.text).toContain('1 Day');
    await people.enterOrg(
      user.page,
      world.org.url,
      'Anke Petersen',
      '/lightning/settings/personal/GrantLoginAccess/home',
    );
    await people.grantSupport(user.page, '1 Day');
    await look(user.page, '09-grant-page');
    await world.settle();
    expect(await request()).toMatchObject({ Grant_Step__c: 'Granted' });
    const [grant] = await rows(
      'SELECT State__c, Verdict__c FROM Login_Grant__c ORDER BY Granted_At__c DESC LIMIT 1',
    );
    expect(grant).toMatchObject({ State__c: 'Live', Verdict__c: 'Matched' });
  });

  test('Salesforce Support logs in twice and is matched both times [U5 U25 B49 B68]', async () => {
    const login = { as: USER, actor: 'support', actorName: 'Delphine Moreau', caseId: CASE_NUMBER, shape };
    await world.advance('PT10M');
    const first = await support('login', login);
    await world.advance('PT20M');
    await support('logout', first);
    await world.advance('PT20M');
    const second = await support('login', login);
    await world.advance('PT15M');
    await support('logout', second);
    await admin.page.goto(`${world.org.url}/simulator`);
    await look(admin.page, '10-simulator');
    await world.advance('PT1H');
    const accesses = await rows(
      `SELECT Verdict__c, Match_Strength__c, Provisional__c, Actor_Class__c FROM Observed_Access__c WHERE Access_Request__c = '${requestId}'`,
    );
    const matched = expect.objectContaining({
      Verdict__c: 'Matched',
      Match_Strength__c: eventLog ? 'By_case' : 'By_user_and_time',
      Provisional__c: false,
      Actor_Class__c: eventLog ? 'Salesforce_Support' : 'Support_or_publisher',
    });
    expect(accesses).toEqual([matched, matched]);
  });

  test('the window ends, the user takes the rest of the grant back [A12 B66 B67]', async () => {
    await world.advance('PT2H');
    expect(await request()).toMatchObject({ State__c: 'Completed', Outcome__c: 'Used' });
    await world.mail(USER, /Please take back login access/);
    await user.page.goto(`${world.org.url}/lightning/settings/personal/GrantLoginAccess/home`);
    await people.grantSupport(user.page, '--No Access--');
    await world.advance('PT1H');
    const [grant] = await rows(
      'SELECT State__c, Verdict__c, Provisional__c FROM Login_Grant__c ORDER BY Granted_At__c DESC LIMIT 1',
    );
    expect(grant).toEqual(
      expect.objectContaining({ State__c: 'Revoked', Verdict__c: 'Matched', Provisional__c: false }),
    );
  });

  test('the administrator reads the whole way on the timeline and asks for a report [A13 A15]', async () => {
    await people.enterOrg(admin.page, world.org.url, 'Katrin Brandt');
    await admin.page.getByText('All', { exact: true }).click();
    await admin.page.getByRole('button', { name: /^Open AR-/ }).click();
    await people.expectText(admin.page, 'Timeline');
    await people.expectText(admin.page, 'Matched');
    await look(admin.page, '11-request-timeline');
    await admin.page.getByRole('tab', { name: 'Audit reports' }).click();
    await admin.page.getByRole('button', { name: 'Ask for a report' }).click();
    await people.expectText(admin.page, 'The report is being made');
    await world.settle();
    expect(await rows('SELECT State__c, Problem__c FROM Audit_Report__c')).toEqual([
      expect.objectContaining({ State__c: 'Ready', Problem__c: null }),
    ]);
  });

  test('the auditor opens the report and verifies the bundle offline [A14 A15 A17 U4 U7]', async () => {
    const auditor = await personWith(browser);
    await people.enterOrg(auditor.page, world.org.url, 'Henrike Vogt');
    await auditor.page.getByRole('tab', { name: 'Audit reports' }).click();
    const html = await download(auditor.page, /\.html$/);
    const bundle = unzipSync(await download(auditor.page, /\.zip$/));
    await look(auditor.page, '12-auditor-report');
    const file = join(folder, 'report.html');
    writeFileSync(file, html);
    // Opened as a file, as an auditor does: the page must stand alone.
    const page = await auditor.context.newPage();
    await page.goto(pathToFileURL(file).href);
    await look(page, '13-report', false);
    const text = await page.locator('main').innerText();
    expect(text).toContain('There are no findings in this period');
    expect(text).toContain('What this report cannot see');
    expect(text.includes('cannot be stated under which case')).toBe(!eventLog);
    expect(text).not.toMatch(/no accesses/i);
    const verified = verify(bundle, [fingerprint]);
    expect(verified.checks.filter(({ result }) => result !== 'ok')).toEqual([
      // The ledger's own key is not among those that a contact can vouch for.
      expect.objectContaining({ name: 'keys', result: 'unexpected signer' }),
    ]);
    expect(verify(bundle, null)).toMatchObject({ result: 'consistent', withheld: 0 });
    await auditor.context.close();
    expect(await world.mailsTo(AUDITOR)).toEqual([]);
  });

  test('it ends without a finding, in the org and in the mailbox [U5]', async () => {
    await world.advance('PT25H');
    expect(await rows('SELECT Title__c FROM Access_Finding__c')).toEqual([]);
    const subjects = (await world.mailsTo(CONTACT)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => /^(Critical|Warning|Notice)/.test(subject))).toEqual([]);
    const { lines } = await world.companion.operate({ command: 'doctor' });
    expect(lines.join('\n')).toContain('agree with head and checkpoints');
  });
});

function iso(value: unknown): string {
  return String(value).replace('+0000', 'Z');
}

async function download(page: Page, name: RegExp): Promise<Uint8Array> {
  const link = page.getByRole('link', { name }).first();
  await link.waitFor();
  const [started] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return new Uint8Array(readFileSync(await started.path()));
}

interface Verified {
  result: string;
  withheld: number;
  checks: { name: string; result: string; detail: string[] }[];
}

/** Runs the bundle's own verify.mjs, as an auditor does, in a folder of its own. */
function verify(bundle: Record<string, Uint8Array>, trusted: string[] | null): Verified {
  const folder = mkdtempSync(join(import.meta.dirname, '..', '.local', 'test', 'bundle-'));
  for (const [name, bytes] of Object.entries(bundle)) writeFileSync(join(folder, name), bytes);
  const args = [join(folder, 'verify.mjs'), '--json'];
  if (trusted) {
    const list = `${folder}.trusted.txt`;
    writeFileSync(list, trusted.join('\n'));
    args.push('--trust-keys', list);
  }
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: {} });
  rmSync(folder, { recursive: true });
  rmSync(`${folder}.trusted.txt`, { force: true });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Verified;
}
