/** Rows of the org that cannot be read: each is told, and none hides another. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { FRIEDRICH, INGRID, MARIT, MODE_PROPOSAL } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import { takeModeProposals } from './mode-proposals.ts';
import { deletedContacts, sealRoster } from './roster.ts';

let world: RelayWorld;
afterAll(() => RelayWorld.closeAll());

test('a proposed governance mode that cannot be read is refused with the reason, once, and hides no other [A7]', async () => {
  world = await RelayWorld.open([MARIT]);
  const id = 'a09580000000008AAA';
  const reason = 'Effective date is empty';
  world.org.unreadable.modeProposals = [
    { id, reason },
    { id: 'a09580000000009AAA', orgId: '00D580000009999EAA', reason },
  ];
  const told: string[] = [];
  const log = pino({}, { write: (line: string) => told.push(line) });
  world.org.modeProposals = [MODE_PROPOSAL];
  await takeModeProposals({ ...world.ports(), log });
  await takeModeProposals({ ...world.ports(), log });
  await world.settled();
  const proposal = (row: string) => world.org.rows.get(`Governance_Proposal__c ${row}`);
  expect(proposal(id)).toEqual({
    State__c: 'Refused',
    Result__c: 'It cannot be read: Effective date is empty. Propose the mode again.',
  });
  expect(proposal(MODE_PROPOSAL.id)).toMatchObject({ State__c: 'Waiting_for_signature' });
  expect(world.org.rowsOf('Governance_Proposal__c')).toHaveLength(2);
  expect(told).toEqual([expect.stringContaining(id)]);
});

describe('a contact whose row cannot be read', () => {
  const unreadable = (id: string) => [{ id, reason: 'Level is empty' }];

  test('stays as it was and hides no change of another, and a deleted one stays deleted [A11]', async () => {
    world = await RelayWorld.open([MARIT, FRIEDRICH], [MARIT, FRIEDRICH, INGRID]);
    world.org.roster = [MARIT, FRIEDRICH, { ...INGRID, deleted: true }];
    await world.relay.refresh();
    world.org.unreadable.roster = [...unreadable(FRIEDRICH.id), ...unreadable(INGRID.id)];
    world.org.roster = [{ ...MARIT, level: 2 }];
    await world.relay.refresh();
    const rows = world.store.rows(world.org.orgId);
    expect(await rows.contacts.get(FRIEDRICH.id)).toMatchObject({ pending: false, active: true });
    expect(await world.relay.openActs(FRIEDRICH.id)).toContainEqual(
      expect.objectContaining({ type: 'roster-change', subject: MARIT.id }),
    );
    expect([...(await deletedContacts(rows))]).toEqual([INGRID.id]);
  });

  test('keeps the founding roster from being sealed without it [A11]', async () => {
    const prepare = (org: RelayWorld['org']) => (org.unreadable.roster = unreadable(INGRID.id));
    await expect(RelayWorld.open([MARIT], undefined, prepare)).rejects.toThrow(
      `The contact ${INGRID.id} cannot be read: Level is empty.`,
    );
    // One that was sealed before is as it is.
    world = await RelayWorld.open([MARIT]);
    prepare(world.org);
    expect(await sealRoster(world.ports(), { by: 'operator' })).toMatchObject({ changed: false });
  });
});
