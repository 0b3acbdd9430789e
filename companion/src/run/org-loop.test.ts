import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { AppError } from '../core/errors.ts';
import { startOrgLoop } from './org-loop.ts';
import type { OrgRuntime } from './org-runtime.ts';

test('an unreadable roster or policy row does not keep the org from being watched, and is told', async () => {
  let looks = 0;
  const runtime = {
    org: { usage: () => null },
    now: () => Promise.resolve(Temporal.Instant.from('2026-11-23T09:00:00Z')),
    isOnDuty: () => Promise.resolve(true),
    isLive: () => Promise.resolve(false),
    lastLook: () => null,
    readSlowSources: () => Promise.reject(new AppError('internal', 'Level__c has an unexpected form.')),
    look: () => {
      looks += 1;
      return Promise.resolve();
    },
  } as unknown as OrgRuntime;
  const logger = pino({ level: 'silent' });
  const loop = await startOrgLoop({ runtime, push: false, idleSeconds: 300, logger });
  expect(looks).toBe(1);
  await expect(loop.lookNow()).rejects.toMatchObject({ code: 'internal' });
  expect(looks).toBe(2);
  await loop.stop();
});

test('a store that is away while the next look is planned ends neither the process nor the watch', async () => {
  const told: unknown[] = [];
  const runtime = {
    org: { usage: () => null },
    now: () => Promise.resolve(Temporal.Instant.from('2026-11-23T09:00:00Z')),
    isOnDuty: () => Promise.resolve(true),
    isLive: () => Promise.reject(new Error('the database is away')),
    readSlowSources: () => Promise.resolve(),
    look: () => Promise.resolve(),
  } as unknown as OrgRuntime;
  const logger = pino({ level: 'error' }, { write: (line) => told.push(line) });
  const loop = await startOrgLoop({ runtime, push: false, idleSeconds: 300, logger });
  expect(loop.onDuty()).toBe(true);
  expect(told).toEqual([expect.stringContaining('the database is away')]);
  await loop.stop();
});
