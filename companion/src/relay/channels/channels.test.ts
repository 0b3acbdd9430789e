import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readVapidKeys } from '../../run/vapid.ts';
import { openReceiver, type Received, type Receiver } from '../fixtures/receivers.ts';
import { requestMail } from '../mails/request.ts';
import type { OutgoingNotice } from '../ports.ts';
import { isPrivate, type OutboundRules, post, refusalOf, retryAfter } from './outbound.ts';
import { slackChannel, slackMessage } from './slack.ts';
import { teamsChannel, teamsMessage } from './teams.ts';
import { createPushChannel } from './web-push.ts';
import { webhookChannel } from './webhook.ts';

const ORIGIN = 'https://countersign.bank.example';
const LOCAL: OutboundRules = { allowLocalHttp: true, allowPrivate: false };
/** What somebody types into a request who wants the notice to say something else. */
const TYPED = '<!channel> *urgent* [click](https://evil.example) <https://evil.example|login> & _now_';

const { subject, form } = requestMail({
  orgName: 'Hanse Kreditbank',
  environment: 'Production',
  requestName: 'AR-000012',
  caseNumber: '46012345',
  checkPhrase: 'amber-heron-quartz',
  requestingParty: 'Salesforce employee',
  requester: TYPED,
  incidentType: 'Support escalation',
  targetUser: TYPED,
  dataViewed: true,
  hoursWanted: 4,
  deadline: '2026-11-21T14:04:00Z',
  zone: 'Europe/Berlin',
  mayDecide: true,
  origin: ORIGIN,
  url: `${ORIGIN}/requests/00D5800000HANSEEAO/a01580000000001EAA`,
});
const notice: OutgoingNotice = {
  deliveryId: '0b0f4c1e-2f6c-4f1e-9a53-6d1f5c6b7a80',
  kind: 'request',
  org: { id: '00D5800000HANSEEAO', name: 'Hanse Kreditbank' },
  requestId: 'a01580000000001EAA',
  madeAt: '2026-11-21T02:04:00Z',
  subject,
  form,
};

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
let folder: string;
beforeAll(async () => {
  receiver = await openReceiver();
  folder = mkdtempSync(join(tmpdir(), 'channels-'));
});
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
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

describe('a push message', () => {
  test('is read by the browser that subscribed and by nobody else, and names us by our key [D108]', async () => {
    const file = join(folder, 'vapid.json');
    const vapid = readVapidKeys(file, 'Countersign <relay@bank.example>');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readVapidKeys(file, 'relay@bank.example').publicKey).toBe(vapid.publicKey);
    const browser = createECDH('prime256v1');
    browser.generateKeys();
    const auth = randomBytes(16);
    receiver.answers = [{ status: 201 }, { status: 410 }];
    const push = createPushChannel(vapid, LOCAL, () => Temporal.Instant.from(notice.madeAt));
    const device = {
      ...{ id: 'd', contactId: 'c', madeAt: notice.madeAt, endpoint: `${receiver.url}/push/abc` },
      ...{ p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') },
    };
    expect(await push.send(notice, device)).toMatchObject({ outcome: 'accepted' });
    const { headers, body } = latest();
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' });
    const shown = JSON.parse(decrypted(body, browser, auth)) as Record<string, string>;
    expect(shown['title']).toBe(subject);
    expect(shown['body']).toContain('amber-heron-quartz');
    expect(shown['path']).toBe('/requests/00D5800000HANSEEAO/a01580000000001EAA');
    expect(claims(String(headers.authorization), vapid.publicKey)).toMatchObject({
      aud: receiver.url,
      sub: 'mailto:relay@bank.example',
    });
    expect(await push.send(notice, device)).toMatchObject({ outcome: 'refused', gone: true });
  });
});

/** As a browser does it (RFC 8291, section 4). */
function decrypted(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const length = body.readUInt8(20);
  const sender = body.subarray(21, 21 + length);
  const shared = browser.computeSecret(sender);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const key = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const derive = (label: string, size: number) =>
    Buffer.from(hkdfSync('sha256', key, salt, Buffer.from(`Content-Encoding: ${label}\0`), size));
  const sealed = body.subarray(21 + length);
  const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  cipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8');
}

/** The claims of a VAPID header whose signature holds (RFC 8292). */
function claims(authorization: string, publicKey: string): unknown {
  const [, token = '', key] = /^vapid t=([^,]+), k=(\S+)$/.exec(authorization) ?? [];
  expect(key).toBe(publicKey);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
  const holds = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(holds).toBe(true);
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}

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
