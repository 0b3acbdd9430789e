/**
 * A real Chromium for the tests. On Linux x64 it comes from npm with the libraries it needs; elsewhere an installed
 * Chrome or Chromium is used, or the one that CHROME_PATH names.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';

const local = join(import.meta.dirname, '..', '.local');

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function executable(): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named) return named;
  if (process.platform === 'linux' && process.arch === 'x64') {
    // The package unpacks its system libraries only where it believes to run on Lambda, and into TMPDIR.
    process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
    const folder = join(local, 'cache', 'chromium');
    mkdirSync(folder, { recursive: true });
    process.env['TMPDIR'] = folder;
    const { default: packaged } = await import('@sparticuz/chromium');
    return packaged.executablePath();
  }
  const found = INSTALLED.find((file) => existsSync(file));
  if (!found) throw new Error('No Chrome or Chromium was found. Install one, or name it in CHROME_PATH.');
  return found;
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), headless: true, args: QUIET });
}

export interface Person {
  context: BrowserContext;
  page: Page;
  /** DevTools session of {@link Person.page}; its virtual authenticator belongs to that page alone. */
  devtools: CDPSession;
  authenticatorId: string;
}

export interface PersonOptions {
  timezoneId?: string;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}

/** A person with a browser of his own and a platform authenticator that verifies him. */
export async function personWith(browser: Browser, options: PersonOptions = {}): Promise<Person> {
  const context = await browser.newContext({
    locale: 'en-US',
    timezoneId: options.timezoneId ?? 'Europe/Berlin',
    viewport: options.viewport ?? { width: 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, devtools, authenticatorId };
}
