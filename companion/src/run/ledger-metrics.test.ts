import { afterAll, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { FRIEDRICH, MARIT } from '../relay/fixtures/bank-org.ts';
import { RelayWorld } from '../relay/fixtures/relay-world.ts';
import { measureLedger } from './ledger-metrics.ts';

afterAll(() => RelayWorld.closeAll());

test('requests, their time to the answer, and drills are counted once, by whichever companion is asked [D117 U14 U17]', async () => {
  const world = await RelayWorld.open();
  const { orgId } = world.org;
  const companion = () => {
    const registry = new Registry();
    measureLedger(registry, world.store.ledger, [orgId]);
    return registry;
  };
  const first = companion();
  const request = await world.raise();
  await world.advance({ minutes: 20 });
  expect(await first.metrics()).not.toContain('countersign_requests_ended_total{');
  await world.sign(FRIEDRICH, request, { decision: 'Deny' });
  const drill = await world.relay.startDrill({
    ...{ origin: 'Operator', by: 'operator', note: null, level: null, contacts: [], minutes: 30 },
  });
  await world.settled();
  await world.advance({ minutes: 2 });
  await world.act(MARIT, 'drill-answer', drill, 'Would_approve');
  await world.advance({ minutes: 30 });
  const lines = [
    `countersign_requests_ended_total{org="${orgId}",outcome="Denied"} 1`,
    `countersign_time_to_decide_seconds_sum{org="${orgId}",outcome="Denied"} 1200`,
    `countersign_drills_total{org="${orgId}"} 1`,
    `countersign_drilled_contacts_total{org="${orgId}",result="answered"} 1`,
    `countersign_drilled_contacts_total{org="${orgId}",result="silent"} 1`,
    `countersign_drill_answer_seconds_sum{org="${orgId}"} 120`,
  ];
  // Asked again, and asked of one that has just started: the same.
  for (const text of [await first.metrics(), await first.metrics(), await companion().metrics()])
    expect(text.split('\n')).toEqual(expect.arrayContaining(lines));
});
