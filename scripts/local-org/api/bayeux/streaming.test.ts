import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClock } from '../../state/clock.ts';
import type { Caller, SampleCompany } from '../sample-company.ts';
import { openSampleDepot, staff } from '../sample-depot.ts';
import { listenWithJsforce, type ChangeMessage } from '../sample-listener.ts';
import { listenWithCometd } from './sample-cometd.ts';

const channel = '/data/Parcel__ChangeEvent';
let folder: string;
let depot: SampleCompany;
let admin: Caller;
let watcher: Caller;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'streaming-'));
  await open();
});

beforeEach(() => depot.org.streamFaults.clear());

afterAll(async () => {
  await depot.close();
  rmSync(folder, { recursive: true });
});

async function open(): Promise<void> {
  // The clock stands, so that what happens in one transaction happens within one second on a slow machine too.
  const now = Temporal.Now.instant();
  depot = await openSampleDepot({ dataDir: folder, clock: createClock(() => now) });
  admin = await depot.as(staff.admin);
  watcher = await depot.as(staff.watcher);
}

async function send(fields: Record<string, unknown> = {}, headers = {}): Promise<string> {
  const record = { Title__c: 'Books', Kind__c: 'Box', ...fields };
  const { status, body } = await admin.call('POST', '/sobjects/Parcel__c', record, headers);
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

const listen = (replay: number, on = channel) =>
  listenWithCometd(depot.org.url, watcher.token, { channel: on, replay });
const header = (event: ChangeMessage | undefined) => event?.payload.ChangeEventHeader;
const ofRecord = (id: string) => (event: ChangeMessage) => header(event)?.recordIds.includes(id) ?? false;
/** The first message of a kind is what a test waits for: everything sent before it has come by then. */
const told = (events: ChangeMessage[], id: string) => events.some(ofRecord(id));

describe('what an event says', () => {
  test('names API and client, and leaves out what the subscriber may not read and what is empty', async () => {
    const listener = await listen(-1);
    const id = await send(
      { Weight__c: 2, Secret__c: 'gold' },
      { 'sforce-call-options': 'client=Franking machine/1' },
    );
    await listener.until(() => told(listener.events, id));
    await listener.end();
    const event = listener.events.find(ofRecord(id));
    expect(header(event)).toMatchObject({
      ...{ entityName: 'Parcel__c', changeType: 'CREATE', sequenceNumber: 1, changedFields: [] },
      changeOrigin: 'com/salesforce/api/rest/68.0;client=Franking machine/1',
      commitUser: admin.userId,
    });
    expect(event?.payload).toMatchObject({ Title__c: 'Books', Weight__c: 2, Fragile__c: false });
    expect(Object.keys(event?.payload ?? {})).not.toEqual(expect.arrayContaining(['Secret__c']));
    expect(Object.values(event?.payload ?? {})).not.toContain(null);
  });

  test('is one event for the same change of several records, and counts the events of a transaction', async () => {
    const ids = [await send(), await send(), await send()];
    const listener = await listen(-1);
    const records = ids.map((id, index) => ({
      attributes: { type: 'Parcel__c' },
      id,
      Weight__c: index === 2 ? 9 : 8,
    }));
    await admin.call('PATCH', '/composite/sobjects', { allOrNone: true, records });
    await admin.call('DELETE', `/composite/sobjects?ids=${ids.join(',')}&allOrNone=true`);
    await listener.until(() => header(listener.events.at(-1))?.changeType === 'DELETE');
    await listener.end();
    const headers = listener.events.map(
      (event) => header(event) as ReturnType<typeof header> & Record<string, unknown>,
    );
    expect(headers.map((one) => [one['changeType'], one['recordIds'], one['sequenceNumber']])).toEqual([
      ['UPDATE', ids.slice(0, 2), 1],
      ['UPDATE', ids.slice(2), 2],
      ['DELETE', ids, 1],
    ]);
    const [first, second, last] = headers;
    expect(first?.['transactionKey']).toBe(second?.['transactionKey']);
    expect(first?.['commitNumber']).toBe(second?.['commitNumber']);
    expect(last?.['transactionKey']).not.toBe(first?.['transactionKey']);
    expect(first?.['changedFields']).toEqual(expect.arrayContaining(['LastModifiedDate', 'Weight__c']));
  });

  test('names the right client and a commit of its own when several clients write at once', async () => {
    const listener = await listen(-1);
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const ids = await Promise.all(names.map((name) => send({}, { 'sforce-call-options': `client=${name}` })));
    await listener.until(() => ids.every((id) => told(listener.events, id)));
    await listener.end();
    const headers = ids.map(
      (id) => header(listener.events.find(ofRecord(id))) as Record<string, unknown> | undefined,
    );
    expect(headers.map((one) => one?.['changeOrigin'])).toEqual(
      names.map((name) => `com/salesforce/api/rest/68.0;client=${name}`),
    );
    expect(new Set(headers.map((one) => one?.['commitNumber'])).size).toBe(names.length);
  });

  test('has the same identity each time it is delivered', async () => {
    const id = await send();
    const one = await listen(-2);
    const other = await listen(-2);
    const uuids = [];
    for (const listener of [one, other]) {
      await listener.until(() => told(listener.events, id));
      uuids.push((listener.events.find(ofRecord(id))?.event as { EventUuid?: string }).EventUuid);
      await listener.end();
    }
    expect(uuids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(uuids[0]).toBe(uuids[1]);
  });
});

describe('retention', () => {
  test('survives a restart: a client that goes on from its last event misses nothing', async () => {
    const before = await listen(-1);
    const first = await send();
    await before.until(() => told(before.events, first));
    await before.end();
    const missed = await send();
    await depot.close();
    await open();
    const after = await listen(before.events.at(-1)?.event.replayId ?? 0);
    const next = await send();
    await after.until(() => told(after.events, next));
    await after.end();
    expect(after.events.map((event) => header(event)?.recordIds)).toEqual([[missed], [next]]);
  });

  test('ends after 72 hours of the org clock, for -2 as for an id', async () => {
    const old = await send();
    const first = await listen(-2);
    await first.until(() => told(first.events, old));
    await first.end();
    depot.org.clock.advance(Temporal.Duration.from({ hours: 71, minutes: 59 }));
    await open72();
    const kept = await listen(-2);
    await kept.until(() => told(kept.events, old));
    await kept.end();
    depot.org.clock.advance(Temporal.Duration.from({ minutes: 2 }));
    const refused = await listen(first.events.find(ofRecord(old))?.event.replayId ?? 0);
    expect(refused.refusals).toEqual([
      expect.stringMatching(/^\/meta\/subscribe 400::The replayId \{\d+\} you provided was invalid/),
    ]);
    await refused.end();
    const late = await listen(-2);
    const fresh = await send();
    await late.until(() => told(late.events, fresh));
    await late.end();
    expect(told(late.events, old)).toBe(false);
    depot.org.clock.reset();
  });

  /** Sessions idle out when the clock is turned, so people log in again. */
  async function open72(): Promise<void> {
    admin = await depot.as(staff.admin);
    watcher = await depot.as(staff.watcher);
  }

  test('gives a long backlog in order and whole, page after page', async () => {
    const start = await send();
    const from = await listen(-2);
    await from.until(() => told(from.events, start));
    await from.end();
    const user = await depot.org.engine.userContext(admin.userId);
    const rows = Array.from({ length: 620 }, (_, index) => ({ Title__c: `Row ${index}` }));
    await depot.org.engine.insert(user, 'Parcel__c', rows, { allOrNone: true });
    const listener = await listen(from.events.find(ofRecord(start))?.event.replayId ?? 0);
    await listener.until(() => listener.events.length === 620);
    await listener.end();
    expect(listener.events.map(({ payload }) => payload['Title__c'])).toEqual(
      rows.map((row) => row.Title__c),
    );
    const ids = listener.events.map(({ event }) => event.replayId);
    expect(ids).toEqual(ids.toSorted((left, right) => left - right));
  });
});

describe('what the simulator can bring about', () => {
  test('a gap event names the record and nothing of its content', async () => {
    const listener = await listen(-1);
    const id = await send();
    await depot.org.streamFaults.gap({
      ...{ entity: 'Parcel__c', changeType: 'GAP_UPDATE', recordIds: [id], commitUser: admin.userId },
    });
    await listener.until(() => header(listener.events.at(-1))?.changeType === 'GAP_UPDATE');
    await listener.end();
    expect(Object.keys(listener.events.at(-1)?.payload ?? {})).toEqual(['ChangeEventHeader']);
    expect(header(listener.events.at(-1))).toMatchObject({ recordIds: [id], sequenceNumber: 1 });
  });

  test('a dropped event does not come, but a replay shows it', async () => {
    const listener = await listen(-1);
    depot.org.streamFaults.drop({ entity: 'Parcel__c', count: 1 });
    const lost = await send();
    const next = await send();
    await listener.until(() => told(listener.events, next));
    await listener.end();
    expect(told(listener.events, lost)).toBe(false);
    const replay = await listen(-2);
    await replay.until(() => told(replay.events, lost));
    await replay.end();
  });

  test('a late event comes behind a younger one', async () => {
    const listener = await listen(-1);
    depot.org.streamFaults.hold({ entity: 'Parcel__c' });
    const late = await send();
    await depot.org.streamFaults.gap({
      ...{ entity: 'Depot__c', changeType: 'GAP_CREATE', recordIds: [], commitUser: admin.userId },
    });
    depot.org.streamFaults.release();
    const next = await send();
    await listener.until(() => told(listener.events, next));
    await listener.end();
    expect(listener.events.map((event) => header(event)?.recordIds)).toEqual([[late], [next]]);
  });

  test('a client that the org forgot shakes hands, subscribes again and misses nothing', async () => {
    const listener = await listen(-1);
    const first = await send();
    await listener.until(() => told(listener.events, first));
    depot.org.streamFaults.forgetClients();
    const second = await send();
    await listener.until(() => told(listener.events, second));
    await listener.end();
    expect(listener.refusals).toContain('/meta/connect 403::Unknown client');
    expect(listener.events.filter(ofRecord(first))).toHaveLength(1);
  });

  test('an org that has lost its events refuses the ids of old ones', async () => {
    const listener = await listen(-1);
    const id = await send();
    await listener.until(() => told(listener.events, id));
    await listener.end();
    await depot.org.streamFaults.forgetEvents();
    const refused = await listen(listener.events[0]?.event.replayId ?? 0);
    await refused.end();
    expect(refused.refusals[0]).toMatch(/400::The replayId/);
  });

  test.each([
    ['session', '401::Authentication invalid'],
    ['clients', '403::Organization concurrent user limit exceeded'],
    ['dailyEvents', '403::Organization total events daily limit exceeded'],
    ['busy', '503::Server is too busy. Please try your request again later.'],
  ] as const)('a handshake refused for %s names the reason', async (reason, text) => {
    depot.org.streamFaults.refuse({ on: '/meta/handshake', reason, count: 1 });
    const answer = await fetch(`${depot.org.url}/cometd/68.0`, {
      method: 'POST',
      headers: { authorization: `OAuth ${watcher.token}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ channel: '/meta/handshake', version: '1.0' }]),
    });
    expect(await answer.json()).toMatchObject([
      { successful: false, error: '403::Handshake denied', ext: { sfdc: { failureReason: text } } },
    ]);
  });
});

describe('limits', () => {
  test('a Developer Edition takes 20 clients at a time and no more', async () => {
    depot.org.streamFaults.forgetClients();
    const shake = async () => {
      const answer = await fetch(`${depot.org.url}/cometd/68.0`, {
        method: 'POST',
        headers: { authorization: `OAuth ${watcher.token}`, 'content-type': 'application/json' },
        body: JSON.stringify([{ channel: '/meta/handshake', version: '1.0' }]),
      });
      return ((await answer.json()) as Record<string, unknown>[])[0]?.['successful'];
    };
    const answers = [];
    for (let count = 0; count < 21; count += 1) answers.push(await shake());
    expect(answers).toEqual([...Array.from({ length: 20 }, () => true), false]);
    depot.org.streamFaults.forgetClients();
  });

  test('jsforce replays over the same retention', async () => {
    const id = await send();
    const listener = await listenWithJsforce(depot.org.url, watcher.token, channel, -2);
    const events = await listener.until((all) => all.some(ofRecord(id)));
    await listener.end();
    expect(events.filter(ofRecord(id))).toHaveLength(1);
  });
});
