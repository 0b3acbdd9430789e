import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './child.ts';
import { takeLock } from './lock.ts';

const PARTS = ['org', 'companion', 'mailbox'];
let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'reset-'));
  for (const part of [...PARTS, 'cache']) {
    mkdirSync(join(data, part, 'db'), { recursive: true });
    writeFileSync(join(data, part, 'db', 'rows'), 'kept');
  }
});
afterEach(() => rmSync(data, { recursive: true }));

const reset = (...args: string[]) => runCommand({ name: 'reset', script: 'scripts/reset.ts', args });
const left = () => [...PARTS, 'cache'].filter((part) => existsSync(join(data, part, 'db', 'rows')));

describe('npm run reset', () => {
  test('removes the data of all parts and leaves what was built', async () => {
    const { code, output } = await reset('--data-dir', data);
    expect([code, output]).toEqual([0, expect.stringContaining('"npm start" begins anew')]);
    expect(left()).toEqual(['cache']);
  });

  test('succeeds when there is nothing to remove', async () => {
    await reset('--data-dir', data);
    expect((await reset('--data-dir', data)).code).toBe(0);
  });

  test.each(PARTS)('removes nothing while the %s runs, and names it', async (part) => {
    const lock = takeLock(join(data, part));
    const { code, output } = await reset('--data-dir', data);
    expect(code).toBe(1);
    expect(output).toBe(`Nothing was removed: ${part} is still running. Stop it (Ctrl-C) and try again.\n`);
    expect(left()).toEqual([...PARTS, 'cache']);
    lock.release();
    expect((await reset('--data-dir', data)).code).toBe(0);
  });

  test('is not held up by the lock of a process that was killed', async () => {
    writeFileSync(join(data, 'org', 'lock.json'), JSON.stringify({ pid: process.pid, startedAt: '1' }));
    expect((await reset('--data-dir', data)).code).toBe(0);
    expect(left()).toEqual(['cache']);
  });

  test('explains itself, and wrong arguments', async () => {
    const { code, output } = await reset('--help');
    expect([code, output]).toEqual([0, expect.stringMatching(/^npm run reset -- \[options\]/)]);
    const wrong = await reset('--everything');
    expect([wrong.code, wrong.output]).toEqual([
      2,
      expect.stringMatching(/^Unknown option '--everything'\n\nnpm run reset/),
    ]);
    expect(left()).toEqual([...PARTS, 'cache']);
  });
});
