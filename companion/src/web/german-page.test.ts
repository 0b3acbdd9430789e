import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, personWith } from '../../../test/browser.ts';
import { accessibilityFaults } from './fixtures/axe.ts';
import { MARIT } from './fixtures/people.ts';
import { Visit } from './fixtures/visit.ts';

let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  browser = await launchBrowser();
  visit = await Visit.begin(browser, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
});
afterAll(async () => {
  await visit.end();
  await browser.close();
});

/** Moves with the Tab key alone until the focus stands on what has this name. */
async function tabTo(name: RegExp): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await visit.page.keyboard.press('Tab');
    const text = await visit.page.evaluate(() => {
      const active = document.activeElement?.closest('a, button, input, textarea, summary') ?? null;
      const label = active instanceof HTMLInputElement ? active.labels?.[0] : null;
      return (label ?? active)?.textContent ?? '';
    });
    if (name.test(text)) return;
  }
  throw new Error(`Tab never reaches ${String(name)}`);
}

test('a German contact reads, reviews and signs on the narrowest phone with the keyboard alone [U27] [U1]', async () => {
  const faults: string[] = [];
  const check = async (step: string) => {
    const { wide, lang } = await visit.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      lang: document.documentElement.lang,
    }));
    if (wide) faults.push(`${step}: wider than the screen`);
    if (lang !== 'de') faults.push(`${step}: the page says that it is in ${lang}`);
    faults.push(...(await accessibilityFaults(visit.person.devtools)).map((fault) => `${step}: ${fault}`));
  };
  visit.server.memory.invited.set('german', MARIT);
  for (const view of visit.server.memory.requests.values()) {
    const until = '2026-11-29T23:00:00Z';
    const signedAt = '2026-11-20T09:00:00Z';
    view.actsFor = [{ name: 'Ingrid Sommer', role: 'Compliance_lead', until, signedAt, signed: 12 }];
  }
  await visit.signIn();
  await visit.page.goto(`${visit.server.origin}/account`);
  await visit.page.getByRole('radio', { name: 'Deutsch' }).check();
  await visit.heading('Mein Konto').waitFor();
  await check('account');
  await visit.page.goto(`${visit.server.origin}/enrol/german`);
  await visit.page.getByText('In der Rolle Leitung Sicherheit von Hanse Kreditbank').waitFor();
  await check('invitation');
  await visit.page.goto(`${visit.server.origin}/history`);
  await visit.heading('Verlauf').waitFor();
  await visit.page.getByRole('link', { name: /AR-000007/ }).waitFor();
  await check('history');
  await visit.page.getByLabel('Ihre Antwort').selectOption('Jede eigene');
  await visit.button('Anzeigen').click();
  await visit.page.getByText('Auf keine passende, entschiedene Anfrage haben Sie so geantwortet.').waitFor();
  expect(new URL(visit.page.url()).search).toBe('?answer=Any');
  expect(await visit.page.getByLabel('Ihre Antwort').inputValue()).toBe('Any');
  await check('history, none of mine');
  await visit.page.goto(`${visit.server.origin}/signatures`);
  await visit.page.getByRole('link', { name: 'Verlauf der Kontaktliste' }).click();
  await visit.heading('Verlauf der Kontaktliste').waitFor();
  expect(await visit.page.locator('main').innerText()).toContain(
    'Friedrich Albers hat die Rolle Leitung Compliance statt Leitung Sicherheit',
  );
  await check('versions of the roster');
  await visit.page.getByRole('link', { name: 'Ihre Kontakte ansehen' }).first().click();
  await visit.heading('Fassung der Kontaktliste').waitFor();
  expect(await visit.page.locator('main').innerText()).toContain('Name gelöscht (a02580000000002AAA)');
  await check('version of the roster');
  await visit.page.goto(visit.server.origin);
  await visit.heading(/Wartet auf Sie/).waitFor();
  await visit.page
    .getByText(/Auch für Ingrid Sommer, abwesend bis Mo., 30. Nov. 2026/)
    .first()
    .waitFor();
  await check('inbox');
  await tabTo(/AR-000012/);
  await visit.page.keyboard.press('Enter');
  await visit.heading('Ihre Entscheidung').waitFor();
  const text = await visit.page.locator('main').innerText();
  for (const needed of [
    'Eine Freigabe gilt für ganze Tage',
    'Objekte: liest 9, legt an in 4, bearbeitet 5, löscht aus 1.',
    'Jonas Weber, ohne Credit reports und Loan approvals',
    'Die Anfrage nennt ihren Support-Fall.',
    'Europe/Berlin',
    'Sie entscheiden auch für Ingrid Sommer (Leitung Compliance), abwesend bis',
    'Eintrag 12 im Journal',
  ]) {
    expect(text).toContain(needed);
  }
  await check('request');
  await tabTo(/^Genehmigen/);
  await visit.page.keyboard.press('ArrowDown');
  await visit.page.getByRole('textbox', { name: 'Begründung' }).focus();
  await visit.page.keyboard.type('Der Fall ist uns nicht bekannt.');
  await tabTo(/Durchsehen, was Sie unterschreiben/);
  await visit.page.keyboard.press('Enter');
  await visit.heading('Sie sind dabei abzulehnen').waitFor();
  const review = await visit.page.locator('main').innerText();
  expect(review).toContain('Erfüllt · Die Anfrage nennt ihren Support-Fall.');
  expect(review).toContain('The request names its support case.');
  await check('review');
  await tabTo(/Ablehnung mit Passkey unterschreiben/);
  await visit.page.keyboard.press('Enter');
  await visit.heading('Abgelehnt').waitFor();
  await check('receipt');
  expect(faults).toEqual([]);
  expect(visit.server.memory.decided).toMatchObject([{ contact: MARIT, decision: 'Deny' }]);
  expect(visit.complaints.filter((line) => !line.includes('401'))).toEqual([]);
});

/** From now on, every text that the page shows, however briefly. */
async function textsShown(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => seen.push(document.body?.innerText ?? '')).observe(document, {
      ...{ childList: true, subtree: true, characterData: true },
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.join('\n'));
}

test('a browser that asks for German loads no other words, and shows none for a moment [U27]', async () => {
  const { context, page } = await personWith(browser, { locale: 'de-DE' });
  const words: string[] = [];
  page.on('request', (request) => {
    if (/\/assets\/(en|de)-/.test(request.url())) words.push(request.url());
  });
  const shown = await textsShown(page);
  await page.goto(`${visit.server.origin}/sign-in`);
  await page.getByRole('button', { name: 'Mit Passkey anmelden' }).waitFor();
  expect(words).toEqual([expect.stringContaining('/assets/de-')]);
  expect(await shown()).not.toMatch(/Sign in|Loading|not loaded/);
  await context.close();
});

test('words that cannot be loaded keep nobody out: the page stays in English and says so [U27]', async () => {
  const english = await Visit.begin(browser);
  await english.signIn();
  await english.page.route(/\/assets\/de-/, (route) => route.abort());
  await english.page.goto(`${english.server.origin}/account`);
  await english.page.getByRole('radio', { name: 'Deutsch' }).click();
  await english.heading('The language was not changed').waitFor();
  expect(await english.page.getByRole('radio', { name: 'English' }).isChecked()).toBe(true);
  // Chosen on this device before, by a page of another state.
  await english.page.evaluate(() => localStorage.setItem('language', 'de'));
  await english.page.goto(english.server.origin);
  await english.heading('Inbox').waitFor();
  expect(await english.page.locator('html').getAttribute('lang')).toBe('en');
  await english.end();
});
