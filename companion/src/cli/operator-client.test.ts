import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listenForOperators } from '../run/operator-socket.ts';
import { askCompanion } from './operator-client.ts';

test('a command that fails by a fault of ours is answered, told, and leaves the companion running', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cs-'));
  const faults: unknown[] = [];
  const fault = new TypeError('nothing of that kind');
  const door = await listenForOperators(
    dataDir,
    () => Promise.reject(fault),
    (error) => faults.push(error),
  );
  const answer = await askCompanion(dataDir, { command: 'doctor' });
  expect(answer).toMatchObject({ ok: false, code: 'internal' });
  expect(answer.lines.join(' ')).not.toContain('nothing of that kind');
  expect(faults).toEqual([fault]);
  await door.close();
  rmSync(dataDir, { recursive: true });
});
