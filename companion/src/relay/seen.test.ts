/** Requests that one look at the org brings: their order, and what becomes of one that fails. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { ANKE, MARIT, POLICY } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import { requestsSeen } from './seen.ts';

let world: RelayWorld;
afterAll(() => RelayWorld.closeAll());

async function inForce(change: Partial<typeof POLICY>): Promise<void> {
  world = await RelayWorld.open([MARIT], undefined, (org) => {
    org.policy = { ...POLICY, ...change };
  });
}

describe('a request', () => {
  test('that comes with others in one look has its place under a cap, and without one is asked for like them [D113]', async () => {
    const inOneLook = async () => {
      const raws = [1, 2, 3].map((hours) =>
        // The first asks for more hours than the policy allows, and uses up no place.
        world.org.save({ Hours_Wanted__c: hours === 1 ? 900 : hours }, `a0158000000000${hours}AAA`),
      );
      await world.relay.requestsSeen(raws);
      await world.settled();
      return Promise.all(raws.map(async ({ id }) => (await world.stored(id))?.state));
    };
    await inForce({ rateCap: { count: 1, hours: 2, per: 'Org' } });
    expect(await inOneLook()).toEqual(['Refused_by_policy', 'Awaiting_decision', 'Submitted']);
    await inForce({});
    expect(await inOneLook()).toEqual(['Refused_by_policy', 'Awaiting_decision', 'Awaiting_decision']);
  });

  test('that cannot be evaluated when it is first seen is evaluated soon, though no poll brings it again [D103]', async () => {
    await inForce({});
    const ports = world.ports();
    let failed = 0;
    const org = Object.create(ports.org) as typeof ports.org;
    org.targetCanGrant = () => {
      failed += 1;
      return Promise.reject(new Error('the answer cannot be read'));
    };
    const raw = world.org.save({});
    await requestsSeen({ ...ports, org }, [raw]);
    await world.settled();
    expect(failed).toBe(1);
    expect(await world.stored(raw.id)).toMatchObject({ state: 'Awaiting_decision' });
  });

  const named = (numbers: readonly number[]) =>
    numbers.map((number) => world.org.save({}, `a0158000000001${number}AAA`));

  test('that comes with others as the same user costs the org no calls of its own', async () => {
    await inForce({});
    const ports = world.ports();
    const asked: string[] = [];
    const org = Object.create(ports.org) as typeof ports.org;
    org.targetCanGrant = (user) => {
      asked.push(user);
      return ports.org.targetCanGrant(user);
    };
    const raws = named([1, 2, 3]);
    await requestsSeen({ ...ports, org }, raws);
    await world.settled();
    expect(asked).toEqual([ANKE.id]);
    for (const { id } of raws) expect(await world.stored(id)).toMatchObject({ state: 'Awaiting_decision' });
    expect(world.mailsTo(MARIT).filter(({ subject }) => subject.includes('00042317'))).toHaveLength(3);
    // The next look asks anew.
    await requestsSeen({ ...ports, org }, named([4]));
    expect(asked).toEqual([ANKE.id, ANKE.id]);
  });

  test('that cannot be taken in does not keep those from their contacts that came with it', async () => {
    await inForce({});
    const [first, wrong, last] = named([1, 2, 3]);
    if (!first || !wrong || !last) throw new Error('there are three');
    await requestsSeen(world.ports(), [first, { ...wrong, modifiedAt: 'at some time' }, last]);
    await world.settled();
    const states = [first, wrong, last].map(async ({ id }) => (await world.stored(id))?.state);
    expect(await Promise.all(states)).toEqual(['Awaiting_decision', undefined, 'Awaiting_decision']);
    // It comes again with the next look.
    await requestsSeen(world.ports(), [wrong]);
    expect(await world.stored(wrong.id)).toMatchObject({ state: 'Awaiting_decision' });
  });

  test('that is seen again as it was waits for nobody who is at work on it', async () => {
    await inForce({});
    const id = await world.raise();
    const raw = world.org.request();
    const size = async () => (await world.store.ledger.head(world.org.orgId)).size;
    const before = await size();
    await world.store.exclusive(world.org.orgId, id, () => requestsSeen(world.ports(), [raw]));
    expect(await size()).toBe(before);
  });
});
