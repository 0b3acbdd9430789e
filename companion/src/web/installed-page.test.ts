/** The page on a phone's home screen: what it is described by, and what its service worker makes of a push message. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../test/browser.ts';
import { within } from '../../../test/polling.ts';
import { ORG, REQUEST } from './fixtures/people.ts';
import { Visit } from './fixtures/visit.ts';

let browser: Browser;
let visit: Visit;

beforeAll(async () => {
  browser = await launchBrowser();
  visit = await Visit.begin(browser);
});
afterAll(async () => {
  await visit.end();
  await browser.close();
});

/** What the service worker asks to be shown, as the browser of the tests shows no notifications. */
interface Shown {
  title: string;
  options: { body: string; tag: string; lang: string; data: { path: string } };
}

/** `trustedTypes` of the page, which asks for such an address of a worker. */
interface TrustedPolicies {
  createPolicy(name: string, rules: object): { createScriptURL(text: string): string };
}

describe('the installed page', () => {
  test('is described in the language asked for, with icons of the sizes they name [U27]', async () => {
    const { origin } = visit.server;
    const answer = await fetch(`${origin}/manifest.webmanifest`, { headers: { 'accept-language': 'de-CH' } });
    expect(answer.headers.get('content-type')).toContain('application/manifest+json');
    const manifest = (await answer.json()) as { icons: { src: string; sizes: string; type: string }[] };
    expect(manifest).toMatchObject({ lang: 'de', display: 'standalone', start_url: '/', scope: '/' });
    for (const { src, sizes, type } of manifest.icons) {
      const icon = await fetch(origin + src);
      expect([icon.status, icon.headers.get('content-type')]).toEqual([200, type]);
      const bytes = Buffer.from(await icon.arrayBuffer());
      // Width and height stand in the first part of a PNG.
      if (type === 'image/png') expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
    }
    await visit.page.goto(origin);
    const { errors, url } = await visit.person.devtools.send('Page.getAppManifest');
    expect({ errors, url }).toEqual({ errors: [], url: `${origin}/manifest.webmanifest` });
  });

  test('shows a message that comes while it is closed, and a click opens its request [D108]', async () => {
    const { page, server } = visit;
    const { devtools, context } = visit.person;
    await visit.signIn();
    const known: string[] = [];
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      known.push(...registrations.map(({ registrationId }) => registrationId));
    });
    await devtools.send('ServiceWorker.enable');
    await page.evaluate(async () => {
      const { trustedTypes } = globalThis as unknown as { trustedTypes: TrustedPolicies };
      const policy = trustedTypes.createPolicy('countersign-worker', {
        createScriptURL: () => '/service-worker.js',
      });
      await navigator.serviceWorker.register(policy.createScriptURL(''));
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await visit.heading('Inbox').waitFor();
    const [worker] = context.serviceWorkers();
    if (!worker) throw new Error('there is no service worker');
    await worker.evaluate(() => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
      registration.showNotification = (title, options) => {
        Object.assign(globalThis, { shown: { title, options } });
        return Promise.resolve();
      };
    });
    const shown = () => worker.evaluate(() => (globalThis as unknown as { shown?: Shown }).shown);
    const path = `/requests/${ORG}/${REQUEST}`;
    const message = { title: 'Decision needed', body: 'case 46012345', path, tag: 'd1', lang: 'en' };
    await devtools.send('ServiceWorker.deliverPushMessage', {
      ...{ origin: server.origin, registrationId: known.at(-1) ?? '', data: JSON.stringify(message) },
    });
    await within('the message is shown', async () => (await shown()) !== undefined);
    expect(await shown()).toMatchObject({
      title: message.title,
      options: { body: message.body, tag: message.tag, lang: 'en', data: { path } },
    });
    await worker.evaluate(
      async (data) => {
        const click = new Event('notificationclick');
        const { promise, resolve } = Promise.withResolvers<unknown>();
        Object.assign(click, { notification: { data, close: () => undefined } });
        Object.defineProperty(click, 'waitUntil', { value: resolve });
        globalThis.dispatchEvent(click);
        await promise;
      },
      { path },
    );
    await visit.heading('Your decision').waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
  });
});
