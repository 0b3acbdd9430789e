/** What weakens the rules takes two persons: a contact who may also edit rows in the org reaches no quorum alone. */
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../core/entries/entries.ts';
import { FRIEDRICH, INGRID, MARIT, MODE_PROPOSAL, POLICY } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';

/** A second entry that Marit Jansen makes for herself. */
const SECOND_SELF = {
  ...{ ...MARIT, id: 'a02580000000009AAA', name: 'Jonas Weber', userId: null },
  address: 'jonas.weber@hanse-kreditbank.example',
};

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open();
});
afterAll(() => RelayWorld.closeAll());

async function proposed(row: typeof MARIT): Promise<void> {
  world.org.roster = [...world.org.roster.filter(({ id }) => id !== row.id), row];
  await world.relay.refresh();
  await world.settled();
}
const open = async (contact: typeof MARIT, type = 'roster-change') =>
  (await world.relay.openActs(contact.id)).filter((act) => act.type === type);
const accept = (contact: typeof MARIT, subject: string) =>
  world.act(contact, 'roster-change', subject, 'Accept');
const told = () => world.org.rowsOf('Access_Finding__c').map((row) => row['Title__c']);
const fine = [
  { name: 'decisions', result: 'ok' },
  { name: 'signers', result: 'ok' },
];
const allIn = () => RelayWorld.open([MARIT, FRIEDRICH, INGRID], [MARIT, FRIEDRICH, INGRID]);

/** What the kit finds in a ledger that was changed. */
async function said(change: (entry: LedgerEntry, index: number) => LedgerEntry): Promise<string> {
  const { entries, check } = await world.entries();
  expect((await check(entries)).checks).toMatchObject(fine);
  return (await check(entries.map(change))).checks[0]?.detail.join() ?? '';
}

