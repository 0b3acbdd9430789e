import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toHex } from '../core/bytes.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  rootAt,
  rootOf,
  treeOf,
  verifyConsistency,
  verifyInclusion,
} from '../core/ledger.ts';
import { kitCrypto } from '../reports/kit-crypto.ts';
import { testEngines } from './fixtures/engines.ts';
import { openTestStore, until } from './fixtures/stores.ts';
import type { Job } from './jobs.ts';
import type { StoredRequest } from './requests.ts';
import type { Store } from './store.ts';

const AT = '2026-11-21T08:00:00Z';
const org = (letter: string) => `00D${letter.repeat(15)}`;

const offset = (orgId: string, milliseconds: number): LedgerEntry => ({
  v: 1,
  type: 'clock.offset',
  org: orgId,
  at: AT,
  milliseconds,
});

const request = (orgId: string, id: string): StoredRequest => ({
  orgId,
  id,
  name: 'AR-000001',
  revision: 1,
  revisionIndex: 0,
  state: 'Submitted',
  content: { Purpose__c: 'Why' },
  requester: null,
  target: null,
  targetUser: null,
  caseNumber: '00042',
  modifiedAt: AT,
  submittedAt: AT,
  deadline: null,
  nextOpen: null,
  gates: [{ gate: 'one', state: 'open', reason: 'It is.' }],
  policyVersion: null,
  rosterVersion: null,
  mode: null,
  risk: null,
  checkPhrase: null,
  settledAt: null,
  settledBy: null,
  approvalsGiven: 0,
  approvalsNeeded: null,
  ladderDone: [],
  windowStart: null,
  windowEnd: null,
  outcome: null,
  grantStep: 'Not_asked',
  grantEnd: '2026-11-22',
  frozen: false,
  breakGlass: null,
  isBreakGlass: false,
});

