/** Reports that people ask for in the org, and rows of them that cannot be read. */
import { afterAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { RelayWorld } from '../relay/fixtures/relay-world.ts';
import { createReportMaker, MAKE_REPORT, type ReportMakerDeps } from './report-maker.ts';

afterAll(() => RelayWorld.closeAll());

test('a report that cannot be read is shown as failed, once, and hides no other', async () => {
  const world = await RelayWorld.open();
  const { store, org: bank } = world;
  const ports = world.ports();
  const told: string[] = [];
  const enqueued: unknown[] = [];
  await store.jobs.declare([MAKE_REPORT]);
  store.jobs.work(MAKE_REPORT, ({ data }) => Promise.resolve(void enqueued.push(data)));
  const { orgId } = bank;
  const asked = {
    ...{ id: 'a05580000000002AAA', name: 'AUD-2', orgId, timeZone: 'UTC' },
    ...{ periodFrom: '2026-10-01', periodTo: '2026-10-31', createdAt: world.time.toString() },
  };
  const reason = 'Period to is empty';
  const readReports = () =>
    Promise.resolve({
      rows: [asked],
      unreadable: [
        { id: 'a05580000000001AAA', orgId, reason },
        { id: 'a05580000000003AAA', orgId: 'another org', reason },
      ],
    });
  const log = pino({}, { write: (line: string) => told.push(line) });
  const maker = createReportMaker({
    ...{ ...ports, org: { orgId, readReports }, store, log },
  } as unknown as ReportMakerDeps);
  await maker.takeUp();
  await maker.takeUp();
  await world.settled();
  expect(enqueued).toEqual([{ report: asked.id, name: asked.name }]);
  expect(world.org.rowsOf('Audit_Report__c')).toEqual([
    { State__c: 'Failed', Problem__c: 'It cannot be read: Period to is empty.' },
  ]);
  expect(told).toEqual([expect.stringContaining('a05580000000001AAA')]);
});