describe('another contact', () => {
  test('is added when two have signed; the second sees who signed first [A10 U3 D105]', async () => {
    await proposed(SECOND_SELF);
    expect(await accept(MARIT, SECOND_SELF.id)).toMatchObject({ waits: true });
    await world.settled();
    expect(world.mailsTo(SECOND_SELF)).toEqual([]);
    expect(told()).toContain('A change waits for a second signature');
    expect(await open(MARIT)).toMatchObject([
      { mayAct: false, because: expect.stringContaining('Another contact must sign it, too') },
    ]);
    await expect(accept(MARIT, SECOND_SELF.id)).rejects.toMatchObject({ code: 'not_eligible' });
    expect(await open(FRIEDRICH)).toMatchObject([
      { mayAct: true, signatures: { given: ['Marit Jansen'], needed: 2 } },
    ]);
    const start = {
      contactId: FRIEDRICH.id,
      sessionId: 'a session',
      type: 'roster-change',
      locale: 'en',
    } as const;
    const snapshot = await world.relay.startAct({ ...start, subject: SECOND_SELF.id });
    expect(snapshot.base.shown).toMatchObject({
      weakens: ['vote_gained'],
      signatures: { needed: 2, given: [{ by: { id: MARIT.id } }] },
    });
    expect(snapshot.openings.map(({ value }) => value)).toContain('Marit Jansen');
    expect(await world.sendAct(FRIEDRICH, snapshot, 'Accept')).toMatchObject({ waits: false });
    await world.settled();
    expect(world.mailsTo(SECOND_SELF)).toHaveLength(1);
    expect(
      await said((entry) => (entry.type === 'roster.changed' ? { ...entry, cosigned: [] } : entry)),
    ).toContain('one person alone accepted it');
    const silent = await said((entry) =>
      entry.type === 'roster.changed'
        ? { v: 1, type: 'clock.offset', org: entry.org, at: entry.at, milliseconds: 0 }
        : entry,
    );
    expect(silent).toContain('roster-change was not heeded at once');
  });

  test('is not vouched for by those who accepted him, while a third can [A10 U3]', async () => {
    world = await allIn();
    await proposed(SECOND_SELF);
    await accept(MARIT, SECOND_SELF.id);
    await accept(FRIEDRICH, SECOND_SELF.id);
    await world.settled();
    const fingerprint = await world.enrol(SECOND_SELF);
    expect(await open(MARIT, 'key-vouch')).toMatchObject([
      { mayAct: false, because: expect.stringContaining('You accepted this entry') },
    ]);
    await expect(world.vouch(MARIT, fingerprint)).rejects.toMatchObject({ code: 'not_eligible' });
    await world.vouch(INGRID, fingerprint);
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('is turned down by the second, and the first signature is worth nothing any more [U3]', async () => {
    await proposed(SECOND_SELF);
    await accept(MARIT, SECOND_SELF.id);
    await world.act(FRIEDRICH, 'roster-change', SECOND_SELF.id, 'Reject');
    await proposed({ ...SECOND_SELF, level: 2 });
    expect(await open(FRIEDRICH)).toMatchObject([{ signatures: { given: [], needed: 2 } }]);
    expect(await accept(FRIEDRICH, SECOND_SELF.id)).toMatchObject({ waits: true });
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('needs both signatures under the same entry, within fourteen days [U3]', async () => {
    await proposed(SECOND_SELF);
    await accept(MARIT, SECOND_SELF.id);
    await proposed({ ...SECOND_SELF, level: 2 });
    expect(await accept(FRIEDRICH, SECOND_SELF.id)).toMatchObject({ waits: true });
    await world.advance({ hours: 14 * 24 });
    expect(await open(MARIT)).toMatchObject([{ mayAct: true, signatures: { given: [] } }]);
    expect((await world.verified()).checks).toMatchObject(fine);
  });
});

describe('two who share a roster', () => {
  test('take it from each other neither by an address nor by a removal; the person concerned signs second [A10 U3 D105]', async () => {
    for (const change of [{ address: 'marit@other.example' }, { active: false }]) {
      await proposed({ ...FRIEDRICH, ...change });
      expect(await accept(MARIT, FRIEDRICH.id)).toMatchObject({ waits: true });
      await proposed(FRIEDRICH);
    }
    await proposed({ ...FRIEDRICH, address: 'friedrich@other.example' });
    await expect(accept(FRIEDRICH, FRIEDRICH.id)).rejects.toMatchObject({ code: 'not_eligible' });
    await accept(MARIT, FRIEDRICH.id);
    expect(await accept(FRIEDRICH, FRIEDRICH.id)).toMatchObject({ waits: false });
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('are not shut out for ever: fourteen days after the other has lost his keys one signs alone, and all hear of it [A10 U3 U15]', async () => {
    const [key] = await world.relay.passkeys(FRIEDRICH.id);
    await world.act(MARIT, 'key-revoke', key?.subject ?? '', 'Revoke');
    await proposed(SECOND_SELF);
    expect(await accept(MARIT, SECOND_SELF.id)).toMatchObject({ waits: true });
    await world.advance({ hours: 13 * 24 });
    await expect(accept(MARIT, SECOND_SELF.id)).rejects.toMatchObject({ code: 'not_eligible' });
    await world.advance({ hours: 24 });
    expect(await accept(MARIT, SECOND_SELF.id)).toMatchObject({ waits: false });
    await world.settled();
    await world.vouch(MARIT, await world.enrol(SECOND_SELF));
    const alone = told().filter((title) => title === 'One person alone signed what takes two');
    expect(alone).toHaveLength(2);
    expect((await world.verified()).checks).toMatchObject(fine);
  });
});

describe('the policy', () => {
  test('gets weaker when two have signed, and stricter when one has [A12 U3 D113]', async () => {
    await world.act(MARIT, 'policy-change', await world.proposePolicy({ ...POLICY, quorum: 2 }), 'Accept');
    const weaker = await world.proposePolicy({ ...POLICY, quorum: 1 });
    expect(await world.act(MARIT, 'policy-change', weaker, 'Accept')).toMatchObject({ waits: true });
    expect(await open(FRIEDRICH, 'policy-change')).toMatchObject([
      { signatures: { given: ['Marit Jansen'], needed: 2 } },
    ]);
    expect(await world.act(FRIEDRICH, 'policy-change', weaker, 'Accept')).toMatchObject({ waits: false });
    expect(
      await said((entry) =>
        entry.type === 'policy.in_force' && entry.cosigned?.length ? { ...entry, cosigned: [] } : entry,
      ),
    ).toContain('one person alone accepted it');
  });

  test('keeps no first signature over another policy that took force meanwhile [A12 U3]', async () => {
    const sign = (contact: typeof MARIT, subject: string) =>
      world.act(contact, 'policy-change', subject, 'Accept');
    const longer = { ...POLICY, deadlineMinutes: POLICY.deadlineMinutes + 60 };
    expect(await sign(MARIT, await world.proposePolicy(longer))).toMatchObject({ waits: true });
    await sign(MARIT, await world.proposePolicy({ ...POLICY, quorum: 2 }));
    const again = await world.proposePolicy(longer);
    expect(await open(FRIEDRICH, 'policy-change')).toMatchObject([{ signatures: { given: [], needed: 2 } }]);
    expect(await sign(FRIEDRICH, again)).toMatchObject({ waits: true });
    expect(await sign(MARIT, again)).toMatchObject({ waits: false });
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('and so does the governance mode [A7 U3]', async () => {
    const wanted = { by: 'operator', note: null, effectiveFrom: '2026-11-01T00:00:00Z' };
    await world.relay.setMode({ ...wanted, mode: 'Opt_out_enabled' });
    world.org.modeProposals = [MODE_PROPOSAL];
    await world.relay.refresh();
    const subject = (await open(MARIT, 'governance-mode')).find(
      ({ signatures }) => signatures?.needed === 2,
    )?.subject;
    await world.act(MARIT, 'governance-mode', subject ?? '', 'Accept');
    const shown = async () => {
      await world.settled();
      return world.org.rowsOf('Governance_Proposal__c')[0];
    };
    const second = { State__c: 'Waiting_for_second_signature', Signed_By__c: MARIT.name };
    expect(await shown()).toMatchObject(second);
    await world.relay.refresh();
    expect(await shown()).toMatchObject(second);
    const modes = () => world.store.rows(world.org.orgId).modes.list();
    expect(await modes()).toHaveLength(1);
    await world.act(FRIEDRICH, 'governance-mode', subject ?? '', 'Accept');
    expect(await modes()).toHaveLength(2);
    const signedBy = `${MARIT.name}, ${FRIEDRICH.name}`;
    expect(await shown()).toMatchObject({ State__c: 'Accepted', Signed_By__c: signedBy });
    expect(
      await said((entry) => (entry.type === 'mode.set' && entry.signed ? { ...entry, cosigned: [] } : entry)),
    ).toContain('one person alone accepted it');
  });
});
