/** The command, as a person or another process starts it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { project } from '../project.ts';

const Ready = z.strictObject({
  url: z.string(),
  orgId: z.string(),
  adminUsername: z.string(),
  integrationUsername: z.string(),
  clientId: z.string(),
  privateKeyFile: z.string(),
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'org-main-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): ChildProcess {
  const node = ['--disable-warning=ExperimentalWarning', project.path('scripts', 'local-org', 'main.ts')];
  return spawn(process.execPath, [...node, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Everything a process says until it ends. */
async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, out, err };
}

function readyLine(child: ChildProcess): Promise<z.infer<typeof Ready>> {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve(Ready.parse(JSON.parse(out)));
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
}

describe('the command', () => {
  test('prints one ready line, keeps its data, and stops cleanly at a signal, doubled or not', async () => {
    const args = ['--port', '0', '--json', '--seed', 'empty', '--data-dir', join(folder, 'data')];
    const first = start(...args);
    const ready = await readyLine(first);
    expect((await fetch(`${ready.url}/services/data`)).status).toBe(200);
    expect(statSync(ready.privateKeyFile).mode & 0o777).toBe(0o600);
    const stopped = ended(first);
    first.kill('SIGTERM');
    first.kill('SIGINT');
    expect(await stopped).toMatchObject({ code: 0, err: '' });

    const second = start(...args);
    expect(await readyLine(second)).toMatchObject({
      orgId: ready.orgId,
      privateKeyFile: ready.privateKeyFile,
    });
    const stoppedAgain = ended(second);
    second.kill('SIGTERM');
    expect((await stoppedAgain).code).toBe(0);
  });

  test('says that a port is in use and how to mend it, without a stack trace', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, err, out } = await ended(start('--memory', '--port', String(port), '--json'));
    taken.close();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`Port ${port} is in use`);
    expect(err).toContain('--port');
    expect(err).not.toMatch(/\n\s+at /);
  });

  test.each([
    [['--port', 'many'], '--port takes a number'],
    [['--nonsense'], '--nonsense'],
    [['--memory', '--seed', '/nowhere/seed.json'], '/nowhere/seed.json'],
    [['--memory', '--port', '0', '--source', '/nowhere'], 'does not exist'],
  ])('refuses %j in one sentence', async (args, message) => {
    const { code, err } = await ended(start(...args));
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('explains itself', async () => {
    const { code, out } = await ended(start('--help'));
    expect(code).toBe(0);
    expect(out).toContain('--data-dir');
  });
});
