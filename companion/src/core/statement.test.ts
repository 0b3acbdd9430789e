import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { toBase64url } from './bytes.ts';
import type { Json } from './canonical.ts';
import { checkOpenings } from './commitments.ts';
import { buildStatement, reasonOpening, type Snapshot, statementDigest, statementText } from './statement.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const hmac = (key: Uint8Array, bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHmac('sha256', key).update(bytes).digest()));

const name = { commitment: 'a'.repeat(64) };
const snapshot: Snapshot = {
  base: {
    v: 1,
    type: 'access-decision',
    nonce: toBase64url(new Uint8Array(32).fill(3)),
    org: { id: '00D5g00000ABCDEEA4', environment: 'Production' },
    contact: { id: 'c1', rosterEntry: 'roster-1' },
    request: { id: 'r1', name: 'AR-000001', revision: 2, fields: { Purpose__c: name, Hours_Wanted__c: 4 } },
    scope: {
      targetUser: { id: 'u7', name },
      caseNumber: '47110815',
      caseId: null,
      dataViewed: true,
      purpose: name,
    },
    extension: {
      ledgerSize: 41,
      minutes: 240,
      earlier: [
        {
          ...{ id: 'r0', name: 'AR-000000', state: 'Completed', logins: 2, findings: 0, grant: 'Seen' },
          window: { start: '2026-11-19T08:00:00Z', end: '2026-11-19T12:00:00Z' },
          approvers: [{ id: 'c2', name }],
        },
      ],
    },
    gates: [{ gate: 'purpose_given', state: 'open', reason: 'Given.' }],
    accessPreview: { asOf: '2026-11-20T08:00:00Z', digest: 'b'.repeat(64), summary: ['Reads all accounts'] },
    deadline: '2026-11-20T20:50:00Z',
    standing: { given: 0, needed: 2 },
    authorized: null,
    mode: 'Opt_out_enabled',
    policyVersion: 'Default-1',
    rosterVersion: 'roster-1',
    checkPhrase: 'amber-heron-quartz',
    shownAt: '2026-11-20T08:58:00Z',
    locale: 'en-US',
  },
  openings: [],
  reasonSalt: toBase64url(new Uint8Array(32).fill(5)),
  expiresAt: '2026-11-20T09:08:00Z',
  choices: ['Approve', 'Deny', 'Ask_for_more'],
  limits: { defaultMinutes: 240, maximumMinutes: 240, latestEnd: '2026-12-04T08:58:00Z' },
};
const choice = {
  decision: 'Approve' as const,
  reason: 'Known incident',
  window: { maxMinutes: 240, notBefore: null, notAfter: '2026-11-21T09:00:00Z' },
};

/** Every value that can be reached in a JSON value, as a function that changes it. */
function* changes(value: Json, path: string[] = []): Generator<string[]> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* changes(item, [...path, key]);
  } else {
    yield path;
  }
}
function changed(value: Json, [key, ...rest]: string[]): Json {
  if (key === undefined) return typeof value === 'number' ? value + 1 : `${JSON.stringify(value)} changed`;
  const copy = structuredClone(value) as Record<string, Json>;
  copy[key] = changed(copy[key] ?? null, rest);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

describe('the statement of a decision', () => {
  test('holds all of the snapshot’s base and the choice, and nothing else [U1]', async () => {
    const statement = await buildStatement(snapshot, choice, hmac);
    expect(Object.keys(statement).sort()).toEqual(
      [...Object.keys(snapshot.base), 'decision', 'reason', 'window'].sort(),
    );
    expect(statement).toMatchObject({ ...snapshot.base, decision: 'Approve', window: choice.window });
  });

  test('has another digest after a change of any value in it [U1]', async () => {
    const statement = await buildStatement(snapshot, choice, hmac);
    const digest = await statementDigest(sha256, statement);
    const paths = [...changes(statement as unknown as Json)];
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const other = changed(statement as unknown as Json, path) as unknown as typeof statement;
      expect({ path, same: (await statementDigest(sha256, other)) === digest }).toEqual({
        path,
        same: false,
      });
    }
  });

  test('has the same digest whatever the order of its members', async () => {
    const statement = await buildStatement(snapshot, choice, hmac);
    const reversed = Object.fromEntries(Object.entries(statement).reverse()) as unknown as typeof statement;
    expect(statementText(reversed)).toBe(statementText(statement));
  });

  test('commits to the reason: its text is not in the statement and opens with the salt [U23]', async () => {
    const statement = await buildStatement(snapshot, choice, hmac);
    expect(statementText(statement)).not.toContain('Known incident');
    const { opened } = await checkOpenings(hmac, statement as unknown as Json, [
      reasonOpening(snapshot, 'Known incident'),
    ]);
    expect([...opened.values()].map(({ value }) => value)).toEqual(['Known incident']);
  });

  test('names a window when it approves and none when it denies', async () => {
    await expect(buildStatement(snapshot, { ...choice, window: null }, hmac)).rejects.toThrow(RangeError);
    await expect(buildStatement(snapshot, { ...choice, decision: 'Deny' }, hmac)).rejects.toThrow(RangeError);
    expect(
      (await buildStatement(snapshot, { ...choice, decision: 'Deny', window: null }, hmac)).window,
    ).toBeNull();
  });
});
