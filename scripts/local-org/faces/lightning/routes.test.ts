/** The Lightning face over HTTP, with the metadata of this checkout as its sample. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SampleOrg } from '../sample-org.ts';
import type { FilesAnswer, PageModel, RowsAnswer } from './model.ts';

const ADMIN = 'ada@test.example';
const USER = 'bert@test.example';

let sample: SampleOrg;
let reportId: string;

/** A browser of one signed-in user. */
async function browserOf(username: string) {
  const { token } = await sample.org.engine.sessions.open(await sample.userId(username), {
    type: 'UI',
    sourceIp: '127.0.0.1',
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${sample.org.url}${path}`, {
      headers: { ...headers, cookie: `org_sid=${token}` },
      redirect: 'manual',
    });
  const read = async <T>(path: string) => (await (await get(path)).json()) as T;
  return { get, read };
}

async function modelOf(username: string): Promise<PageModel> {
  const { get } = await browserOf(username);
  const script = await (await get('/session.js')).text();
  return JSON.parse(script.replace(/^globalThis\.__ORG__ = /, '').replace(/;$/, '')) as PageModel;
}

beforeAll(async () => {
  sample = await SampleOrg.open();
  const { platform } = sample.org.engine;
  const [id = ''] = await platform.insert('Audit_Report__c', [
    {
      Period_From__c: '2026-07-01',
      Period_To__c: '2026-09-30',
      Time_Zone__c: 'UTC',
      State__c: 'In_progress',
      Requested_By__c: await sample.userId(ADMIN),
    },
  ]);
  reportId = id;
});
afterAll(() => sample.close());

describe('the page', () => {
  test('without a session the person is sent to the log-in page', async () => {
    const answer = await fetch(`${sample.org.url}/lightning/page/home`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^\/login/);
    expect((await fetch(`${sample.org.url}/session.js`)).status).toBe(401);
    const { get } = await browserOf(ADMIN);
    expect((await get('/session.js', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
  });

  test('an address that is none is told within the frame, and by the code to who wants no page', async () => {
    const { get } = await browserOf(ADMIN);
    for (const path of [
      '/nope',
      '/Case/x',
      '/lightning/nope',
      '/lightning/setup/Nope/home',
      '/lightning/o/Case/x/y',
    ]) {
      const shown = await get(path, { accept: 'text/html' });
      expect([shown.status, shown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      expect(await (await get(path)).json()).toMatchObject([{ errorCode: 'NOT_FOUND' }]);
    }
  });

  test('paths of the APIs answer a browser as a client, and a stranger logs in first', async () => {
    const asked = { headers: { accept: 'text/html' }, redirect: 'manual' } as const;
    const { get } = await browserOf(ADMIN);
    expect(await (await get('/services/nope', asked.headers)).json()).toMatchObject([
      { errorCode: 'NOT_FOUND' },
    ]);
    const stranger = await fetch(`${sample.org.url}/nope`, asked);
    expect(stranger.headers.get('location')).toBe('/login?to=%2Fnope');
  });

  test('a record page without a layout leaves out what only the platform reads', async () => {
    const { objects } = await modelOf(ADMIN);
    const names = objects['Case']?.layout.sections.flatMap(({ columns }) => columns.flat()) ?? [];
    expect(names).toEqual(expect.arrayContaining(['Subject', 'OwnerId', 'CreatedById']));
    expect(names.filter((name) => ['Id', 'IsDeleted', 'SystemModstamp'].includes(name))).toEqual([]);
  });

  test('the root leads to the first tab of the app, or home for those whom no app is open to', async () => {
    expect((await (await browserOf(ADMIN)).get('/')).headers.get('location')).toBe('/lightning/n/Access');
    expect((await (await browserOf(USER)).get('/')).headers.get('location')).toBe('/lightning/page/home');
  });

  test('runs scripts of this server alone, and styles that carry its nonce, which is new each time', async () => {
    const { get } = await browserOf(ADMIN);
    const pages = await Promise.all([get('/lightning/n/Access'), get('/lightning/n/Access')]);
    const policies = pages.map((page) => page.headers.get('content-security-policy') ?? '');
    const nonces = policies.map((policy) => /style-src-elem 'self' 'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(policies[0]).toContain("script-src 'self';");
    expect(policies[0]).toContain("default-src 'none'");
    expect(nonces[0]).toBeDefined();
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(await pages[0].text()).toContain(`nonce="${String(nonces[0])}"`);
  });

  test('its bundle may be kept for ever, and nothing else is served from there', async () => {
    const { get } = await browserOf(ADMIN);
    const html = await (await get('/lightning/n/Access')).text();
    const address = /src="(\/lightning\/assets\/[0-9a-f]+\/main\.js)"/.exec(html)?.[1] ?? '';
    const bundle = await get(address);
    expect(bundle.status).toBe(200);
    expect(bundle.headers.get('cache-control')).toContain('immutable');
    expect(await bundle.text()).toContain('newAccessRequest');
    for (const file of ['..%2f..%2fpackage.json', 'none.js', 'main.css']) {
      expect((await get(address.replace('main.js', file))).status).toBe(404);
    }
  });
});

describe('what the page knows', () => {
  test('tells who is signed in, with zone and locale as browsers name them', async () => {
    expect(await modelOf('alma@test.example')).toMatchObject({
      userName: 'Alma Auckland',
      timeZone: 'Pacific/Auckland',
      locale: 'en-US',
      organizationName: 'Test org',
      customPermissions: [],
    });
  });

  test('lays pages out as the flexipage says', async () => {
    const { apps, pages } = await modelOf(ADMIN);
    const [app] = apps;
    expect(app?.tabs[0]).toEqual({ name: 'Access', label: 'Access', address: '/lightning/n/Access' });
    expect(app?.tabs[1]?.address).toBe('/lightning/o/Access_Request__c/list');
    expect(pages['Access']?.regions).toMatchObject([
      { width: 'wide', components: [{ name: 'c:governanceBanner' }, { name: 'c:accessRequests' }] },
      { width: 'narrow', components: [{ name: 'c:newAccessRequest' }] },
    ]);
  });

  test('names the objects, list views and layouts the user may read, and no others', async () => {
    const { objects } = await modelOf(ADMIN);
    const report = objects['Audit_Report__c'];
    expect(report?.listViews.length).toBeGreaterThan(1);
    expect(report?.layout.sections.flatMap(({ columns }) => columns.flat())).toContain('Period_From__c');
    expect(Object.keys((await modelOf(USER)).objects)).not.toContain('Audit_Report__c');
    expect(await modelOf(USER)).toMatchObject({ apps: [], hasSetup: false });
  });
});

describe('lists', () => {
  test('show labels of picklists, names of parents and where each leads', async () => {
    const { read } = await browserOf(ADMIN);
    const { columns, rows } = await read<RowsAnswer>('/lightning/data/list/Audit_Report__c');
    const cell = (field: string) => rows[0]?.cells[columns.findIndex((column) => column.field === field)];
    expect(rows).toHaveLength(1);
    expect(cell('Name')).toMatchObject({ kind: 'record', recordId: reportId, object: 'Audit_Report__c' });
    expect(cell('State__c')).toEqual({ kind: 'text', text: 'In progress' });
    expect(cell('Period_From__c')).toEqual({ kind: 'date', text: '2026-07-01' });
    expect(cell('Requested_By__c')).toMatchObject({ kind: 'record', text: 'Ada Admin', object: 'User' });
  });

  test('every list view of the source can be asked', async () => {
    const { get } = await browserOf(ADMIN);
    const { objects } = await modelOf(ADMIN);
    const addresses = Object.entries(objects).flatMap(([object, { listViews }]) =>
      listViews.map(({ name }) => `/lightning/data/list/${object}?filterName=${name}`),
    );
    expect(addresses.length).toBeGreaterThan(10);
    for (const address of addresses) expect([address, (await get(address)).status]).toEqual([address, 200]);
  });

  test('refuse an object or a list view that is not there for the user', async () => {
    expect((await (await browserOf(USER)).get('/lightning/data/list/Audit_Report__c')).status).toBe(404);
    const { get } = await browserOf(ADMIN);
    expect((await get('/lightning/data/list/Audit_Report__c?filterName=None')).status).toBe(404);
    expect((await get(`/lightning/data/related/Audit_Report__c/Nonsense__c/${reportId}`)).status).toBe(404);
  });

  test('of what points to a record', async () => {
    const { read } = await browserOf(ADMIN);
    const address = `/lightning/data/related/Audit_Report__c/Requested_By__c/${await sample.userId(ADMIN)}`;
    expect((await read<RowsAnswer>(address)).rows.map(({ id }) => id)).toEqual([reportId]);
  });
});

describe('files', () => {
  test('of a record are listed and downloaded under the platform’s address', async () => {
    const { engine } = sample.org;
    const admin = await engine.userContext(await sample.userId(ADMIN));
    const version = {
      Title: 'statement',
      PathOnClient: 'statement.html',
      VersionData: Buffer.from('<p>All is well</p>').toString('base64'),
      FirstPublishLocationId: reportId,
    };
    const [saved] = await engine.insert(admin, 'ContentVersion', [version], { allOrNone: true });
    expect(saved?.errors).toEqual([]);
    const { get, read } = await browserOf(ADMIN);
    const { files } = await read<FilesAnswer>(`/lightning/data/files/${reportId}`);
    expect(files).toMatchObject([{ name: 'statement.html', size: 18 }]);
    const answer = await get(`/sfc/servlet.shepherd/document/download/${files[0]?.documentId ?? ''}`);
    const bytes = await get(answer.headers.get('location') ?? '');
    expect(await bytes.text()).toBe('<p>All is well</p>');
    expect((await get('/sfc/servlet.shepherd/document/download/069000000000000AAA')).status).toBe(404);
  });
});
