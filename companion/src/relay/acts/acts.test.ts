import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checkDecisions } from '../../core/verify/verify-decisions.ts';
import { kitCrypto } from '../../reports/kit-crypto.ts';
import { BankOrg, FRIEDRICH, MARIT } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';
import type { RelayPorts, Unit } from '../ports.ts';
import { refreshRoster, rosterInForce, sealedFields } from '../roster.ts';
import type { StoredContact } from '../rows.ts';
import { sealer } from '../sealer.ts';
import { signAct } from './acts.ts';

const NEWCOMER = {
  ...MARIT,
  id: 'a02580000000009AAA',
  name: 'Jonas Weber',
  address: 'jonas.weber@hanse-kreditbank.example',
  userId: '005580000000009AAA',
};

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open();
});
afterAll(() => RelayWorld.closeAll());

const typesOf = async () =>
  (await world.store.ledger.entries(world.org.orgId, { from: 0, to: 10_000 })).map(({ entry }) => entry.type);

async function proposed(row: typeof MARIT): Promise<void> {
  world.org.roster = [...world.org.roster.filter(({ id }) => id !== row.id), row];
  await world.relay.refresh();
  await world.settled();
}

const waiting = async (contact: typeof MARIT) =>
  (await world.relay.openActs(contact.id)).filter(({ type }) => type === 'roster-change');

