/** How a notice reaches a contact: his channels, their failures, mail instead, and never twice in a minute. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { slackChannel } from './channels/slack.ts';
import { webhookChannel } from './channels/webhook.ts';
import { deliver } from './deliveries.ts';
import { FRIEDRICH, MARIT } from './fixtures/bank-org.ts';
import { openReceiver, type Receiver } from './fixtures/receivers.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import type { Reader } from './mails/tongue.ts';
import { requestMail } from './mails/request.ts';
import { notify } from './notify.ts';
import type { RosterRow } from './ports.ts';
import { nextAttempt } from './retries.ts';

const LOCAL = { allowLocalHttp: true, allowPrivate: false };
const SECRET = `whsec_${'c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'}`;

let slack: Receiver;
let siem: Receiver;
let world: RelayWorld;

beforeAll(async () => {
  slack = await openReceiver();
  siem = await openReceiver();
});
afterAll(async () => {
  await RelayWorld.closeAll();
  await Promise.all([slack.close(), siem.close()]);
});

const with_ = (contact: RosterRow, change: Partial<RosterRow>): RosterRow => ({ ...contact, ...change });

/** A roster in which Marit has these channels, sealed so from the beginning. */
async function open(channels: string | null, change: Partial<RosterRow> = {}): Promise<void> {
  world = await RelayWorld.open([MARIT, FRIEDRICH], [with_(MARIT, { channels, ...change }), FRIEDRICH]);
  world.channels.set('security-slack', slackChannel({ name: 'security-slack', url: slack.url }, LOCAL));
  const webhook = { name: 'siem', url: siem.url, secrets: [SECRET] };
  world.channels.set(
    'siem',
    webhookChannel(webhook, LOCAL, () => world.time),
  );
  world.mails.length = 0;
}

beforeEach(() => {
  for (const receiver of [slack, siem]) {
    receiver.received.length = 0;
    receiver.answers = [{ status: 200, body: 'ok' }];
  }
});

const decisionMails = (contact: RosterRow) =>
  world.mailsTo(contact).filter(({ subject }) => subject.startsWith('Decision needed'));
const deliveriesOf = async (request: string, contact: RosterRow) =>
  (await world.store.rows(world.org.orgId).deliveries.ofRequest(request))
    .filter(({ contactId, kind }) => contactId === contact.id && kind === 'request')
    .map(({ channel, status, failure }) => [channel, status, failure])
    .sort();
const notices = async (request: string) =>
  (await world.relay.requestView(FRIEDRICH.id, request)).timeline.filter(({ kind }) => kind === 'Notice');

