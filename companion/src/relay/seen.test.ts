/** Requests that one look at the org brings: their order, and what becomes of one that fails. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { MARIT, POLICY } from './fixtures/bank-org.ts';
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
});
