import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openReceiver, type Received, type Receiver } from '../fixtures/receivers.ts';
import { notice, ORIGIN, TYPED } from '../fixtures/sample-notice.ts';
import { isPrivate, type OutboundRules, post, refusalOf, retryAfter } from './outbound.ts';
import { slackChannel, slackMessage } from './slack.ts';
import { teamsChannel, teamsMessage } from './teams.ts';
import { webhookChannel } from './webhook.ts';

const LOCAL: OutboundRules = { allowLocalHttp: true, allowPrivate: false };
/** Every string of a JSON value under the given key. */
function texts(value: unknown, wanted: (holder: Record<string, unknown>, key: string) => boolean): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string'
      ? wanted(value as Record<string, unknown>, key)
        ? [inner]
        : []
      : texts(inner, wanted),
  );
}

let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(async () => {
  await receiver.close();
});

function latest(): Received {
  const received = receiver.received.at(-1);
  if (!received) throw new Error('nothing was received');
  return received;
}

describe('a message to Slack', () => {
  const channel = () => slackChannel({ name: 'security', url: `${receiver.url}/services/T0/B0/x` }, LOCAL);

  test('is accepted with "ok", says case, phrase, both times and what to do, and has one link, to the page [D108 U24]', async () => {
    receiver.answers = [{ status: 200, body: 'ok' }];
    expect(await channel().send(notice)).toMatchObject({ outcome: 'accepted' });
    const sent = JSON.stringify(receiver.json());
    for (const needed of [
      '46012345',
      'amber-heron-quartz',
      '15:04 (Europe/Berlin, GMT+1) = 14:04 UTC',
      'What to do',
    ])
      expect(sent).toContain(needed);
    const links = texts(receiver.json(), ({ type }) => type === 'mrkdwn')
      .join(' ')
      .match(/<[^>]+>/g);
    expect(links).toEqual([`<${ORIGIN}/requests/00D5800000HANSEEAO/a01580000000001EAA|Read and decide>`]);
  });

  test('keeps typed text as text: no mention, no link, no emphasis [D108]', () => {
    const message = slackMessage(notice);
    const marked = texts(message, ({ type }, key) => type === 'mrkdwn' && key === 'text');
    expect(marked.join()).not.toContain('evil');
    const top = String(message['text']);
    expect(top).not.toMatch(/<|>/);
    const typed = texts(message, ({ type }, key) => type === 'plain_text' && key === 'text');
    expect(typed.some((text) => text.includes(TYPED))).toBe(true);
  });

  test.each([
    [
      { status: 400, body: 'invalid_payload' },
      { outcome: 'refused', detail: 'HTTP 400: invalid_payload' },
    ],
    [{ status: 410, body: 'channel_is_archived' }, { outcome: 'refused' }],
    [
      { status: 429, headers: { 'retry-after': '30' } },
      { outcome: 'later', retryAfterSeconds: 30, unknown: false },
    ],
    [
      { status: 500, body: 'rollup_error' },
      { outcome: 'later', unknown: true },
    ],
    [{ status: 302, headers: { location: 'http://localhost:1/' } }, { outcome: 'refused' }],
  ])('that is answered with %j counts as %j', async (answer, outcome) => {
    receiver.answers = [answer];
    const before = receiver.received.length;
    expect(await channel().send(notice)).toMatchObject(outcome);
    expect(receiver.received.length).toBe(before + 1);
  });
});

describe('a message to Teams', () => {
  test('is one Adaptive Card whose words are all in runs that know no Markdown [D108 U24]', async () => {
    receiver.answers = [{ status: 202 }];
    const channel = teamsChannel({ name: 'security', url: `${receiver.url}/workflows/x` }, LOCAL);
    expect(await channel.send(notice)).toMatchObject({ outcome: 'accepted', detail: 'HTTP 202' });
    expect(receiver.json()).toMatchObject({
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } },
      ],
    });
    const message = teamsMessage(notice);
    const holders = texts(message, ({ type }, key) => key === 'text' && type !== 'TextRun');
    expect(holders).toEqual([]);
    const links = texts(message, (_, key) => key === 'url');
    expect(links).toEqual([`${ORIGIN}/requests/00D5800000HANSEEAO/a01580000000001EAA`]);
    expect(JSON.stringify(message).length).toBeLessThan(28_000);
    expect(JSON.stringify(message)).toContain('amber-heron-quartz');
  });
});

