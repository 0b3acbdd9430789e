import { afterAll, expect, test } from '@jest/globals';
import { FRIEDRICH, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import type { HistoryQuery } from './history.ts';

afterAll(() => RelayWorld.closeAll());

test('the history holds what is decided, by state and by case, with the contact’s own answer [A14]', async () => {
  const world = await RelayWorld.open();
  const query: HistoryQuery = { state: null, caseNumber: null, answer: null, after: null };
  const denied = await world.raise({ Support_Case_Number__c: '46700001' }, 'a01580000000002AAA');
  await world.raise({ Support_Case_Number__c: '46700002' }, 'a01580000000003AAA');
  await world.sign(MARIT, denied, { decision: 'Deny', window: null });
  const { items, more } = await world.relay.history(MARIT.id, query);
  expect(items.map(({ id, state, mine }) => ({ id, state, mine }))).toEqual([
    { id: denied, state: 'Denied', mine: 'Deny' },
  ]);
  expect(more).toBeNull();
  expect((await world.relay.history(FRIEDRICH.id, query)).items[0]?.mine).toBeNull();
  const filtered = async (change: Partial<HistoryQuery>) =>
    (await world.relay.history(MARIT.id, { ...query, ...change })).items.length;
  expect([
    await filtered({ state: 'Denied' }),
    await filtered({ state: 'Approved' }),
    await filtered({ state: 'Awaiting_decision' }),
    await filtered({ caseNumber: '46700001' }),
    await filtered({ caseNumber: '46700002' }),
    await filtered({ answer: 'Any' }),
    await filtered({ answer: 'Deny' }),
    await filtered({ answer: 'Approve' }),
    await filtered({ answer: 'Deny', caseNumber: '46700002' }),
  ]).toEqual([1, 0, 0, 1, 0, 1, 1, 0, 0]);
  expect((await world.relay.history(FRIEDRICH.id, { ...query, answer: 'Any' })).items).toEqual([]);
});
