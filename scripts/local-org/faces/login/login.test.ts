/** Picking who to be, as a browser does it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, COMPANION, STAFF, startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

const logIn = (username: string, to = '/', headers = {}) =>
  fetch(`${org.url}/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username, to }),
    headers,
  });
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('the log-in page', () => {
  test('lists the people who may open pages, and says that there is no password', async () => {
    const text = await (await fetch(`${org.url}/login`)).text();
    expect(text).toContain('asks for no password');
    expect(text).toContain(`value="${ADMIN}"`);
    expect(text).toContain(`value="${STAFF}"`);
    expect(text).not.toContain(COMPANION);
  });

  test('a page without a session leads here and back again', async () => {
    const page = '/lightning/settings/personal/GrantLoginAccess/home?result=saved';
    const refused = await fetch(`${org.url}${page}`, { redirect: 'manual' });
    expect(refused.headers.get('location')).toBe(`/login?to=${encodeURIComponent(page)}`);
    expect((await logIn(STAFF, page)).headers.get('location')).toBe(page);
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
  ])('never leads on to %s', async (to) => {
    expect((await logIn(STAFF, to)).headers.get('location')).toBe('/');
  });

  test('the session is a cookie that scripts cannot read, and opens the API for its own pages', async () => {
    const response = await logIn(STAFF);
    expect(response.headers.getSetCookie()[0]).toMatch(/^org_sid=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(response);
    const path = `${org.url}/services/data/v68.0/sobjects/Case`;
    const create = (from: object) =>
      fetch(path, {
        method: 'POST',
        headers: { cookie, ...from, 'content-type': 'application/json' },
        body: JSON.stringify({ Subject: 'from a page' }),
      });
    expect((await create({ origin: org.url, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await create({ origin: 'http://localhost:1' })).status).toBe(403);
    for (const site of ['same-site', 'cross-site']) {
      expect((await create({ 'sec-fetch-site': site })).status).toBe(403);
    }
  });

  test('refuses who may use the API only, who is frozen, and who is not there', async () => {
    expect((await logIn(COMPANION)).status).toBe(403);
    expect((await logIn('nobody@test.example')).status).toBe(403);
    const { userId } = await org.user(STAFF);
    const { records } = await org.engine.platform.query(
      `SELECT Id FROM UserLogin WHERE UserId = '${userId}'`,
    );
    await org.engine.platform.update('UserLogin', String(records[0]?.['Id']), { IsFrozen: true });
    expect(await (await logIn(STAFF)).text()).toContain('is frozen');
    await org.engine.platform.update('UserLogin', String(records[0]?.['Id']), { IsFrozen: false });
  });

  test('refuses a form sent by another origin', async () => {
    expect((await logIn(STAFF, '/', { origin: 'http://localhost:1' })).status).toBe(403);
  });

  test('a token of an API-only user opens no page', async () => {
    const connection = await org.connect(COMPANION);
    const response = await fetch(`${org.url}/lightning/settings/personal/GrantLoginAccess/home`, {
      headers: { cookie: `org_sid=${connection.accessToken}` },
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
  });

  test('logging out ends the session', async () => {
    const cookie = cookieOf(await logIn(STAFF));
    await fetch(`${org.url}/logout`, { method: 'POST', headers: { cookie }, redirect: 'manual' });
    const after = await fetch(`${org.url}/services/data/v68.0/limits`, { headers: { cookie } });
    expect(after.status).toBe(401);
  });
});