describe('a signed webhook', () => {
  const secrets = [1, 2].map(() => `whsec_${randomBytes(32).toString('base64')}`);

  test('bears the signature of Standard Webhooks by each secret, and the id of the delivery [D108]', async () => {
    receiver.answers = [{ status: 204 }];
    const now = Temporal.Instant.from('2026-11-21T02:04:05Z');
    const channel = webhookChannel({ name: 'siem', url: `${receiver.url}/hook`, secrets }, LOCAL, () => now);
    expect(await channel.send(notice)).toMatchObject({ outcome: 'accepted' });
    const { headers, body } = latest();
    expect(headers['webhook-id']).toBe(notice.deliveryId);
    expect(headers['webhook-timestamp']).toBe('1795226645');
    const given = String(headers['webhook-signature']).split(' ');
    const expected = secrets.map((secret) => {
      const key = Buffer.from(secret.slice(6), 'base64');
      const signed = `${notice.deliveryId}.1795226645.${body.toString('utf8')}`;
      return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    });
    expect(given).toEqual(expected);
    expect(receiver.json()).toMatchObject({
      type: 'notice.request',
      data: { facts: { 'Support case': '46012345', 'Check phrase': 'amber-heron-quartz' } },
    });
  });
});

test('the code that the how-to gives to receivers accepts our messages and refuses others', async () => {
  const page = readFileSync(new URL('../../../../docs/how-to/notify-contacts.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { isFromCountersign } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isFromCountersign: (headers: object, body: string, secret: string, now: number) => boolean;
  };
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const now = Temporal.Instant.from('2026-11-21T02:04:05Z');
  const webhook = { name: 'siem', url: receiver.url, secrets: [secret] };
  await webhookChannel(webhook, LOCAL, () => now).send(notice);
  const { headers, body } = latest();
  const text = body.toString('utf8');
  const at = now.epochMilliseconds;
  expect(isFromCountersign(headers, text, secret, at)).toBe(true);
  expect(isFromCountersign(headers, `${text} `, secret, at)).toBe(false);
  expect(isFromCountersign(headers, text, secret, at + 301_000)).toBe(false);
});

describe('an address to send to', () => {
  const strict: OutboundRules = { allowLocalHttp: false, allowPrivate: false };

  test.each([
    ['http://hooks.slack.com/x', /https/],
    ['http://localhost:1/x', /https/],
    ['https://127.0.0.1/x', /private/],
    ['https://[::1]/x', /private/],
    ['https://[::ffff:10.0.0.1]/x', /private/],
    ['https://169.254.169.254/latest', /private/],
    ['https://10.1.2.3/x', /private/],
    ['https://0x7f000001/x', /private/],
  ])('%s is refused', (url, why) => {
    expect(refusalOf(url, strict)).toMatch(why);
  });

  test('whose name resolves into the own network is refused where the connection is made', async () => {
    const handed = await post({ url: 'https://localhost:9/x', headers: {}, body: '' }, strict);
    expect(handed).toMatchObject({ outcome: 'refused' });
    expect(handed.detail).toContain('private');
  });

  test('on the Internet is not refused', () => {
    expect(refusalOf('https://hooks.slack.com/services/T/B/x', strict)).toBeNull();
    expect(['8.8.8.8', '2a00:1450:4001::8a'].some(isPrivate)).toBe(false);
  });

  test.each([
    ['120', null, 120],
    ['Sat, 21 Nov 2026 02:05:00 GMT', 'Sat, 21 Nov 2026 02:04:00 GMT', 60],
    ['Sat, 21 Nov 2026 02:03:00 GMT', 'Sat, 21 Nov 2026 02:04:00 GMT', 0],
    ['soon', null, null],
    ['99999999', null, 86_400],
  ])('that says Retry-After: %s is left alone for so long', (value, date, seconds) => {
    expect(retryAfter(value, date)).toBe(seconds);
  });
});
