import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../test/browser.ts';
import type { Json } from '../core/canonical.ts';
import { pathsOf } from './client/review.ts';
import { REASON, Visit } from './fixtures/visit.ts';

let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  visit = await Visit.begin(browser);
});
afterEach(() => visit.end());

describe('the review', () => {
  test('shows every leaf of what is signed, and the same digest that the server computes [U1] [U2]', async () => {
    await visit.openRequest();
    await visit.review('Deny');
    const [open] = [...visit.server.memory.snapshots.values()];
    const signed = { ...open?.snapshot.base, decision: 'Deny', reason: { commitment: '' }, window: null };
    const shown = await visit.page
      .locator('[data-paths]')
      .evaluateAll((nodes) =>
        nodes.flatMap((node) => ((node as HTMLElement).dataset['paths'] ?? '').split(' ')),
      );
    expect(shown.sort()).toEqual(pathsOf(JSON.parse(JSON.stringify(signed)) as Json, '').sort());
    await visit.button('Sign the denial with your passkey').click();
    await visit.heading('Denied').waitFor();
  });

  test('refuses when a value is not the one that would be signed, and sends nothing [U2]', async () => {
    await visit.openRequest();
    visit.server.memory.alter = (snapshot) => ({
      ...snapshot,
      openings: snapshot.openings.map((opening) => ({
        ...opening,
        value: opening.value.replace('Anke', 'Anna'),
      })),
    });
    await visit.page.getByRole('radio', { name: 'Approve' }).check();
    await visit.reason().fill(REASON);
    await visit.button('Review what you sign').click();
    await visit.heading('What came does not fit together').waitFor();
    expect(visit.server.memory.decided).toEqual([]);
    expect(await visit.reason().inputValue()).toBe(REASON);
  });

  test('signs nothing but what it shows: a server that shows A and records B gets no valid decision [U1]', async () => {
    await visit.openRequest();
    visit.server.memory.alter = (snapshot) => {
      snapshot.base.request.fields = { ...snapshot.base.request.fields, Hours_Wanted__c: 1 };
      return snapshot;
    };
    await visit.review('Approve');
    await visit.button('Sign the approval with your passkey').click();
    await visit.heading('What was signed is not what was shown').waitFor();
    expect(visit.server.memory.decided).toEqual([]);
  });

  test('loses nothing when the passkey prompt is refused, and can be signed after all', async () => {
    await visit.openRequest();
    await visit.review('Approve');
    const { devtools, authenticatorId } = visit.person;
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await visit.button('Sign the approval with your passkey').click();
    await visit.heading('Nothing was signed').waitFor();
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await visit.button('Sign the approval with your passkey').click();
    await visit.heading('Approved').waitFor();
  });

  test('says that a decision is kept while the org is out of reach, with its receipt', async () => {
    await visit.openRequest();
    visit.server.memory.outcome = 'pending';
    await visit.review('Approve');
    await visit.button('Sign the approval with your passkey').click();
    await visit.heading('Received, pending').waitFor();
    expect(await visit.page.locator('.receipt').innerText()).toContain('Fingerprint of your key');
  });

  test('is reached, signed and left by keyboard alone', async () => {
    await visit.openRequest();
    await visit.page.getByRole('radio', { name: 'Approve' }).focus();
    await visit.page.keyboard.press('Space');
    await visit.reason().focus();
    await visit.page.keyboard.type(REASON);
    await visit.button('Review what you sign').focus();
    await visit.page.keyboard.press('Enter');
    await visit.heading(/You are about to approve/).waitFor();
    const focused = () => visit.page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('You are about to approve');
    await visit.button('Back, change something').focus();
    await visit.page.keyboard.press('Enter');
    expect(await focused()).toBe('Your decision');
    expect(await visit.reason().inputValue()).toBe(REASON);
  });
});
