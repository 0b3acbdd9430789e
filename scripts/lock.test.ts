import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHeld, takeLock } from './lock.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'countersign-lock-'));

describe('the lock of a data folder', () => {
  test('is refused while a living process holds it, and names that process', () => {
    const at = folder();
    const lock = takeLock(at);
    expect(() => takeLock(at)).toThrow(`in use by process ${process.pid}`);
    lock.release();
    takeLock(at).release();
  });

  test('is taken over from a process that was killed', async () => {
    const at = folder();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(join(at, 'lock.json'), JSON.stringify({ pid: child.pid, startedAt: 'before', mark: null }));
    takeLock(at);
    expect(JSON.parse(readFileSync(join(at, 'lock.json'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  test('is taken over when its number now belongs to another process', () => {
    const at = folder();
    writeFileSync(
      join(at, 'lock.json'),
      JSON.stringify({ pid: process.pid, startedAt: 'before', mark: '1' }),
    );
    expect(() => takeLock(at)).not.toThrow();
  });

  test('is taken over when a crash cut it short', () => {
    const at = folder();
    writeFileSync(join(at, 'lock.json'), '{"pid":');
    expect(() => takeLock(at)).not.toThrow();
  });

  test('tells whether a living process holds the folder', () => {
    const at = folder();
    expect(isHeld(at)).toBe(false);
    const lock = takeLock(at);
    expect(isHeld(at)).toBe(true);
    lock.release();
    expect(isHeld(at)).toBe(false);
  });

  test('is read as the companion writes it, too', () => {
    const at = folder();
    const write = (holder: object) => writeFileSync(join(at, 'lock.json'), JSON.stringify(holder));
    write({ pid: process.pid, startedAt: '' });
    expect(isHeld(at)).toBe(true);
    expect(() => takeLock(at)).toThrow(`in use by process ${process.pid}`);
    write({ pid: process.pid, startedAt: '1' });
    expect(isHeld(at)).toBe(false);
  });
});
