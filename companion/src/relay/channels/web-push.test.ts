import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readVapidKeys } from '../../run/vapid.ts';
import { openReceiver, type Receiver } from '../fixtures/receivers.ts';
import { notice, ORIGIN } from '../fixtures/sample-notice.ts';
import { createPushChannel } from './web-push.ts';

const LOCAL = { allowLocalHttp: true, allowPrivate: false };
let receiver: Receiver;
let folder: string;
beforeAll(async () => {
  receiver = await openReceiver();
  folder = mkdtempSync(join(tmpdir(), 'push-'));
});
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
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
    const [received] = receiver.received;
    if (!received) throw new Error('nothing was received');
    const { headers, body } = received;
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' });
    const shown = JSON.parse(decrypted(body, browser, auth)) as Record<string, string>;
    expect(shown['title']).toBe(notice.subject);
    expect(shown['body']).toContain('amber-heron-quartz');
    expect(shown['path']).toBe('/requests/00D5800000HANSEEAO/a01580000000001EAA');
    // A lock screen shows it to whoever holds the phone: no address, and no more than the mail's first lines.
    expect(`${shown['title']} ${shown['body']}`).not.toContain(ORIGIN);
    expect(Object.keys(shown).sort()).toEqual(['body', 'lang', 'path', 'tag', 'title']);
    expect(claims(String(headers.authorization), vapid.publicKey)).toMatchObject({
      aud: receiver.url,
      sub: 'mailto:relay@bank.example',
    });
    expect(await push.send(notice, device)).toMatchObject({ outcome: 'refused', gone: true });
  });

  test('leads to pages behind the sign-in alone: an address that holds a token stays in the mail [D108 U24]', async () => {
    const pathOf = async (path: string) => {
      const browser = createECDH('prime256v1');
      browser.generateKeys();
      const auth = randomBytes(16);
      receiver.answers = [{ status: 201 }];
      const push = createPushChannel(
        readVapidKeys(join(folder, 'vapid.json'), 'relay@bank.example'),
        LOCAL,
        () => Temporal.Instant.from(notice.madeAt),
      );
      const action = { kind: 'action' as const, label: 'Open', url: `${ORIGIN}${path}` };
      await push.send(
        { ...notice, form: { ...notice.form, blocks: [action] } },
        {
          ...{ id: 'd', contactId: 'c', madeAt: notice.madeAt, endpoint: `${receiver.url}/push/abc` },
          ...{ p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') },
        },
      );
      const { body } = receiver.received.at(-1) ?? { body: Buffer.alloc(0) };
      return (JSON.parse(decrypted(body, browser, auth)) as Record<string, string>)['path'];
    };
    expect(await pathOf('/signatures/roster-change/a02')).toBe('/signatures/roster-change/a02');
    expect(await pathOf('/enrol/t0k3n')).toBe('/');
    expect(await pathOf('/grants/t0k3n/decline')).toBe('/');
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
