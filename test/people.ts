/** What each person of a journey does in the browser, by what the person sees: names of fields, buttons and headings. */
import type { Page } from 'playwright-core';

/** A link of a mail that leads to the companion. */
export function linkIn(text: string, path: string): string {
  const [link] = new RegExp(`https?://\\S+${path}[^\\s>)]*`).exec(text) ?? [];
  if (!link) throw new Error(`The mail holds no link to ${path}:\n${text}`);
  return link;
}

/** Logs in to the org as the user whose name begins so, and goes to `path`. */
export async function enterOrg(page: Page, orgUrl: string, name: string, path = '/'): Promise<void> {
  await page.goto(`${orgUrl}/login?to=${encodeURIComponent(path)}`);
  const option = page.locator('#username option', { hasText: name }).first();
  const value = await option.getAttribute('value');
  await page.selectOption('#username', value);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

export interface AskedAccess {
  caseNumber: string;
  purpose: string;
  necessity: string;
  targetUser: string;
  hours: string;
}

/** Fills in *New access request*; submitting is left to the caller, who may want to look at it first. */
export async function fillRequest(page: Page, asked: AskedAccess): Promise<void> {
  await page.getByLabel('Support case number').fill(asked.caseNumber);
  await choose(page, 'Requesting party', 'Salesforce employee');
  await choose(page, 'Incident type', 'Support escalation');
  await page.getByLabel('Purpose').fill(asked.purpose);
  await page.getByLabel('Necessity').fill(asked.necessity);
  await page.getByText('Yes', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Target user' }).fill(asked.targetUser);
  await page.getByRole('option', { name: asked.targetUser }).first().click();
  await choose(page, 'Environment', 'Production');
  await page.getByLabel('Hours wanted').fill(asked.hours);
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Opens the invitation, creates a passkey and signs in with it. @returns the key's fingerprint as it is shown */
export async function enrol(
  page: Page,
  invitation: string,
  look: () => Promise<void>,
  inbox = 'Inbox',
): Promise<string> {
  await page.goto(invitation);
  await page.getByRole('button', { name: 'Create my passkey' }).click();
  await page.getByText('Your passkey is ready').waitFor();
  await look();
  const [shown = ''] = /(?:[0-9a-f]{4}\s+){15}[0-9a-f]{4}/.exec(await page.locator('main').innerText()) ?? [];
  await page
    .getByRole('button', { name: 'Sign in' })
    .or(page.getByRole('link', { name: 'Sign in' }))
    .click();
  const withPasskey = page.getByRole('button', { name: 'Sign in with your passkey' });
  await withPasskey
    .or(page.getByRole('heading', { name: inbox }))
    .first()
    .waitFor();
  if (await withPasskey.isVisible()) await withPasskey.click();
  await page.getByRole('heading', { name: inbox }).waitFor();
  return shown.replace(/\s+/g, '');
}

export interface Answer {
  decision: 'Approve' | 'Deny';
  reason: string;
  minutes?: string;
}

/** Writes the answer and goes to the review of what will be signed. */
export async function review(page: Page, { decision, reason, minutes }: Answer): Promise<void> {
  await page.getByRole('radio', { name: decision }).check({ force: true });
  await page.getByLabel('Reason', { exact: true }).fill(reason);
  if (minutes !== undefined) await page.getByLabel('At most, in minutes').fill(minutes);
  await page.getByRole('button', { name: 'Review what you sign' }).click();
  await page.getByText('Digest of all of the above').waitFor();
}

/** Signs what is reviewed and waits for the receipt. */
export async function signDecision(page: Page, decision: 'approval' | 'denial'): Promise<void> {
  await page.getByRole('button', { name: `Sign the ${decision} with your passkey` }).click();
  await page.getByRole('heading', { name: 'Receipt' }).waitFor();
}

/** Opens a request on the contact's page, answers it and signs. */
export async function decide(page: Page, address: string, answer: Answer): Promise<void> {
  await page.goto(address);
  await review(page, answer);
  await signDecision(page, answer.decision === 'Approve' ? 'approval' : 'denial');
}

/** Signs in with the passkey of this browser, as is asked after a night's duty. */
export async function signInAgain(page: Page, companion: string): Promise<void> {
  await page.goto(`${companion}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with your passkey' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
}

/** On Grant Account Login Access: chooses the duration for Support and saves. */
export async function grantSupport(page: Page, duration: string): Promise<void> {
  await page
    .getByRole('row', { name: /Support/ })
    .getByRole('combobox')
    .selectOption({ label: duration });
  await page.getByRole('button', { name: 'Save' }).click();
  await expectText(page, /saved/i);
}

/** Waits until the text can be seen; the wait itself is the check. */
export async function expectText(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
}
