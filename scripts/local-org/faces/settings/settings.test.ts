/** The settings page over HTTP, and the traces a choice leaves in the org. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SampleOrg } from '../sample-org.ts';

const SETTINGS = '/lightning/settings/personal/GrantLoginAccess/home';

let sample: SampleOrg;

beforeAll(async () => {
  sample = await SampleOrg.open();
});
afterAll(() => sample.close());

describe('Grant Account Login Access', () => {
  /** A browser of one signed-in user: shows the page, and saves choices as its form does. */
  async function settingsOf(username: string) {
    const { token } = await sample.org.engine.sessions.open(await sample.userId(username), {
      type: 'UI',
      sourceIp: '127.0.0.1',
    });
    const headers = { cookie: `org_sid=${token}` };
    const show = async (query = '') =>
      (await fetch(`${sample.org.url}${SETTINGS}${query}`, { headers })).text();
    const save = async (choices: Record<string, string>, extra: Record<string, string> = {}) => {
      const page = await show();
      const shown = Object.fromEntries(
        [...page.matchAll(/name="(shown-\w+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [
          name ?? '',
          value ?? '',
        ]),
      );
      const rest = Object.fromEntries(
        Object.entries(shown).map(([name, value]) => [name.replace('shown', 'duration'), value]),
      );
      return fetch(`${sample.org.url}${SETTINGS}`, {
        method: 'POST',
        headers: { ...headers, ...extra },
        body: new URLSearchParams({ ...shown, ...rest, ...choices }),
        redirect: 'manual',
      });
    };
    return { show, save };
  }

  test('without a session the person is sent to the log-in page', async () => {
    const answer = await fetch(`${sample.org.url}${SETTINGS}`, { redirect: 'manual' });
    expect(answer.status).toBeGreaterThanOrEqual(302);
    expect(answer.headers.get('location')).toMatch(/^\/login/);
  });

  test('offers exactly the durations of the platform, and none is chosen silently [B63] [B64]', async () => {
    const page = await (await settingsOf('bert@test.example')).show();
    const [select = ''] = /<select[^]*?<\/select>/.exec(page) ?? [];
    expect([...select.matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value)).toEqual([
      ...['--No Access--', '1 Day', '3 Days', '1 Week', '1 Month', '1 Year'],
    ]);
    expect(select).toMatch(/value="--No Access--"\s+selected/);
    expect(page).toContain('Salesforce.com Support');
    expect(page).toContain('Docuwerk GmbH');
  });

  test('a grant sets the date on the user and writes the row of the audit trail [B43]', async () => {
    const bert = await settingsOf('bert@test.example');
    const answer = await bert.save({ 'duration-salesforce': '3 Days' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${SETTINGS}?result=saved`]);
    expect(
      (await sample.rows("SELECT SuAccessExpirationDate FROM User WHERE Username = 'bert@test.example'"))[0],
    ).toMatchObject({
      SuAccessExpirationDate: '2026-11-24',
    });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'loginasgrantedtosfdc',
      Display: 'bert@test.example has granted salesforce.com login access through 11/24/2026',
      CreatedById: await sample.userId('bert@test.example'),
    });
    expect(await bert.show('?result=saved')).toMatch(/Your changes are saved[^]*November 24, 2026/);
  });

  test('the same choice again writes nothing', async () => {
    const before = await sample.rows('SELECT COUNT() FROM SetupAuditTrail');
    const answer = await (await settingsOf('bert@test.example')).save({});
    expect(answer.headers.get('location')).toBe(`${SETTINGS}?result=unchanged`);
    expect(await sample.rows('SELECT COUNT() FROM SetupAuditTrail')).toEqual(before);
  });

  test('another duration modifies the grant, and no access revokes it [B66]', async () => {
    const bert = await settingsOf('bert@test.example');
    await bert.save({ 'duration-salesforce': '1 Week' });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'loginasmodifiedtosfdc',
      Display: 'bert@test.example has changed salesforce.com login access through 11/28/2026',
    });
    await bert.save({ 'duration-salesforce': '--No Access--' });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'loginasrevokedtosfdc',
      Display: 'bert@test.example has revoked salesforce.com login access',
    });
    expect(
      (await sample.rows("SELECT SuAccessExpirationDate FROM User WHERE Username = 'bert@test.example'"))[0],
    ).toMatchObject({
      SuAccessExpirationDate: null,
    });
  });

  test('a publisher gets no date on the user, only rows that name it', async () => {
    const bert = await settingsOf('bert@test.example');
    await bert.save({ 'duration-publisher': '1 Day' });
    expect(await sample.lastRow()).toMatchObject({
      Action: 'loginasgrantedtopartnerbt',
      Display:
        'bert@test.example has granted user login access through 11/22/2026 to package publisher Docuwerk GmbH (00D58000000Zx9Q)',
    });
    expect(await bert.show()).toContain('November 22, 2026');
    await bert.save({ 'duration-publisher': '--No Access--' });
    expect(await sample.lastRow()).toMatchObject({ Action: 'loginasrevokedtopartnerbt' });
    expect(await bert.show()).not.toContain('November 22, 2026');
  });

  test.each([
    ['alma@test.example', '2026-11-23'],
    ['hoku@test.example', '2026-11-22'],
  ])('one day is counted in the time zone of %s: the last day is %s', async (username, last) => {
    await (await settingsOf(username)).save({ 'duration-salesforce': '1 Day' });
    const [user] = await sample.rows(
      `SELECT SuAccessExpirationDate FROM User WHERE Username = '${username}'`,
    );
    expect(user).toMatchObject({ SuAccessExpirationDate: last });
  });

  test('a duration that the page does not offer is refused, and nothing is saved', async () => {
    const bert = await settingsOf('bert@test.example');
    const answer = await bert.save({ 'duration-salesforce': '207 days', 'duration-publisher': '1 Year' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(
      /role="alert"[^]*Choose one of the durations for Salesforce.com Support/,
    );
    expect(await sample.lastRow()).not.toMatchObject({ Action: 'loginasgrantedtopartnerbt' });
  });

  test('a page of another origin cannot save', async () => {
    const bert = await settingsOf('bert@test.example');
    const answer = await bert.save({ 'duration-salesforce': '1 Year' }, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
  });
});