describe('a change of the roster that was made in the org', () => {
  test('waits for the signature of a contact, and invites the new one only then [U3 A10 D105]', async () => {
    await proposed(NEWCOMER);
    expect(world.mailsTo(NEWCOMER)).toEqual([]);
    expect(await waiting(MARIT)).toMatchObject([
      { subject: NEWCOMER.id, title: 'Add to the roster: Jonas Weber', mayAct: true },
    ]);
    await world.act(MARIT, 'roster-change', NEWCOMER.id, 'Accept');
    await world.act(FRIEDRICH, 'roster-change', NEWCOMER.id, 'Accept');
    await world.settled();
    expect(world.mailsTo(NEWCOMER)).toHaveLength(1);
    expect(await waiting(MARIT)).toEqual([]);
    expect(await typesOf()).toEqual(expect.arrayContaining(['act.signed', 'roster.changed']));
    await world.vouch(MARIT, await world.enrol(NEWCOMER));
    const request = await world.raise();
    expect(await world.sign(NEWCOMER, request)).toMatchObject({ outcome: 'effective' });
  });

  test('is turned down by signature, and the same proposal is not asked for again [U3]', async () => {
    await proposed(NEWCOMER);
    await world.act(FRIEDRICH, 'roster-change', NEWCOMER.id, 'Reject');
    await proposed(NEWCOMER);
    expect(await waiting(MARIT)).toEqual([]);
    expect(world.mailsTo(NEWCOMER)).toEqual([]);
    await proposed({ ...NEWCOMER, level: 2 });
    expect(await waiting(MARIT)).toHaveLength(1);
  });

  test('is not signed by the person it concerns, under whatever address or user [D105]', async () => {
    await proposed({ ...FRIEDRICH, level: 2 });
    expect(await waiting(FRIEDRICH)).toMatchObject([{ subject: FRIEDRICH.id, mayAct: false }]);
    await proposed({ ...NEWCOMER, userId: FRIEDRICH.userId });
    await proposed(FRIEDRICH);
    expect(await waiting(FRIEDRICH)).toMatchObject([{ subject: NEWCOMER.id, mayAct: false }]);
    await expect(world.act(FRIEDRICH, 'roster-change', NEWCOMER.id, 'Accept')).rejects.toMatchObject({
      code: 'not_eligible',
    });
  });

  test('voids what was shown when the row is edited again before the signature', async () => {
    await proposed(NEWCOMER);
    const snapshot = await world.relay.startAct({
      ...{ contactId: MARIT.id, sessionId: 'a session', type: 'roster-change', subject: NEWCOMER.id },
      locale: 'en',
    });
    await proposed({ ...NEWCOMER, address: 'somebody@else.example' });
    await expect(world.sendAct(MARIT, snapshot, 'Accept')).rejects.toMatchObject({ code: 'request_changed' });
    expect(await waiting(MARIT)).toHaveLength(1);
  });

  test('takes nothing in force that came between the look and the ledger [U3]', async () => {
    await proposed(NEWCOMER);
    const address = 'somebody@else.example';
    const ports = world.ports();
    /** As if another unit had committed while this one waited for its turn on the ledger. */
    const unit: RelayPorts['store']['unit'] = (orgId, work, options) =>
      world.store.unit(
        orgId,
        (inner) => {
          const append: Unit['append'] = async (entry, openings) => {
            const row = await inner.contacts.get(NEWCOMER.id);
            if (entry.type === 'act.signed' && row) await inner.contacts.put({ ...row, address });
            return inner.append(entry, openings);
          };
          return work({ ...inner, append });
        },
        options,
      );
    const taken: Parameters<typeof signAct>[1][] = [];
    const take = (sent: Parameters<typeof signAct>[1]) => {
      taken.push(sent);
      throw new Error('kept back');
    };
    await expect(world.act(MARIT, 'roster-change', NEWCOMER.id, 'Accept', take)).rejects.toThrow('kept back');
    const [sent] = taken;
    if (!sent) throw new Error('nothing was signed');
    const late = signAct({ ...ports, store: { ...ports.store, unit } }, sent);
    await expect(late).rejects.toMatchObject({ code: 'request_changed' });
    expect(await typesOf()).not.toContain('roster.changed');
  });

  test('is not undone by a reading of the roster that began before it [U3]', async () => {
    await proposed(NEWCOMER);
    const ports = world.ports();
    /** Somebody signs between the reading and the writing. */
    const readRoster = async () => {
      const read = await world.org.readRoster();
      await world.act(MARIT, 'roster-change', NEWCOMER.id, 'Accept');
      await world.act(FRIEDRICH, 'roster-change', NEWCOMER.id, 'Accept');
      return read;
    };
    await refreshRoster({
      ...ports,
      org: Object.assign(Object.create(ports.org) as object, ports.org, { readRoster }),
    });
    const kept = await world.store.rows(world.org.orgId).contacts.get(NEWCOMER.id);
    expect(kept?.sealed).toMatchObject({ address: NEWCOMER.address });
  });

  test('voids approvals that were asked for under the roster before it', async () => {
    await proposed(NEWCOMER);
    const request = await world.raise();
    await world.act(FRIEDRICH, 'roster-change', NEWCOMER.id, 'Accept');
    const snapshot = await world.review(FRIEDRICH, request);
    await world.act(MARIT, 'roster-change', NEWCOMER.id, 'Accept');
    await expect(world.send(FRIEDRICH, request, snapshot)).rejects.toMatchObject({ code: 'request_changed' });
  });
});

describe('a signature', () => {
  test.each([
    ['another choice', (sent: { choice: string }) => void (sent.choice = 'Reject'), 'digest_mismatch'],
    ['another reason', (sent: { reason: string }) => void (sent.reason = 'No.'), 'digest_mismatch'],
    ['a choice that is none', (sent: { choice: string }) => void (sent.choice = 'Perhaps'), 'malformed'],
    ['another session', (sent: { sessionId: string }) => void (sent.sessionId = 'mine'), 'snapshot_expired'],
  ])('over %s is refused and changes nothing [U1]', async (_, tamper, code) => {
    await proposed(NEWCOMER);
    await expect(
      world.act(MARIT, 'roster-change', NEWCOMER.id, 'Accept', tamper as never),
    ).rejects.toMatchObject({ code });
    expect(await typesOf()).not.toContain('act.signed');
  });

  test('counts once', async () => {
    await proposed(NEWCOMER);
    const snapshot = await world.relay.startAct({
      ...{ contactId: MARIT.id, sessionId: 'a session', type: 'roster-change', subject: NEWCOMER.id },
      locale: 'en',
    });
    await world.sendAct(MARIT, snapshot, 'Accept');
    await expect(world.sendAct(MARIT, snapshot, 'Accept')).rejects.toMatchObject({
      code: 'assertion_replayed',
    });
  });

  test('of ten minutes ago is too old', async () => {
    await proposed(NEWCOMER);
    const snapshot = await world.relay.startAct({
      ...{ contactId: MARIT.id, sessionId: 'a session', type: 'roster-change', subject: NEWCOMER.id },
      locale: 'en',
    });
    await world.advance({ minutes: 11 });
    await expect(world.sendAct(MARIT, snapshot, 'Accept')).rejects.toMatchObject({
      code: 'snapshot_expired',
    });
  });
});