describe('a contact', () => {
  test('is told on the channels of his signed entry, without mail; others by mail; receipts stand on the timeline [D108]', async () => {
    await open('Security-Slack\nsiem');
    const request = await world.raise();
    expect([slack.received.length, siem.received.length]).toEqual([1, 1]);
    expect([decisionMails(MARIT).length, decisionMails(FRIEDRICH).length]).toEqual([0, 1]);
    expect((await notices(request)).map(({ summary }) => summary).join('\n')).toMatch(
      /Slack \(security-slack\) to Marit Jansen was handed over/,
    );
    expect(world.measured).toContainEqual(
      expect.objectContaining({ channel: 'siem', kind: 'request', outcome: 'accepted' }),
    );
    await world.sign(FRIEDRICH, request, { decision: 'Deny' });
    await world.settled();
    const [, told] = slack.received;
    expect(told?.body.toString()).toContain('was denied');
  });

  test('gets mail at once where the channel is refused for good, or is not set up [D108]', async () => {
    await open('security-slack');
    slack.answers = [{ status: 410, body: 'channel_is_archived' }];
    const request = await world.raise();
    expect(decisionMails(MARIT)).toHaveLength(1);
    expect(await deliveriesOf(request, MARIT)).toEqual([
      ['mail', 'accepted', null],
      ['security-slack', 'failed', 'refused'],
    ]);
    expect((await notices(request)).map(({ summary }) => summary).join('\n')).toContain('is not tried again');
    world.channels.clear();
    await world.raise({ Client_Key__c: 'k-2' }, 'a01580000000002AAA');
    expect(decisionMails(MARIT)).toHaveLength(2);
  });

  test('gets mail within two minutes where the channel stays away, which is tried again meanwhile as it asks [D108]', async () => {
    await open('security-slack');
    slack.answers = [
      { status: 429, headers: { 'retry-after': '20' } },
      { status: 500, body: 'rollup_error' },
    ];
    const request = await world.raise();
    expect(slack.received).toHaveLength(1);
    await world.advance({ seconds: 19 });
    expect(slack.received).toHaveLength(1);
    await world.advance({ seconds: 1 });
    expect(slack.received).toHaveLength(2);
    expect(decisionMails(MARIT)).toHaveLength(0);
    for (let minute = 0; minute < 4; minute += 1) await world.advance({ minutes: 1 });
    expect(decisionMails(MARIT)).toHaveLength(1);
    expect(await deliveriesOf(request, MARIT)).toEqual([
      ['mail', 'accepted', null],
      ['security-slack', 'failed', 'gave_up'],
    ]);
    const dead = await world.store.rows(world.org.orgId).deliveries.dead(10);
    expect(dead.map(({ channel, failure }) => [channel, failure])).toEqual([['security-slack', 'gave_up']]);
  });

  test('whose mail comes back for good is a fact for the watchdog, until one gets through again [D108 U15]', async () => {
    await open(null);
    world.mailFault = 'refuses';
    await world.advance({ seconds: 1 });
    await world.raise();
    const { deliveries } = world.store.rows(world.org.orgId);
    expect(await deliveries.refusals()).toEqual([
      expect.objectContaining({ contactId: MARIT.id, address: MARIT.address, detail: '550 no such user' }),
      expect.objectContaining({ contactId: FRIEDRICH.id }),
    ]);
    world.mailFault = 'none';
    await world.advance({ minutes: 2 });
    await world.raise({ Client_Key__c: 'k-2' }, 'a01580000000002AAA');
    expect(await deliveries.refusals()).toEqual([]);
  });

  test('who is notified only gets a notice that asks for nothing, hears the end, and cannot decide [D109]', async () => {
    await open(null, { mayDecide: false });
    const request = await world.raise();
    expect(world.mailsTo(MARIT).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('For your information: case'),
    ]);
    await expect(world.review(MARIT, request)).rejects.toMatchObject({ code: 'not_eligible' });
    await world.sign(FRIEDRICH, request, { decision: 'Deny' });
    await world.settled();
    expect(world.mailsTo(MARIT).at(-1)?.subject).toContain('Settled');
  });
});

describe('an unsigned change in the org', () => {
  test('gives nobody a vote and takes no channel away, but takes a vote at once [D109 A10]', async () => {
    await open('security-slack');
    world.org.roster = [
      with_(MARIT, { channels: null }),
      with_(FRIEDRICH, { mayDecide: false, channels: 'siem' }),
    ];
    await world.relay.refresh();
    await world.settled();
    slack.received.length = siem.received.length = world.mails.length = 0;
    const request = await world.raise();
    expect([slack.received.length, siem.received.length]).toEqual([1, 0]);
    await expect(world.review(FRIEDRICH, request)).rejects.toMatchObject({ code: 'not_eligible' });
    await expect(world.review(MARIT, request)).resolves.toBeDefined();

    await open(null, { mayDecide: false });
    world.org.roster = [MARIT, FRIEDRICH];
    await world.relay.refresh();
    const other = await world.raise();
    await expect(world.review(MARIT, other)).rejects.toMatchObject({ code: 'not_eligible' });
    await world.act(FRIEDRICH, 'roster-change', MARIT.id, 'Accept');
    const third = await world.raise({ Client_Key__c: 'k-3' }, 'a01580000000003AAA');
    await expect(world.review(MARIT, third)).resolves.toBeDefined();
  });
});

