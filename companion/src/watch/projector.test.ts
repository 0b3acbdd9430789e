/** How rows are written when many ask for it at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ORG_ID } from './fixtures/paper-org.ts';
import { Scene } from './fixtures/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
beforeEach(() => scene.reset());
afterAll(() => scene.store.close());

const intend = (key: string) =>
  scene.store.unit(ORG_ID, (unit) =>
    unit.projections.intend({ object: 'Access_Finding__c', key, fields: { Title__c: key } }),
  );

/** Somebody else writes to the org until he is done. */
async function writing(): Promise<{ done(): Promise<void> }> {
  const [begun, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const turn = scene.store.turn(ORG_ID, 'write', () => {
    begun.resolve();
    return over.promise;
  });
  await begun.promise;
  return {
    done: () => {
      over.resolve();
      return turn;
    },
  };
}

describe('rows for the org', () => {
  test('that are to be written while others are being written go along in one call, however many ask', async () => {
    const before = await writing();
    await intend('first');
    const asking = [scene.projector.flush(), scene.projector.flush()];
    await intend('second');
    scene.projector.soon();
    asking.push(scene.projector.flush());
    await before.done();
    expect(await Promise.all(asking)).toEqual([2, 2, 2]);
    await scene.projector.idle();
    expect(scene.org.writes.map((writes) => writes.length)).toEqual([2]);
  });

  test('are written for all who share a call, also when the turn is over in which the first of them asked', async () => {
    const before = await writing();
    await intend('row');
    let shared: Promise<number> | undefined;
    await scene.store.turn(ORG_ID, 'look', () => {
      shared = scene.projector.flush();
      return Promise.resolve();
    });
    await before.done();
    expect(await shared).toBe(1);
  });

  test('that nobody waits for are written when the org is back', async () => {
    await intend('row');
    scene.org.down = true;
    scene.projector.soon();
    await scene.projector.idle();
    expect(scene.org.all('Access_Finding__c')).toEqual([]);
    scene.org.down = false;
    scene.projector.soon();
    await scene.projector.idle();
    expect(scene.shown('Access_Finding__c', 'Title__c')).toEqual([{ Title__c: 'row' }]);
  });
});
