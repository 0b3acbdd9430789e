/**
 * A real Chromium for the tests. On Linux x64 it comes from npm with the libraries it needs; elsewhere an installed
 * Chrome or Chromium is used, or the one that CHROME_PATH names.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { z } from 'zod';

const local = join(import.meta.dirname, '..', '.local');
const chromiumPackage = join(dirname(local), 'node_modules', '@sparticuz', 'chromium');
const PackageFile = z.object({ version: z.string() });

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

interface Executable {
  path: string;
  /** Environment of the browser's process. */
  env: Record<string, string>;
}

async function executable(): Promise<Executable> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const named = env['CHROME_PATH'];
  if (named) return { path: named, env };
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpacked();
    const libraries = [join(folder, 'al2023', 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
    return {
      path: join(folder, 'chromium'),
      env: { ...env, LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') },
    };
  }
  const found = INSTALLED.find((file) => existsSync(file));
  if (!found) throw new Error('No Chrome or Chromium was found. Install one, or name it in CHROME_PATH.');
  return { path: found, env };
}

/**
 * The folder with the packaged browser. Several test files may ask for it at once on a fresh machine, and one must not
 * start what another is still writing: each unpacks beside the place and moves the whole into it.
 */
async function unpacked(): Promise<string> {
  const version = PackageFile.parse(JSON.parse(readFileSync(join(chromiumPackage, 'package.json'), 'utf8')));
  const folder = join(local, 'cache', `chromium-${version.version}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  // The package unpacks into the temporary folder, and its system libraries only where it believes to run on Lambda; a
  // test's own environment does not reach the modules of Node, so this takes a process.
  const script = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(local),
    env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  // Its own font configuration names the folder that it has on Lambda.
  writeFileSync(join(partial, 'fonts', 'fonts.conf'), fontConfiguration(folder));
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

const fontConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir><![CDATA[${join(folder, 'fonts')}]]></dir>
  <cachedir><![CDATA[${join(folder, 'fonts-cache')}]]></cachedir>
</fontconfig>
`;

export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await executable();
  return chromium.launch({ executablePath: path, env, headless: true, args: QUIET });
}

export interface Person {
  context: BrowserContext;
  page: Page;
  /** DevTools session of {@link Person.page}; its virtual authenticator belongs to that page alone. */
  devtools: CDPSession;
  authenticatorId: string;
}

export interface PersonOptions {
  /** The language that the browser asks for. */
  locale?: string;
  timezoneId?: string;
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}

/** A person with a browser of his own and a platform authenticator that verifies him. */
export async function personWith(browser: Browser, options: PersonOptions = {}): Promise<Person> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-US',
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
