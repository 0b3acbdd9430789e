/** The report's page as people meet it: on a desk, on a phone, with a screen reader, and on paper. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { compileReport } from '../companion/src/reports/compile.ts';
import { renderHtml } from '../companion/src/reports/html.ts';
import { accessibilityFaults } from '../companion/src/web/fixtures/axe.ts';
import { sampleInput } from '../companion/test/sample-input.ts';
import { sampleLedger } from '../companion/test/sample-ledger.ts';
import { launchBrowser } from './browser.ts';

const local = join(import.meta.dirname, '..', '.local');
mkdirSync(local, { recursive: true });
const folder = mkdtempSync(join(local, 'report-page-'));
const file = join(folder, 'report.html');

let browser: Browser;
beforeAll(async () => {
  writeFileSync(file, renderHtml(await compileReport(sampleInput(await sampleLedger()))));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(width: number, height: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(pathToFileURL(file).href);
  return page;
}

test.each([
  ['a desk', 1280, 900],
  ['a phone', 390, 844],
])(
  'the report has no fault that axe finds, and no sideways scrolling, on %s [A17]',
  async (_, width, height) => {
    const page = await open(width, height);
    const devtools = await page.context().newCDPSession(page);
    expect(await accessibilityFaults(devtools)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.close();
  },
);

test('the report fetches nothing: it is one file [A17]', async () => {
  const page = await browser.newPage();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  expect(fetched).toEqual([pathToFileURL(file).href]);
  await page.close();
});

test('page one ends with the coverage on the first sheet of A4 [A15]', async () => {
  // A4 at 96 dpi without the margins of the style sheet: 180 by 267 mm.
  const page = await open(680, 1009);
  await page.emulateMedia({ media: 'print' });
  const end = await page.evaluate(() => document.querySelector('.page')?.getBoundingClientRect().bottom);
  expect(end).toBeLessThan(1009);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await page.close();
});
