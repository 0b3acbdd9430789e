/** The ledger as the store keeps it: what is appended, what is found again, and what does not agree. */
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
import { openTestStore } from './fixtures/stores.ts';
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

describe.each(testEngines())('the ledger on %s', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(engine);
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

  test('refuses an entry that does not fit its type', async () => {
    const orgId = org('C');
    const odd = { ...offset(orgId, 1), extra: 'x' };
    await expect(store.unit(orgId, (unit) => unit.append(odd))).rejects.toThrow(/extra/);
  });

  test('reads in a unit what the unit has appended, and gives each entry its own openings', async () => {
    const orgId = org('M');
    const opening = (path: string) => ({ path, value: 'v', salt: 's' });
    const types = await store.unit(orgId, async (unit) => {
      await Promise.all([1, 2, 3].map((at) => unit.append(offset(orgId, at), [opening(`p${at}`)])));
      const { rows } = await unit.query('SELECT index FROM ledger_entry WHERE org_id = $1', [orgId]);
      await unit.append(offset(orgId, 4), [opening('a'), opening('b')]);
      return rows.length;
    });
    expect(types).toBe(3);
    const openings = await store.ledger.openings(orgId);
    expect(openings.map(({ index, path }) => `${index} ${path}`)).toEqual([
      ...['0 p1', '1 p2', '2 p3', '3 a', '3 b'],
    ]);
    expect(await store.ledger.check(orgId)).toEqual(await store.ledger.head(orgId));
    expect((await store.ledger.head(orgId)).size).toBe(4);
  });

  test('keeps the subtrees that one unit completes', async () => {
    const orgId = org('N');
    await store.unit(orgId, async (unit) => {
      for (let at = 0; at < 513; at += 1) await unit.append(offset(orgId, at));
    });
    const { rows } = await store.database.query(
      'SELECT level, index FROM ledger_node WHERE org_id = $1 ORDER BY index',
      [orgId],
    );
    expect(rows).toEqual([
      { level: 8, index: 0 },
      { level: 8, index: 1 },
    ]);
    await store.ledger.check(orgId);
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
});