describe.each(testEngines())('the store on %s', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(engine);
    await store.jobs.declare(['note']);
  });
  afterAll(() => store.close());

  test('appends entries in order, also when many units append at once [U1]', async () => {
    const orgId = org('A');
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => store.unit(orgId, (unit) => unit.append(offset(orgId, at)))),
    );
    const entries = await store.ledger.entries(orgId);
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, at) => at));
    expect(await store.ledger.check(orgId)).toEqual(await store.ledger.head(orgId));
  });

  test('keeps neither entry nor job of a unit that fails', async () => {
    const orgId = org('B');
    const failed = store.unit(orgId, async (unit) => {
      await unit.append(offset(orgId, 1));
      await unit.enqueue('note', { lost: true });
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect((await store.ledger.head(orgId)).size).toBe(0);
  });

  test('refuses an entry that does not fit its type', async () => {
    const orgId = org('C');
    const odd = { ...offset(orgId, 1), extra: 'x' };
    await expect(store.unit(orgId, (unit) => unit.append(odd))).rejects.toThrow(/extra/);
  });

  test('keeps clear values apart from the entry they belong to [U23]', async () => {
    const orgId = org('D');
    const openings = [{ path: 'User/005/Name', value: 'Anke Petersen', salt: 'c2FsdA' }];
    const { index } = await store.unit(orgId, (unit) => unit.append(offset(orgId, 1), openings));
    expect(await store.ledger.openings(orgId)).toEqual([{ index, ...openings[0] }]);
    expect((await store.ledger.entries(orgId))[0]?.body).not.toContain('Anke');
  });

  test('finds an entry that was changed, one that was removed and a checkpoint that is not ours [A14]', async () => {
    const orgId = org('E');
    for (const at of [1, 2, 3]) await store.unit(orgId, (unit) => unit.append(offset(orgId, at)));
    await store.ledger.checkpoint(orgId, AT);
    await store.ledger.check(orgId);
    const change = (text: string) => store.database.query(text, [orgId]);

    await change(
      'UPDATE ledger_entry SET body = replace(body, \'"milliseconds":2\', \'"milliseconds":9\') WHERE org_id = $1',
    );
    await expect(store.ledger.check(orgId)).rejects.toMatchObject({
      code: 'ledger_inconsistent',
      details: { index: 1 },
    });
    await change(
      'UPDATE ledger_entry SET body = replace(body, \'"milliseconds":9\', \'"milliseconds":2\') WHERE org_id = $1',
    );
    await store.ledger.check(orgId);

    await change("UPDATE checkpoint SET note = replace(note, '3', '4') WHERE org_id = $1");
    await expect(store.ledger.check(orgId)).rejects.toMatchObject({ code: 'ledger_inconsistent' });
    await change('DELETE FROM checkpoint WHERE org_id = $1');

    await change('DELETE FROM ledger_entry WHERE org_id = $1 AND index = 2');
    await expect(store.unit(orgId, (unit) => unit.append(offset(orgId, 4)))).rejects.toMatchObject({
      code: 'ledger_inconsistent',
    });
  });

  test('proves any entry of any tree from kept nodes, as the leaves themselves would [A14 U4]', async () => {
    const orgId = org('Q');
    const leaves = await Promise.all(
      Array.from({ length: 700 }, (_, index) => leafHash(kitCrypto.sha256, `entry ${index}`)),
    );
    await store.database.query(
      `INSERT INTO ledger_entry (org_id, index, at, type, leaf, body)
       SELECT $1, place - 1, now(), 'x', leaf, '' FROM unnest($2::text[]) WITH ORDINALITY AS l(leaf, place)`,
      [orgId, leaves.map(toHex)],
    );
    const nodes = store.ledger.nodes(orgId);
    const { sha256, sha256Sync } = kitCrypto;
    const rootOfLeaves = async (size: number) => rootOf(sha256, treeOf(sha256Sync, leaves.slice(0, size)));
    for (const [index, size] of [
      [0, 1],
      [255, 256],
      [256, 257],
      [3, 511],
      [600, 700],
      [699, 700],
    ] as const) {
      const root = await rootOfLeaves(size);
      expect(await rootAt(sha256, nodes, size)).toEqual(root);
      const proof = await inclusionProof(sha256, nodes, { index, size });
      const leaf = leaves[index] ?? root;
      expect(await verifyInclusion(sha256, { leaf, index, size, proof, root })).toBe(true);
      const older = { size: index + 1, root: await rootOfLeaves(index + 1) };
      const path = await consistencyProof(sha256, nodes, { from: index + 1, to: size });
      expect(await verifyConsistency(sha256, { older, newer: { size, root }, proof: path })).toBe(true);
    }
    // Of the first 512 entries nothing is read any more but what is kept of them.
    await store.database.query('DELETE FROM ledger_entry WHERE org_id = $1 AND index < 512', [orgId]);
    expect(await rootAt(sha256, nodes, 700)).toEqual(await rootOfLeaves(700));
    await expect(nodes(0, 3)).rejects.toMatchObject({ code: 'ledger_inconsistent' });
  });

  test('signs a checkpoint once per size', async () => {
    const orgId = org('F');
    await store.unit(orgId, (unit) => unit.append(offset(orgId, 1)));
    const first = await store.ledger.checkpoint(orgId, AT);
    expect(first.note).toMatch(new RegExp(`^countersign/${orgId}\n1\n`));
    expect(await store.ledger.checkpoint(orgId, '2026-11-21T09:00:00Z')).toEqual(first);
  });

  test('keeps a request as it was put, with its dates and lists', async () => {
    const orgId = org('G');
    const row = request(orgId, 'a01000000000001AAA');
    await store.unit(orgId, (unit) => unit.requests.put(row));
    await store.unit(orgId, (unit) => unit.requests.change(row.id, { state: 'Denied', gates: [] }), {
      lock: row.id,
    });
    expect(await store.rows(orgId).requests.get(row.id)).toEqual({ ...row, state: 'Denied', gates: [] });
    expect(await store.rows(orgId).requests.list(['Submitted'])).toEqual([]);
  });

  test('lets one holder at a time work on a request', async () => {
    const orgId = org('H');
    const { id } = request(orgId, 'a01000000000002AAA');
    await store.unit(orgId, (unit) => unit.requests.put(request(orgId, id)));
    let inside = 0;
    const seen = await Promise.all(
      [1, 2, 3].map(() =>
        store.exclusive(orgId, id, async () => {
          inside += 1;
          await store.rows(orgId).requests.get(id);
          const now = inside;
          inside -= 1;
          return now;
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 1]);
    await expect(store.exclusive(orgId, 'a01000000000009AAA', () => Promise.resolve())).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    );
  });

  test('runs a job after the commit, again after a failure, and a timer when the clock has passed it', async () => {
    const orgId = org('I');
    const jobs: Job[] = [];
    store.jobs.work('note', (job) => {
      jobs.push(job);
      return job.attempt === 1 && job.data['fail'] === true
        ? Promise.reject(new Error('not yet'))
        : Promise.resolve();
    });
    await store.unit(orgId, (unit) => unit.enqueue('note', { fail: true }, { key: 'k' }));
    await until(() => jobs.some(({ attempt }) => attempt === 2), 'the second attempt');

    await store.unit(orgId, async (unit) => {
      await unit.enqueue('note', { timer: 1 }, { key: 'soon', at: '2026-11-21T10:00:00Z' });
      await unit.enqueue('note', { timer: 2 }, { key: 'later', at: '2026-11-21T12:00:00Z' });
      await unit.enqueue('note', { timer: 3 }, { key: 'soon', at: '2026-11-21T11:00:00Z' });
    });
    expect(await store.jobs.runDue('2026-11-21T10:30:00Z')).toBe(0);
    expect(await store.jobs.runDue('2026-11-21T11:30:00Z')).toBe(1);
    await until(() => jobs.some(({ data }) => data['timer'] === 3), 'the timer');
    expect(jobs.some(({ data }) => data['timer'] === 2)).toBe(false);
  });

  test('finds the emergencies that matter now: those that ended since, and those that nobody has reviewed [D112]', async () => {
    const orgId = org('K');
    const review = { outcome: 'Justified' as const, by: 'c', name: 'C', reason: 'r', at: AT };
    const emergency = (end: string, reviewed: boolean) => ({
      ...{ evaluated: { index: 0, leaf: 'l' }, window: { start: AT, end }, reviewDue: AT, opened: null },
      ...{ overdue: false, review: reviewed ? review : null },
    });
    const [old, late] = ['2026-11-20T07:59:59Z', '2026-11-20T08:00:00Z'];
    await store.unit(orgId, async ({ requests }) => {
      await requests.put(request(orgId, 'usual'));
      await requests.put({ ...request(orgId, 'over'), breakGlass: emergency(old, true) });
      await requests.put({ ...request(orgId, 'late'), breakGlass: emergency(late, true), submittedAt: old });
      await requests.put({ ...request(orgId, 'unreviewed'), breakGlass: emergency(old, false) });
      await requests.put({ ...request(org('L'), 'foreign'), breakGlass: emergency(late, false) });
    });
    const { requests } = store.rows(orgId);
    const idsOf = (found: { id: string }[]) => found.map(({ id }) => id).sort();
    expect(idsOf(await requests.emergencies(late))).toEqual(['late', 'unreviewed']);
    expect(idsOf(await requests.submittedSince(AT))).toEqual(['over', 'unreviewed', 'usual']);
  });

  test('takes a challenge once, by its session, while it lives [U1]', async () => {
    const challenge = { value: 'c1', purpose: 'enrol', sessionId: 's' } as const;
    let now = AT;
    const challenges = store.challenges(() => Promise.resolve(Temporal.Instant.from(now)));
    await challenges.put({ ...challenge, expiresAt: '2026-11-21T08:05:00Z' });
    expect(await challenges.take({ ...challenge, sessionId: 'other' })).toBe(false);
    expect(await challenges.take(challenge)).toBe(true);
    expect(await challenges.take(challenge)).toBe(false);
    await challenges.put({ ...challenge, expiresAt: '2026-11-21T08:05:00Z' });
    now = '2026-11-21T08:06:00Z';
    expect(await challenges.take(challenge)).toBe(false);
  });

  test('counts attempts of a key within its window', async () => {
    expect((await store.rates.hit('k', 60)).hits).toBe(1);
    expect((await store.rates.hit('k', 60)).hits).toBe(2);
    expect((await store.rates.hit('other', 60)).hits).toBe(1);
  });

  test('uses an invitation up once', async () => {
    const orgId = org('J');
    const invitation = {
      tokenHash: 'h',
      contactId: 'c',
      madeAt: AT,
      expiresAt: '2026-11-28T08:00:00Z',
      usedAt: null,
      recovery: null,
      moving: false,
    };
    await store.unit(orgId, (unit) => unit.invitations.put(invitation));
    const uses = await Promise.all(
      [1, 2].map(() => store.unit(orgId, (unit) => unit.invitations.use('h', AT))),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
  });
});
