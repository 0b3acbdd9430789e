import { beforeAll, expect, test } from '@jest/globals';
import { CONTACT, ORG, sampleLedger } from '../../test/sample-ledger.ts';
import { jsonLines } from './bundle.ts';
import type { Json } from './canonical.ts';
import type { LedgerEntry } from './entries/entries.ts';
import { checkFigures, FIGURE_FILES, frictionRecords, trainingRecords } from './figures.ts';

const PERIOD = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
let entries: LedgerEntry[];
beforeAll(async () => {
  const at = '2026-11-20T16:00:00Z';
  const { entries: journey } = await sampleLedger();
  entries = [
    ...journey,
    {
      ...{ v: 1, type: 'drill.started', org: ORG, at, drill: 'd1', name: 'DRILL-0001', origin: 'Operator' },
      ...{ by: null, note: null, checkPhrase: 'a-b-c', level: null, contacts: [CONTACT] },
      ...{ endsAt: '2026-11-20T17:00:00Z', policyVersion: 'p' },
    },
  ];
});

const files = (training: Json[], friction: Json[]) =>
  new Map([
    [FIGURE_FILES.training, jsonLines(training)],
    [FIGURE_FILES.friction, jsonLines(friction)],
  ]);

test('records of drills and of waiting follow from the ledger, and another figure or a missing line is found [U4 U14 U17]', () => {
  const training = trainingRecords(entries, PERIOD);
  const friction = frictionRecords(entries, PERIOD);
  expect([training.length, friction.length]).toEqual([2, 2]);
  expect(checkFigures(files(training, friction), entries).result).toBe('ok');
  expect(checkFigures(new Map(), entries).result).toBe('ok');
  const faster = friction.map((record) => ({ ...(record as { [name: string]: Json }), hours: 0 }));
  expect(checkFigures(files(training, faster), entries)).toMatchObject({ result: 'tampered' });
  expect(checkFigures(files(training.slice(0, 1), friction), entries).detail).toEqual([
    'training.jsonl lacks 1 lines',
  ]);
  expect(checkFigures(files([...training, { kind: 'drill' }], friction), entries).result).toBe('tampered');
});
