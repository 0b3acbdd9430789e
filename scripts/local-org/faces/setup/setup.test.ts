/** The pages of Setup over HTTP and in a browser: what they show, to whom, and what saving leaves in the org. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../../test/browser.ts';
import { SampleOrg } from '../sample-org.ts';

const ADA = 'ada@test.example';
const BERT = 'bert@test.example';
const HOME = '/lightning/setup/SetupOneHome/home';
const TRAIL = '/lightning/setup/SecurityEvents/home';
const LOGINS = '/lightning/setup/OrgLoginHistory/home';
const POLICIES = '/lightning/setup/LoginAccessPolicies/home';
const GRANTS = '/lightning/settings/personal/GrantLoginAccess/home';

let sample: SampleOrg;
beforeAll(async () => {
  sample = await SampleOrg.open(['ManageLoginAccessPolicies']);
});
afterAll(() => sample.close());

async function signIn(username: string): Promise<string> {
  const { token } = await sample.org.engine.sessions.open(await sample.userId(username), {
    type: 'UI',
    sourceIp: '127.0.0.1',
  });
  return token;
}
async function get(
  username: string,
  path: string,
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`${sample.org.url}${path}`, {
    headers: { cookie: `org_sid=${await signIn(username)}` },
    redirect: 'manual',
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}
async function save(username: string, form: Record<string, string>, headers = {}): Promise<Response> {
  return fetch(`${sample.org.url}${POLICIES}`, {
    method: 'POST',
    headers: { cookie: `org_sid=${await signIn(username)}`, ...headers },
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
}

describe('who may open what', () => {
  test.each([TRAIL, LOGINS, POLICIES, TRAIL.replace('home', 'csv'), LOGINS.replace('home', 'csv')])(
    '%s leads a stranger to the log-in page and refuses a user without the permission',
    async (path) => {
      const stranger = await fetch(`${sample.org.url}${path}`, { redirect: 'manual' });
      expect(stranger.headers.get('location')).toBe(`/login?to=${encodeURIComponent(path)}`);
      const refused = await get(BERT, path);
      expect(refused.status).toBe(403);
      expect(refused.text).toMatch(/role="alert"[^]*Insufficient Privileges[^]*View Setup and Configuration/);
    },
  );

  test('the home lists the pages, and tells a user what he lacks', async () => {
    expect((await get(ADA, HOME)).text).toContain(`href="${POLICIES}"`);
    const { text } = await get(BERT, HOME);
    expect(text).not.toContain(`href="${TRAIL}"`);
    expect(text).toContain('You lack the permission View Setup and Configuration');
  });

  test('the policies ask for a permission of their own', async () => {
    await sample.org.faults.add({
      kind: 'lost-permission',
      user: ADA,
      permission: 'ManageLoginAccessPolicies',
    });
    expect((await get(ADA, POLICIES)).text).toContain('Manage Login Access Policies');
    expect((await save(ADA, { salesforce: 'admins', publisher: 'users' })).status).toBe(403);
    sample.org.faults.clear();
  });
});

describe('the audit trail', () => {
  test('shows the last twenty rows in the user’s zone, newest first, escaped', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => ({
      Action: 'x',
      Display: `Entry <b>${index}</b>`,
      Section: 'Manage Users',
      DelegateUser: index === 24 ? 'delegate@support.example' : null,
      CreatedDate: `2026-11-21T11:00:${String(index).padStart(2, '0')}Z`,
      CreatedById: null,
    }));
    await sample.org.engine.platform.insert('SetupAuditTrail', rows);
    const { text } = await get(ADA, TRAIL);
    expect(text.match(/<tr>/g)).toHaveLength(21);
    expect(text).toContain('Entry &lt;b&gt;24&lt;/b&gt;');
    expect(text).not.toContain('Entry &lt;b&gt;4&lt;/b&gt;');
    expect(text).toContain('11/21/2026, 12:00:24 PM GMT+1');
    expect(text).toContain('delegate@support.example');
  });

  test('downloads all of it with the platform’s columns', async () => {
    const { text, headers } = await get(ADA, TRAIL.replace('home', 'csv'));
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="SetupAuditTrail\d+\.csv"$/);
    const [header, first, ...rest] = text.trimEnd().split('\n');
    expect(header).toBe('Date,User,Source Namespace Prefix,Action,Section,Delegate User');
    expect(first).toBe(
      '"11/21/2026, 12:00:24 PM GMT+1",,,Entry <b>24</b>,Manage Users,delegate@support.example',
    );
    expect(rest.length).toBeGreaterThanOrEqual(24);
  });
});

describe('the login history', () => {
  test('shows who logged in, and downloads it', async () => {
    const page = await get(ADA, LOGINS);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(new RegExp(`<td>${ADA}</td>\\s*<td>\\s*<time[^]*Application[^]*Success`));
    const { text } = await get(ADA, LOGINS.replace('home', 'csv'));
    expect(text).toMatch(/^Username,Login Time,Source IP,Login Type,Status,Browser/);
    expect(text).toContain(`${BERT},`);
  });
});

describe('the login access policies', () => {
  const all = { salesforce: 'users', publisher: 'users' };
  const count = async () => (await sample.rows('SELECT Id FROM SetupAuditTrail')).length;

  test('without a change nothing is saved', async () => {
    const before = await count();
    const answer = await save(ADA, { ...all, adminsLogInAsAnyUser: 'on' });
    expect(answer.headers.get('location')).toBe(`${POLICIES}?result=unchanged`);
    expect(await count()).toBe(before);
  });

  test('administrators lose and regain the log-in without a grant; the action of turning it on ends in the old value', async () => {
    const order = { as: BERT, actor: 'admin', actorUsername: ADA };
    expect((await save(ADA, all)).headers.get('location')).toBe(`${POLICIES}?result=saved`);
    expect(await sample.lastRow()).toMatchObject({
      Display: 'Changed Administrators Can Log in as Any User from on to off',
    });
    expect((await sample.post('/simulator/login', order)).status).toBe(403);
    expect((await get(BERT, GRANTS)).text).toContain('Your Company&#39;s Administrator');
    await sample.simulate('grant', { username: BERT, to: 'admins', duration: '1 week' });
    expect((await get(BERT, GRANTS)).text).toContain('November 28, 2026');
    expect((await sample.simulate('login', order))['loginId']).toMatch(/^0Ak/);
    await save(ADA, { ...all, adminsLogInAsAnyUser: 'on' });
    expect(await sample.lastRow()).toMatchObject({
      ...{ Action: 'overridegrantaccessenabledoff', Section: 'Manage Users' },
      Display: 'Changed Administrators Can Log in as Any User from off to on',
      CreatedById: await sample.userId(ADA),
    });
    expect((await get(BERT, GRANTS)).text).not.toContain('Your Company&#39;s Administrator');
  });

  test('a support organisation for administrators only is offered to no other user, who cannot grant it either', async () => {
    const form = { publisher: 'admins', salesforce: 'admins', adminsLogInAsAnyUser: 'on' };
    expect((await save(ADA, form)).headers.get('location')).toContain('saved');
    expect(await sample.lastRow()).toMatchObject({
      Action: 'supportaccessadmins',
      Section: null,
      Display: `${ADA} has set support access for only admins to package publisher Docuwerk GmbH (00D58000000Zx9Q)`,
    });
    const bert = (await get(BERT, GRANTS)).text;
    expect(bert).not.toContain('Salesforce.com Support');
    expect(bert).toContain('There is nothing to choose here');
    expect((await get(ADA, GRANTS)).text).toContain('Salesforce.com Support');
    const grant = { username: BERT, to: 'salesforce', duration: '1 day' };
    expect((await sample.post('/simulator/grant', grant)).status).toBe(403);
    const forged = await fetch(`${sample.org.url}${GRANTS}`, {
      method: 'POST',
      headers: { cookie: `org_sid=${await signIn(BERT)}` },
      body: new URLSearchParams({ 'duration-salesforce': '1 Year', 'shown-salesforce': '--No Access--' }),
      redirect: 'manual',
    });
    expect(forged.headers.get('location')).toBe(`${GRANTS}?result=unchanged`);
    await save(ADA, { ...all, adminsLogInAsAnyUser: 'on' });
  });

  test('an incomplete form and a page of another origin change nothing', async () => {
    const answer = await save(ADA, { salesforce: 'nobody', publisher: 'users' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Nothing was saved')]);
    expect((await save(ADA, all, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get(ADA, POLICIES)).text).toMatch(/name="adminsLogInAsAnyUser"\s+checked/);
  });
});

describe('in a browser', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
    const { hostname } = new URL(sample.org.url);
    await context.addCookies([{ name: 'org_sid', value: await signIn(ADA), domain: hostname, path: '/' }]);
    page = await context.newPage();
    await page.addInitScript(axe);
  });
  afterAll(() => browser.close());

  test.each([
    ['setup-home', HOME],
    ['audit-trail', TRAIL],
    ['login-history', LOGINS],
    ['login-policies', POLICIES],
    ['simulator', '/simulator'],
  ])('axe finds nothing on the page %s, light or dark, wide or narrow', async (name, path) => {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [400, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${sample.org.url}${path}`);
      const faults = await page.evaluate(async () => {
        const run = (
          globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe;
        return (await run.run()).violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
      });
      expect(faults).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      const pictures = process.env['PICTURES'];
      if (pictures)
        await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  });

  test('the simulator’s page makes a fault, shows it and clears it', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${sample.org.url}/simulator`);
    await page.getByLabel('Fault', { exact: true }).selectOption('Slow answers');
    await page.getByLabel('Milliseconds').fill('5');
    await page.getByRole('button', { name: 'Make the fault' }).click();
    await page.getByRole('cell', { name: 'milliseconds 5' }).waitFor();
    expect(sample.org.faults.list()).toMatchObject([
      { fault: { kind: 'slow', milliseconds: 5 }, left: null },
    ]);
    await page.getByRole('button', { name: 'Clear Slow answers' }).click();
    await page.getByText('Everything is in order.').waitFor();
    expect(sample.org.faults.list()).toEqual([]);
  });

  test('the policies are saved with the keyboard alone', async () => {
    await page.goto(`${sample.org.url}${POLICIES}`);
    await page.getByLabel('Administrators Can Log in as Any User').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('The policies are saved').waitFor();
    expect(await page.getByLabel('Administrators Can Log in as Any User').isChecked()).toBe(false);
    expect(await page.getByLabel('Available to Administrators Only').first().isChecked()).toBe(true);
  });
});
