/** The two commands as a person runs them: the whole start, the places it names, and a clean stop. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { project } from '../scripts/project.ts';

const PARTS = ['org', 'companion', 'mailbox'];
const Places = z.object({
  org: z.object({
    url: z.url(),
    orgId: z.string(),
    adminUsername: z.string(),
    integrationUsername: z.string(),
    clientId: z.string(),
    privateKeyFile: z.string(),
  }),
  companion: z.object({ url: z.url() }),
  mailbox: z.object({ url: z.url(), smtp: z.string() }),
});
const data = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(data, { recursive: true }));

/** Starts the demo and waits for its line; `stopped` gives what it wrote and its exit code. */
async function startDemo() {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', project.path('scripts', 'start.ts')],
      ...['--json', '--port-base', '0', '--data-dir', data],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  let messages = '';
  child.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString('utf8')));
  const ended = once(child, 'exit');
  await Promise.race([once(output, 'line'), ended]);
  if (lines[0] === undefined) throw new Error(`It did not start:\n${messages}`);
  const pids = PARTS.map((part) => z.object({ pid: z.number() }).parse(lockOf(part)).pid);
  return {
    child,
    pids,
    places: Places.parse(JSON.parse(lines[0])),
    stopped: async () => ({ code: ((await ended) as [number])[0], lines, messages }),
  };
}

const lockFile = (part: string) => join(data, part, 'lock.json');
const lockOf = (part: string): unknown => JSON.parse(readFileSync(lockFile(part), 'utf8'));

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('npm start -- --json', () => {
  let orgId: string;

  test('prints one line with all addresses; Ctrl-C, even twice, stops every part', async () => {
    const demo = await startDemo();
    const { org, companion, mailbox } = demo.places;
    orgId = org.orgId;
    for (const url of [org.url, companion.url, mailbox.url]) {
      expect([url, (await fetch(url)).status]).toEqual([url, 200]);
      expect(new URL(url).hostname).toBe('localhost');
    }
    demo.child.kill('SIGINT');
    demo.child.kill('SIGINT');
    const { code, lines, messages } = await demo.stopped();
    expect([code, lines.length]).toEqual([0, 1]);
    expect(messages).toMatch(
      /Stopped\. Data is kept in .*; "npm run reset -- --data-dir .*" removes it\.\n$/,
    );
    expect(messages).not.toMatch(/^\s+at |Error|by force/m);
    expect(demo.pids.map(isRunning)).toEqual([false, false, false]);
    expect(PARTS.filter((part) => existsSync(lockFile(part)))).toEqual([]);
  });

  test('finds the same company again, and says which part ended by itself', async () => {
    const demo = await startDemo();
    expect(demo.places.org.orgId).toBe(orgId);
    process.kill(demo.pids[1] ?? 0, 'SIGKILL');
    const { code, messages } = await demo.stopped();
    expect(code).toBe(1);
    expect(messages).toMatch(/The companion ended by itself/);
    // What an operator does once in a new company is not done to this one.
    expect(messages).not.toMatch(/Setting the governance mode|Sealing/);
    expect(demo.pids.map(isRunning)).toEqual([false, false, false]);
  });
});