describe('of one matter', () => {
  const content = (reader: Reader) =>
    requestMail({
      ...reader,
      ...{ orgName: 'Hanse', environment: 'Production', requestName: 'AR-1', caseNumber: '46012345' },
      ...{
        checkPhrase: 'a-b-c',
        requestingParty: 'Salesforce_employee',
        requester: 'K',
        incidentType: 'Other',
      },
      ...{ targetUser: 'A', dataViewed: false, hoursWanted: 1, deadline: '2026-11-24T09:00:00Z' },
      ...{ origin: 'http://localhost:8788', url: 'http://localhost:8788/requests/x/y', mayDecide: true },
    });
  const tell = (key: string, contact: RosterRow) => {
    const at = world.time.toString();
    const notice = {
      at,
      key,
      kind: 'finding',
      requestId: null,
      matter: 'finding:f',
      contact,
      content,
    } as const;
    const ports = world.ports();
    return world.store.unit(world.org.orgId, (unit) => notify(unit, ports, notice));
  };

  test('nobody is told twice within a minute on one channel, and a channel of two contacts is told once [D108]', async () => {
    await open('security-slack');
    // Each after the other has arrived: of two on their way at once, one waits for a minute and then goes.
    for (const [key, contact] of [
      ['one', MARIT],
      ['two', MARIT],
      ['three', FRIEDRICH],
      ['four', FRIEDRICH],
    ] as const) {
      await tell(key, contact);
      await world.settled();
    }
    await world.advance({ seconds: 61 });
    expect([slack.received.length, world.mailsTo(FRIEDRICH).length]).toEqual([1, 1]);
    await tell('five', MARIT);
    await world.advance({ seconds: 1 });
    expect(slack.received).toHaveLength(2);
  });

  test('a message whose fate is unknown is repeated at once where its id is known, after a minute where not [D108]', async () => {
    await open('security-slack\nsiem');
    slack.answers = [{ status: 502 }, { status: 200, body: 'ok' }];
    siem.answers = [{ status: 502 }, { status: 200, body: 'ok' }];
    await tell('one', MARIT);
    await world.settled();
    await world.advance({ seconds: 5 });
    expect([slack.received.length, siem.received.length]).toEqual([1, 2]);
    expect(siem.received[0]?.headers['webhook-id']).toBe(siem.received[1]?.headers['webhook-id']);
    await world.advance({ seconds: 60 });
    await world.advance({ seconds: 5 });
    expect(slack.received).toHaveLength(2);
  });

  test('two workers with one delivery hand it over once', async () => {
    await open('siem');
    const ports = world.ports();
    await world.store.unit(world.org.orgId, (unit) => {
      const at = world.time.toString();
      const notice = {
        at,
        key: 'w',
        kind: 'finding',
        requestId: null,
        matter: 'w',
        contact: MARIT,
        content,
      } as const;
      return notify({ ...unit, enqueue: () => Promise.resolve() }, ports, notice);
    });
    const [delivery] = await world.store.rows(world.org.orgId).deliveries.ofNotice('w');
    await Promise.all([1, 2, 3].map(() => deliver(ports, delivery?.id ?? '')));
    expect(siem.received).toHaveLength(1);
  });
});

describe('the next attempt', () => {
  const from = {
    channel: 'mail',
    madeAt: '2026-11-23T09:00:00Z',
    now: '2026-11-23T09:00:00Z',
    retryAfterSeconds: null,
  };
  const seconds = (attempts: number, random: number, change: object = {}) => {
    const next = nextAttempt({ ...from, attempts, random, ...change });
    return next === null ? null : Temporal.Instant.from(from.now).until(next).total('seconds');
  };

  test('comes later each time, with jitter, never sooner than asked for, and at last not at all [D108]', () => {
    expect([1, 2, 3, 4].map((attempts) => seconds(attempts, 0.999))).toEqual([2, 4, 8, 16]);
    expect([1, 2, 3, 4].map((attempts) => seconds(attempts, 0))).toEqual([1, 2, 4, 8]);
    expect(seconds(30, 0.5)).toBe(225);
    expect(seconds(1, 0, { retryAfterSeconds: 90 })).toBe(90);
    expect(seconds(1, 0, { channel: 'security-slack', retryAfterSeconds: 121 })).toBeNull();
    expect(seconds(9, 0, { madeAt: '2026-11-23T06:00:00Z' })).toBeNull();
  });
});