test('each member signs the founding roster once; it is the beginning of the chain [U3]', async () => {
  const [act] = (await world.relay.openActs(MARIT.id)).filter(({ type }) => type === 'founding-roster');
  expect(act?.title).toBe('Confirm the founding roster of 2');
  await world.act(MARIT, 'founding-roster', act?.subject ?? '', 'Confirm');
  const open = async (contact: typeof MARIT) =>
    (await world.relay.openActs(contact.id)).map(({ type }) => type);
  expect(await open(MARIT)).not.toContain('founding-roster');
  expect(await open(FRIEDRICH)).toContain('founding-roster');
});

test('an upgrade finds the versions of before in the ledger, and the roster keeps its name until it changes [D113 U23]', async () => {
  const org = new BankOrg('00D58000000BEF0EAA', () => world.time);
  const ports = { ...world.ports(), org };
  const rows = world.store.rows(org.orgId);
  const { seal, openings } = sealer(ports);
  const known = { language: 'en', timeZone: null, channels: '' };
  const contacts: StoredContact[] = [MARIT, FRIEDRICH].map((row) => ({
    ...{
      ...row,
      ...known,
      orgId: org.orgId,
      role: row.role ?? '',
      sealed: sealedFields({ ...row, ...known } as never),
    },
    ...{ addressCommitment: null, pending: false, proposal: null, rejected: null },
  }));
  const old = (
    await rosterInForce(
      { ...rows, contacts: { ...rows.contacts, list: () => Promise.resolve(contacts) } },
      ports,
    )
  ).version;
  await world.store.unit(org.orgId, async (unit) => {
    const listed = [];
    for (const row of contacts) {
      await unit.contacts.put(row);
      const [name, address] = [
        await seal(`Name/${row.id}`, row.name),
        await seal(`Address__c/${row.id}`, row.address),
      ];
      listed.push({ id: row.id, name, address, role: row.role, level: row.level, userId: row.userId });
    }
    const sealed = { type: 'roster.sealed', version: old, contacts: listed, by: 'operator' } as const;
    await unit.append({ v: 1, org: org.orgId, at: String(world.time), ...sealed }, openings);
  });
  const see = async (change: Partial<typeof FRIEDRICH>) => {
    org.roster = [MARIT, { ...FRIEDRICH, ...change }];
    await refreshRoster(ports);
    return (await rosterInForce(rows, ports)).version;
  };
  expect(old).toMatch(/^roster-[0-9a-f]{16}$/);
  expect(await see({})).toBe(old);
  expect(await rows.rosterVersions.list({ limit: 9 })).toMatchObject([
    { version: old, cause: 'Sealed', number: 1 },
  ]);
  const narrowed = await see({ active: false });
  const again = await see({});
  expect([narrowed, again].map((version) => /^roster-[0-9a-f]{32}$/.test(version))).toEqual([true, true]);
  const kept = await rows.rosterVersions.list({ limit: 9 });
  expect(kept.map(({ version }) => version)).toEqual([again, narrowed, old]);
  const entries = (await world.store.ledger.entries(org.orgId)).map(({ entry }) => entry);
  expect((await checkDecisions(entries, kitCrypto)).checks.map(({ result }) => result)).toEqual(['ok', 'ok']);
});
