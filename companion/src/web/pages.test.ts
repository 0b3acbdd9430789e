import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, type PersonOptions } from '../../../test/browser.ts';
import { accessibilityFaults } from './fixtures/axe.ts';
import { MARIT, ORG, REQUEST } from './fixtures/people.ts';
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

describe.each<[string, PersonOptions]>([
  ['on a phone in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
  ['on a desk in daylight', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
])('a contact %s', (_title, options) => {
  test('enrols, signs in, reads, reviews and signs, with nothing that keeps anybody out [D116] [U1] [U2]', async () => {
    await visit.end();
    visit = await Visit.begin(browser, options);
    const faults: string[] = [];
    const check = async (step: string) => {
      const wide = await visit.page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      if (wide) faults.push(`${step}: wider than the screen`);
      faults.push(...(await accessibilityFaults(visit.person.devtools)).map((fault) => `${step}: ${fault}`));
    };
    await visit.enrol();
    const fingerprint = ((await visit.page.locator('#fingerprint').textContent()) ?? '').trim();
    await check('fingerprint');
    await visit.page.getByRole('link', { name: 'Sign in' }).click();
    await visit.button(/Sign in with/).waitFor();
    await check('sign-in');
    await visit.button(/Sign in with/).click();
    await visit.heading(/Waiting for you/).waitFor();
    await check('inbox');
    await visit.page.getByRole('link', { name: /AR-000012/ }).click();
    await visit.page.getByRole('radio', { name: 'Approve' }).check();
    await visit.button('Review what you sign').click();
    await visit.page.getByRole('alert').waitFor();
    await check('form');
    await visit.button('30 minutes').click();
    await visit.review('Approve');
    await check('review');
    const digest = ((await visit.page.locator('#digest').textContent()) ?? '').replaceAll(' ', '');
    await visit.button('Sign the approval with your passkey').click();
    await visit.heading('Approved').waitFor();
    await check('receipt');
    expect(faults).toEqual([]);
    expect(visit.complaints.filter((text) => !text.includes('401'))).toEqual([]);
    expect(visit.server.memory.decided).toMatchObject([
      {
        contact: MARIT,
        decision: 'Approve',
        reason: REASON,
        digest,
        window: { maxMinutes: 30 },
        checked: { fingerprint },
      },
    ]);
    await visit.page.goto(visit.server.origin);
    await visit.heading('All is quiet').waitFor();
  });
});

describe('the request page', () => {
  test('tells all that a contact needs before deciding [D111] [B44]', async () => {
    await visit.openRequest();
    const text = await visit.page.locator('main').innerText();
    const view = visit.server.memory.requests.get(REQUEST);
    for (const needed of [
      '46012345',
      'Salesforce employee',
      'Katrin Brandt',
      'Support escalation',
      'insufficient access',
      'depends on the record’s owner',
      'Anke Petersen',
      'reads 9, creates in 4, edits 5, deletes from 1',
      'Edits: Account, Contact, Loan__c',
      'Jonas Weber, without Credit reports and Loan approvals',
      'Production',
      '4 hours',
      'Opt-out enabled',
      'roster-8b1a9953c4611296a827abf8c47804d7',
      'amber-heron-quartz',
      'Target can grant: Passed',
      'AR-000007',
      'Europe/Berlin',
      'A grant lasts whole days',
      'only Anke Petersen can take it back',
    ]) {
      expect(text).toContain(needed);
    }
    expect(view?.gates.every(({ reason }) => text.includes(reason))).toBe(true);
  });

  test('keeps every typed word when another contact settles it meanwhile, and says who did [D108]', async () => {
    await visit.openRequest();
    await visit.reason().fill('Half a thou');
    const view = visit.server.memory.requests.get(REQUEST);
    if (!view) throw new Error('no request');
    const times = {
      receivedAt: Temporal.Now.instant().toString(),
      effectiveAt: Temporal.Now.instant().toString(),
      ended: null,
      digest: '00'.repeat(32),
    };
    visit.server.memory.requests.set(REQUEST, {
      ...view,
      state: 'Denied',
      decisions: [{ contact: 'Friedrich Albers', mine: false, decision: 'Deny', reason: 'No.', ...times }],
      decidable: { allowed: false, because: 'request_closed', choices: [] },
    });
    visit.server.memory.version += 1;
    await visit.page.getByText('Friedrich Albers settled this while you were reading: Denied.').waitFor();
    expect(await visit.page.locator('.panel').innerText()).toContain('Half a thou');
    await visit.page.getByText('Friedrich Albers answered: Deny.').first().waitFor();
  });

  test('sees the deadline pass while it is read', async () => {
    await visit.page.clock.install();
    await visit.openRequest();
    const view = visit.server.memory.requests.get(REQUEST);
    if (!view) throw new Error('no request');
    visit.server.memory.requests.set(REQUEST, {
      ...view,
      state: 'Expired',
      decidable: { allowed: false, because: 'request_expired', choices: [] },
    });
    await visit.page.clock.fastForward('12:00:00');
    await visit.page
      .getByText('The deadline passed while you were reading. Nothing was authorized.')
      .waitFor();
  });

  test('is not drawn anew, nor announced, when only the time of reading moved', async () => {
    await visit.openRequest();
    await visit.page.evaluate(() =>
      document.querySelector('.details > section')?.setAttribute('data-mark', 'kept'),
    );
    const view = visit.server.memory.requests.get(REQUEST);
    const read = view?.accessPreview;
    if (!view || !read) throw new Error('no request');
    const renew = async (change: Partial<typeof view>) => {
      visit.server.memory.requests.set(REQUEST, { ...view, ...change });
      const answered = visit.page.waitForResponse(/\/api\/requests\//);
      visit.server.memory.version += 1;
      await answered;
    };
    await renew({ accessPreview: { ...read, asOf: '2026-11-21T02:00:00Z' } });
    expect(await visit.page.locator('[data-mark=kept]').count()).toBe(1);
    await renew({ revision: 3, purpose: 'Another purpose, given later.' });
    await visit.page.getByText('Another purpose, given later.').waitFor();
    await visit.page
      .locator('[role=status]', { hasText: 'What is asked was changed.' })
      .waitFor({ state: 'attached' });
  });

  test('brings back what was typed after a sign-in in between', async () => {
    await visit.openRequest();
    await visit.page.getByRole('radio', { name: 'Deny' }).check();
    await visit.reason().fill(REASON);
    await visit.person.context.clearCookies();
    await visit.button('Review what you sign').click();
    await visit.page.getByText('You were signed out.').waitFor();
    await visit.page.reload();
    await visit.page.getByText('Sign in, and the page that you asked for opens.').waitFor();
    await visit.button(/Sign in with/).click();
    await visit.heading('Your decision').waitFor();
    expect(await visit.reason().inputValue()).toBe(REASON);
    expect(await visit.page.getByRole('radio', { name: 'Deny' }).isChecked()).toBe(true);
  });

  test('leads nowhere else after a sign-in, whatever the address asks for', async () => {
    await visit.enrol();
    await visit.page.goto(`${visit.server.origin}/sign-in?to=//evil.example/`);
    await visit.button(/Sign in with/).click();
    await visit.heading('Inbox').waitFor();
    expect(new URL(visit.page.url()).origin).toBe(visit.server.origin);
  });
});

describe('other pages', () => {
  test('let the grantor decline with a reason, and never ask for a password', async () => {
    const window = {
      start: Temporal.Now.instant().toString(),
      end: Temporal.Now.instant().add({ hours: 4 }).toString(),
    };
    visit.server.memory.grants.set('tok', {
      now: Temporal.Now.instant().toString(),
      org: { id: ORG, name: 'Hanse Kreditbank' },
      grantor: 'Anke Petersen',
      requester: 'Katrin Brandt',
      approvers: ['Marit Jansen'],
      caseNumber: '46012345',
      requestingParty: 'Salesforce_employee',
      purpose: 'Reproduce an error.',
      checkPhrase: 'amber-heron-quartz',
      duration: '1 Day',
      unavoidableEnd: '2026-11-22',
      window,
      settingsUrl: 'https://hanse.my.salesforce.com/lightning/settings/personal/GrantLoginAccess/home',
      step: 'Asked',
    });
    await visit.page.goto(`${visit.server.origin}/grants/tok`);
    expect(await accessibilityFaults(visit.person.devtools)).toEqual([]);
    // The check itself can fail: a field without a label is found.
    await visit.page.evaluate(() => document.querySelector('label')?.remove());
    expect(await accessibilityFaults(visit.person.devtools)).toHaveLength(1);
    await visit.page.reload();
    expect(await visit.page.locator('input[type=password]').count()).toBe(0);
    await visit.reason().fill('I am on leave.');
    visit.server.memory.grantStands = true;
    await visit.button('Decline').click();
    await visit.heading('You have granted access').waitFor();
    expect(await visit.page.getByRole('alert').textContent()).toContain('Declining takes nothing back');
    expect(await accessibilityFaults(visit.person.devtools)).toEqual([]);
    visit.server.memory.grantStands = false;
    await visit.page.reload();
    await visit.reason().fill('I am on leave.');
    await visit.button('Decline').click();
    await visit.heading('You declined').waitFor();
    expect(visit.server.memory.declined).toEqual(['I am on leave.']);
  });

  test('let a contact ask for more time by a new request, with what was done so far beside it [D102]', async () => {
    await visit.signIn();
    await visit.page.goto(`${visit.server.origin}/requests/${ORG}/${REQUEST}`);
    await visit.heading('Extension of an earlier request').waitFor();
    await visit.page.getByText('2 logins were matched, ').waitFor();
    await visit.page.getByRole('link', { name: 'AR-000007', exact: true }).click();
    await visit.heading('Extended by').waitFor();
    await visit.page.getByRole('link', { name: 'Ask for more time' }).click();
    await visit.heading('More time after AR-000007').waitFor();
    expect(await accessibilityFaults(visit.person.devtools)).toEqual([]);
    await visit.button('Raise the request').click();
    await visit.page.getByText('Write a few words at least.').waitFor();
    await visit.page.getByLabel('Why more time is necessary').fill('The nightly run must be seen once.');
    await visit.page.getByLabel('Hours asked for').fill('2');
    await visit.button('Raise the request').click();
    await visit.heading('Extension of an earlier request').waitFor();
    expect(visit.server.memory.extended).toEqual(['The nightly run must be seen once.']);
  });

  test('say what is wrong with an address, an invitation and a lost connection, each with a way on', async () => {
    await visit.page.goto(`${visit.server.origin}/nowhere`);
    await visit.heading('There is nothing at this address').waitFor();
    await visit.page.goto(`${visit.server.origin}/enrol/used`);
    await visit.heading('This invitation no longer works').waitFor();
    await visit.signIn();
    await visit.person.context.setOffline(true);
    await visit.page.getByRole('link', { name: /AR-000012/ }).click();
    await visit.heading('No connection to Countersign').waitFor();
    await visit.person.context.setOffline(false);
    await visit.button('Try again').click();
    await visit.heading('Your decision').waitFor();
  });
});
