import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { RosterSealed } from './entries.ts';
import type { VerifyCrypto } from './verify.ts';
import { checkDecisions } from './verify-decisions.ts';

const crypto = {
  sha256: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest())),
} as VerifyCrypto;
const sealed: RosterSealed = {
  ...{ v: 1, type: 'roster.sealed', org: '00D5g00000ABCDEEA4', at: '2026-11-20T09:00:00Z' },
  ...{ version: 'roster-1', contacts: [], by: 'operator' },
};

test('the founding roster is sealed once: whoever runs the server cannot found another [A10 U4]', async () => {
  const results = async (...entries: RosterSealed[]) => (await checkDecisions(entries, crypto)).checks[0];
  expect(await results(sealed)).toMatchObject({ result: 'ok' });
  const again = await results(sealed, { ...sealed, version: 'roster-2' });
  expect(again).toMatchObject({ result: 'tampered', detail: [expect.stringContaining('sealed before')] });
});
