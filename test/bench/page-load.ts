/**
 * The contacts' page in a real Chromium, each time with an empty cache: how long until a person can act on it, and how much
 * comes over the line. Beside it stands a static file server that hands out the same files, of which the browser runs nothing.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { loadClientAssets } from '../../companion/src/web/assets.ts';
import { type Demo, runDemo } from '../../scripts/demo/run.ts';
import { portsFrom } from '../../scripts/ports.ts';
import { project } from '../../scripts/project.ts';
import { launchBrowser, type Person, personWith } from '../browser.ts';
import { signIn } from '../org-client.ts';
import { enrol, linkIn } from '../people.ts';
import { type Figure, inMilliseconds, percentile, time } from './figure.ts';
import { idOf, raise } from './journey.ts';
import { type MailTrap, openMailTrap } from './mail-trap.ts';

const LOADS = 10;
const CONTACT = 'marit.jansen@hanse-kreditbank.example';
const TIME_BUDGET = '≤ 1.5 s';
const WEIGHT_BUDGET = '≤ 200 kB compressed';

export async function pageLoad(): Promise<Figure[]> {
  const places = join(project.local, 'bench');
  mkdirSync(places, { recursive: true });
  const dataDir = mkdtempSync(join(places, 'demo-'));
  const trap = await openMailTrap();
  const browser = await launchBrowser();
  const files = await staticFiles();
  let demo: Demo | null = null;
  try {
    demo = await runDemo({
      ports: portsFrom(0),
      eventLog: false,
      dataDir,
      say: () => undefined,
      companionEnv: { SMTP_URL: trap.url },
    });
    const person = await personWith(browser);
    const bare = await loads(person, files.url, (page) => page.locator('body[data-ready]'));
    const first = await loads(person, `${demo.places.companion.url}/sign-in`, (page) =>
      page.getByRole('button', { name: 'Sign in with your passkey' }),
    );
    const address = await requestPage(demo, trap, person);
    const request = await loads(person, address, (page) =>
      page.getByRole('button', { name: 'Review what you sign' }),
    );
    return [
      timeFigure('Sign-in page, until its button works', first, bare),
      timeFigure('Page of a request, until it can be answered', request, bare),
      weightFigure('Sign-in page, all that comes over the line', first, bare),
      weightFigure('Page of a request, all that comes over the line', request, bare),
    ];
  } finally {
    await demo?.stop();
    await browser.close();
    files.server.closeAllConnections();
    files.server.close();
    await trap.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A contact signs in, and a request waits for him. @returns its address */
async function requestPage({ places }: Demo, trap: MailTrap, { page }: Person): Promise<string> {
  const invitation = await trap.mail(CONTACT, 'passkey');
  await enrol(page, linkIn(invitation.text, '/enrol/'), () => Promise.resolve());
  const admin = await signIn(places.org, places.org.adminUsername);
  const target = await idOf(admin, "SELECT Id FROM User WHERE Name = 'Anke Petersen'");
  const id = await raise(admin, target, '47200000');
  await trap.mail(CONTACT, '47200000');
  return `${places.companion.url}/requests/${places.org.orgId}/${id}`;
}

interface Loads {
  milliseconds: number[];
  /** Of one load, headers left out. */
  bytes: number;
}

/** @param ready what a person waits for */
async function loads(
  { page, devtools }: Person,
  url: string,
  ready: (page: Page) => Locator,
): Promise<Loads> {
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const milliseconds: number[] = [];
  let bytes = 0;
  const count = ({ encodedDataLength }: { encodedDataLength: number }) => (bytes += encodedDataLength);
  devtools.on('Network.loadingFinished', count);
  for (let load = 0; load < LOADS; load += 1) {
    await page.goto('about:blank');
    bytes = 0;
    milliseconds.push(
      await time(async () => {
        await page.goto(url, { waitUntil: 'commit' });
        await ready(page).click({ trial: true });
      }),
    );
  }
  devtools.off('Network.loadingFinished', count);
  return { milliseconds, bytes };
}

function timeFigure(what: string, measured: Loads, bare: Loads): Figure {
  const [p50, p95, limit] = [
    percentile(measured.milliseconds, 0.5),
    percentile(measured.milliseconds, 0.95),
    percentile(bare.milliseconds, 0.5),
  ];
  return {
    what: `${what} (${LOADS} loads, empty cache)`,
    measured: `p50 ${inMilliseconds(p50)}, p95 ${inMilliseconds(p95)}`,
    limit: { what: 'the same files from a static server, not run', measured: inMilliseconds(limit) },
    ratio: p50 / limit,
    budget: TIME_BUDGET,
  };
}

const inKilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

function weightFigure(what: string, { bytes }: Loads, bare: Loads): Figure {
  return {
    what,
    measured: inKilobytes(bytes),
    limit: { what: 'its files alone, Brotli', measured: inKilobytes(bare.bytes) },
    ratio: bytes / bare.bytes,
    budget: WEIGHT_BUDGET,
  };
}

/** The page's own script and style, with nothing behind them. */
async function staticFiles(): Promise<{ url: string; server: Server }> {
  const { script, words, style } = await loadClientAssets();
  // Parsed as the real one is, and left out of the running.
  const inert = `if (globalThis.never) {${script.content.toString()}\n}\nawait import('/words.js');\ndocument.body.dataset.ready = 'yes';`;
  const page = `<!doctype html><html lang="en"><title>Files</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css"><link rel="modulepreload" href="/words.js"><script type="module" src="/script.js"></script><body><p>Files</p></body></html>`;
  const served: Readonly<Record<string, { type: string; content: Buffer; encoding?: string }>> = {
    '/': { type: 'text/html', content: Buffer.from(page) },
    '/style.css': { type: 'text/css', content: style.compressed, encoding: 'br' },
    '/words.js': { type: 'text/javascript', content: words.en.compressed, encoding: 'br' },
    '/script.js': { type: 'text/javascript', content: brotliCompressSync(inert), encoding: 'br' },
  };
  const server = createServer(({ url = '/' }, response) => {
    const file = served[url];
    if (!file) return response.writeHead(404).end();
    response.setHeader('Content-Type', `${file.type}; charset=utf-8`);
    if (file.encoding) response.setHeader('Content-Encoding', file.encoding);
    return response.end(file.content);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, server };
}
