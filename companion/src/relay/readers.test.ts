/** In whose words a notice comes, and how the requester hears: real receivers, the roster's language and zone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { slackChannel } from './channels/slack.ts';
import { webhookChannel } from './channels/webhook.ts';
import { FRIEDRICH, KATRIN, MARIT } from './fixtures/bank-org.ts';
import { openReceiver, type Receiver } from './fixtures/receivers.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import type { RosterRow } from './ports.ts';

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

/** A roster in which Marit has these channels, sealed so from the beginning. */
async function open(channels: string | null, change: Partial<RosterRow> = {}): Promise<void> {
  world = await RelayWorld.open([MARIT, FRIEDRICH], [{ ...MARIT, channels, ...change }, FRIEDRICH]);
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
const notices = async (request: string) =>
  (await world.relay.requestView(FRIEDRICH.id, request)).timeline.filter(({ kind }) => kind === 'Notice');

describe('a reader', () => {
  test('reads every notice in the language and zone of his entry; programs get the English names of facts [D108 U27]', async () => {
    await open('security-slack\nsiem\nmail', { language: 'de', timeZone: 'Asia/Tokyo' });
    const request = await world.raise();
    const [mail] = world.mailsTo(MARIT);
    expect(mail).toMatchObject({
      language: 'de',
      subject: expect.stringMatching(/^Entscheidung nötig: Fall .* \(Asia\/Tokyo, GMT\+9\)$/),
    });
    expect(slack.received[0]?.body.toString()).toContain('Prüfphrase: ');
    const { data } = JSON.parse(siem.received[0]?.body.toString() ?? '{}') as {
      data: { subject: string; facts: object };
    };
    expect(data.subject).toMatch(/^Decision needed/);
    expect(Object.keys(data.facts)).toEqual(expect.arrayContaining(['Support case', 'Check phrase']));
    expect(decisionMails(FRIEDRICH)).toHaveLength(1);
    await world.sign(FRIEDRICH, request, { decision: 'Deny' });
    await world.settled();
    expect(slack.received.at(-1)?.body.toString()).toContain('wurde abgelehnt (Friedrich Albers)');
  });

  test('who raised the request himself hears of questions and of the end on all of his channels, once a minute [D108 B47]', async () => {
    await open('security-slack', { userId: KATRIN.id });
    const request = await world.raise();
    const before = slack.received.length;
    await world.sign(FRIEDRICH, request, { decision: 'Ask_for_more', reason: 'Which case is it?' });
    await world.settled();
    expect(slack.received.slice(before).map(({ body }) => body.toString())).toEqual([
      expect.stringContaining('A contact wants to know more before deciding'),
    ]);
    await world.sign(FRIEDRICH, request, { decision: 'Ask_for_more', reason: 'And which user?' });
    await world.settled();
    expect(slack.received).toHaveLength(before + 1);
    await world.advance({ minutes: 2 });
    await world.sign(FRIEDRICH, request, { decision: 'Deny' });
    await world.settled();
    expect(slack.received.at(-1)?.body.toString()).toContain(
      'The reason stands on the request in Salesforce',
    );
    expect(world.mailsTo(MARIT)).toEqual([]);
    const shown = (await notices(request)).map(({ summary }) => summary).join('\n');
    expect(shown).toMatch(/Slack \(security-slack\) to Marit Jansen was handed over: Question about case/);
    expect(shown).toMatch(/was spared, as another message had just told the same: Question about case/);
  });

  test('who is not on the roster and raised the request is mailed what became of it [D108]', async () => {
    await open(null);
    const request = await world.raise();
    await world.sign(FRIEDRICH, request, { decision: 'Deny' });
    await world.settled();
    expect(world.mailsTo(KATRIN).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Settled: case .* was denied$/),
    ]);
  });
});
