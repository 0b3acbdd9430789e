import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listenWithJsforce, type ChangeMessage } from './sample-listener.ts';
import {
  completeRequest,
  openSampleCompany,
  people,
  type Caller,
  type SampleCompany,
} from './sample-company.ts';

type Message = Record<string, unknown> & { channel: string; successful?: boolean; error?: string };

const channel = '/data/Access_Request__ChangeEvent';
let company: SampleCompany;
let admin: Caller;
let companion: Caller;
let stranger: Caller;

beforeAll(async () => {
  company = await openSampleCompany();
  admin = await company.as(people.admin);
  companion = await company.as(people.companion);
  stranger = await company.as(people.stranger);
});

beforeEach(() => {
  company.org.engine.switches.push = true;
  company.org.clock.reset();
});

afterAll(async () => company.close());

async function raise(): Promise<string> {
  const { status, body } = await admin.call(
    'POST',
    '/sobjects/Access_Request__c',
    completeRequest(admin.userId),
  );
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

const listen = (caller: Caller, on: string, replay: number) =>
  listenWithJsforce(company.org.url, caller.token, on, replay);

const ofRecord = (id: string) => (event: ChangeMessage) =>
  event.payload.ChangeEventHeader.recordIds.includes(id);

describe('with the jsforce client', () => {
  test('tells of a new record and of its changes, with who made them', async () => {
    const listener = await listen(companion, channel, -1);
    const id = await raise();
    await admin.call('PATCH', `/sobjects/Access_Request__c/${id}`, { Cancel_Reason__c: 'Solved.' });
    const events = (await listener.until((all) => all.filter(ofRecord(id)).length === 2)).filter(
      ofRecord(id),
    );
    await listener.end();
    const [made, changed] = events;
    expect(made?.payload.ChangeEventHeader).toMatchObject({
      entityName: 'Access_Request__c',
      changeType: 'CREATE',
      commitUser: admin.userId,
    });
    expect(made?.payload['State__c']).toBe('Submitted');
    expect(made?.payload['CreatedDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(changed?.payload.ChangeEventHeader.changeType).toBe('UPDATE');
    expect(changed?.payload.ChangeEventHeader.changedFields).toContain('Cancel_Reason__c');
    expect(changed?.payload['Cancel_Reason__c']).toBe('Solved.');
    expect(changed?.payload).not.toHaveProperty('State__c');
  });

  test('replays what was missed after an id, and everything with -2', async () => {
    const first = await raise();
    const all = await listen(companion, channel, -2);
    const known = (await all.until((events) => events.some(ofRecord(first)))).find(ofRecord(first));
    await all.end();
    const second = await raise();
    const later = await listen(companion, channel, known?.event.replayId ?? 0);
    const events = await later.until((found) => found.some(ofRecord(second)));
    await later.end();
    expect(events.some(ofRecord(first))).toBe(false);
  });

  test('hears of all entities on the common channel', async () => {
    const listener = await listen(companion, '/data/ChangeEvents', -1);
    const id = await raise();
    const report = {
      Period_From__c: '2026-01-01',
      Period_To__c: '2026-01-31',
      Requested_By__c: admin.userId,
    };
    const made = await admin.call('POST', '/sobjects/Audit_Report__c', report);
    expect(made.status).toBe(201);
    const events = await listener.until((all) => all.length >= 2);
    await listener.end();
    expect(events.some(ofRecord(id))).toBe(true);
    expect(events.map(({ payload }) => payload.ChangeEventHeader.entityName)).toContain('Audit_Report__c');
  });

  test('an entity that is not selected has no channel', async () => {
    await expect(listen(companion, '/data/Access_Finding__ChangeEvent', -1)).rejects.toThrow(
      '400::The channel you requested to subscribe to does not exist {/data/Access_Finding__ChangeEvent}',
    );
  });

  test('with push off the org answers as one that has selected nothing', async () => {
    company.org.engine.switches.push = false;
    await expect(listen(companion, channel, -1)).rejects.toThrow(/400::The channel you requested/);
    const unheard = await raise();
    company.org.engine.switches.push = true;
    const listener = await listen(companion, channel, -2);
    const heard = await raise();
    const events = await listener.until((all) => all.some(ofRecord(heard)));
    await listener.end();
    expect(events.some(ofRecord(unheard))).toBe(false);
  });

  test('listening needs View All Records on the object', async () => {
    await expect(listen(stranger, channel, -1)).rejects.toThrow(/^403/);
  });
});

describe('the protocol', () => {
  const cookie = 'BAYEUX_BROWSER=test';

  async function exchange(
    caller: Pick<Caller, 'token'>,
    messages: object[],
    { version = '68.0', ...headers }: Record<string, string> = {},
  ) {
    const response = await fetch(`${company.org.url}/cometd/${version}`, {
      method: 'POST',
      headers: {
        ...{ authorization: `OAuth ${caller.token}`, 'content-type': 'application/json', cookie },
        ...headers,
      },
      body: JSON.stringify(messages),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      messages: text.startsWith('[') ? (JSON.parse(text) as Message[]) : [],
    };
  }

  async function handshake(caller: Caller): Promise<string> {
    const shaken = await exchange(caller, [{ channel: '/meta/handshake', version: '1.0', id: '1' }]);
    expect(shaken.messages[0]).toMatchObject({
      successful: true,
      supportedConnectionTypes: ['long-polling'],
    });
    return String(shaken.messages[0]?.['clientId']);
  }

  test('answers a connect that travels with a subscription at once', async () => {
    const clientId = await handshake(companion);
    const { messages } = await exchange(companion, [
      { channel: '/meta/connect', clientId, connectionType: 'long-polling', id: '2' },
      { channel: '/meta/subscribe', clientId, subscription: channel, id: '3' },
    ]);
    expect(messages.map((message) => [message.channel, message.successful])).toEqual([
      ['/meta/connect', true],
      ['/meta/subscribe', true],
    ]);
  });

  test('a held connect is answered when something happens, and released by a disconnect', async () => {
    const clientId = await handshake(companion);
    await exchange(companion, [{ channel: '/meta/subscribe', clientId, subscription: channel }]);
    const held = exchange(companion, [
      { channel: '/meta/connect', clientId, connectionType: 'long-polling' },
    ]);
    await raise();
    expect((await held).messages.map((message) => message.channel)).toEqual([channel, '/meta/connect']);
    const again = exchange(companion, [
      { channel: '/meta/connect', clientId, connectionType: 'long-polling' },
    ]);
    await exchange(companion, [{ channel: '/meta/disconnect', clientId }]);
    expect((await again).messages).toMatchObject([
      { channel: '/meta/connect', successful: true, advice: { reconnect: 'none' } },
    ]);
    const gone = await exchange(companion, [{ channel: '/meta/connect', clientId }]);
    expect(gone.messages[0]).toMatchObject({
      successful: false,
      error: '403::Unknown client',
      advice: { reconnect: 'handshake' },
    });
  });

  test('a client id is worth nothing to another user', async () => {
    const clientId = await handshake(companion);
    const { messages } = await exchange(admin, [
      { channel: '/meta/connect', clientId, advice: { timeout: 0 } },
    ]);
    expect(messages[0]).toMatchObject({ error: '403::Unknown client' });
  });

  test('a bad token is told in the handshake, an ended session at the next connect', async () => {
    const { messages } = await exchange({ token: 'nothing' }, [{ channel: '/meta/handshake' }]);
    expect(messages[0]).toMatchObject({
      error: '403::Handshake denied',
      ext: { sfdc: { failureReason: '401::Authentication invalid' } },
      advice: { reconnect: 'none' },
    });
    const passing = await company.as(people.companion);
    const clientId = await handshake(passing);
    await company.org.engine.sessions.close(passing.token);
    const later = await exchange(passing, [{ channel: '/meta/connect', clientId, advice: { timeout: 0 } }]);
    expect(later.messages[0]).toMatchObject({
      error: '401::Authentication invalid',
      advice: { reconnect: 'none' },
    });
  });

  test('an event leaves the retention after 72 hours, and its id is then refused', async () => {
    const id = await raise();
    const clientId = await handshake(companion);
    const subscribe = (replay: number) => ({
      ...{ channel: '/meta/subscribe', clientId, subscription: channel },
      ext: { replay: { [channel]: replay } },
    });
    await exchange(companion, [subscribe(-2)]);
    const { messages } = await exchange(companion, [{ channel: '/meta/connect', clientId }]);
    const known = messages
      .map(({ data }) => data as ChangeMessage | undefined)
      .find((data) => data !== undefined && ofRecord(id)(data));
    company.org.clock.advance(Temporal.Duration.from({ hours: 73 }));
    const refused = await exchange(await company.as(people.companion), [
      subscribe(known?.event.replayId ?? 0),
    ]);
    expect(refused.messages[0]?.error).toMatch(/^400::The replayId \{\d+\} you provided was invalid/);
  });

  test('fields that the user may not read are not in the event', async () => {
    const { engine } = company.org;
    const clientId = await handshake(companion);
    await exchange(companion, [{ channel: '/meta/subscribe', clientId, subscription: channel }]);
    const [set] = (
      await engine.platform.query("SELECT Id FROM PermissionSet WHERE Name = 'Companion_Integration'")
    ).records;
    const soql = `SELECT Id FROM FieldPermissions WHERE ParentId = '${String(set?.['Id'])}' AND Field = 'Access_Request__c.Necessity__c'`;
    for (const { Id } of (await engine.platform.query(soql)).records) {
      await engine.platform.remove('FieldPermissions', String(Id));
    }
    await raise();
    const { messages } = await exchange(companion, [{ channel: '/meta/connect', clientId }]);
    const { payload } = messages[0]?.['data'] as ChangeMessage;
    expect(payload).toHaveProperty('Purpose__c');
    expect(payload).not.toHaveProperty('Necessity__c');
  });

  test('refuses old versions, other transports, publishing and requests that are too large', async () => {
    expect((await exchange(companion, [{ channel: '/meta/handshake' }], { version: '36.0' })).status).toBe(
      400,
    );
    expect((await fetch(`${company.org.url}/cometd/68.0`)).status).toBe(400);
    const clientId = await handshake(companion);
    const sent = await exchange(companion, [
      { channel, clientId, data: {} },
      { channel: '/meta/connect', clientId, connectionType: 'websocket' },
    ]);
    expect(sent.messages.map(({ error }) => error)).toEqual([
      '403:denied_by_security_policy:publish_denied',
      '400::Invalid connection type websocket',
    ]);
    const large = await exchange(companion, [
      { channel: '/meta/handshake', ext: { replay: 'x'.repeat(33_000) } },
    ]);
    expect(large.status).toBe(413);
  });
});
