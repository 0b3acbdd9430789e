/** The App Launcher in a real browser: apps and items found by typing, with the keyboard alone. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../../test/browser.ts';
import { project } from '../../../project.ts';
import { SampleOrg } from '../sample-org.ts';

const pictures = join(project.local, 'test-results', 'screenshots', 'lightning');

let sample: SampleOrg;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [sample, browser] = await Promise.all([SampleOrg.open(), launchBrowser()]);
  // A second app beside that of the source.
  const { metadata } = sample.org.engine;
  const [first] = metadata.apps.values();
  if (!first) throw new Error('The source has no app');
  metadata.apps.set('second', {
    ...first,
    name: 'Second',
    label: 'Second app',
    tabs: first.tabs.slice(1, 2),
  });
  const { token } = await sample.org.engine.sessions.open(await sample.userId('ada@test.example'), {
    type: 'UI',
    sourceIp: '127.0.0.1',
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
  await context.addCookies([{ name: 'org_sid', value: token, url: sample.org.url }]);
  page = await context.newPage();
  await page.goto(sample.org.url);
});
afterAll(async () => {
  await browser.close();
  await sample.close();
});

const launcher = () => page.getByRole('button', { name: 'App Launcher' });
const search = () => page.getByRole('searchbox', { name: 'Search apps and items' });

test('opens by key, shows apps and items, narrows them to what is typed, and closes with Escape', async () => {
  await launcher().focus();
  await page.keyboard.press('Enter');
  await search().waitFor();
  await page.getByRole('button', { name: /^Second app/ }).waitFor();
  expect(await page.getByRole('region', { name: 'App Launcher' }).getByRole('link').count()).toBeGreaterThan(
    3,
  );
  await page.screenshot({ path: join(pictures, 'app-launcher.png') });
  await page.keyboard.type('second');
  await page.getByText('1 apps, 0 items').waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  await search().waitFor({ state: 'hidden' });
  expect(await launcher().getAttribute('aria-expanded')).toBe('false');
});

test('what is typed at once is not lost, and finds nothing in words', async () => {
  await launcher().click();
  await page.keyboard.type('zzz');
  await page.getByText('Nothing of that name is open to you.').waitFor();
  expect(await search().inputValue()).toBe('zzz');
  await page.keyboard.press('Escape');
});

test('a record that cannot be read is told apart from one that is not there', async () => {
  const address = `${sample.org.url}/lightning/r/Case/500000000000000AAA/view`;
  await page.goto(address);
  await page.getByText('This record does not exist, or you may not see it.').waitFor();
  await page.route('**/ui-api/object-info/**', (route) => route.fulfill({ status: 503, body: '[]' }));
  await page.goto(address);
  await page.getByText('The record could not be read. Load the page again.').waitFor();
  await page.unroute('**/ui-api/object-info/**');
  await page.goto(`${sample.org.url}/lightning/n/%`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  await page.goto(sample.org.url);
});

test('opens another app, whose tabs then stand in the bar, also after the page is loaded again', async () => {
  await launcher().click();
  await page.getByRole('button', { name: /^Second app/ }).click();
  const tabs = page.getByRole('navigation', { name: 'Tabs' }).getByRole('link');
  await page.locator('.app-name', { hasText: 'Second app' }).waitFor();
  await expect(tabs.count()).resolves.toBe(1);
  await page.reload();
  await page.locator('.app-name', { hasText: 'Second app' }).waitFor();
  await expect(tabs.count()).resolves.toBe(1);
});
