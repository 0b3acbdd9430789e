/** Web push: encrypted for one browser (RFC 8291), signed with our VAPID key (RFC 8292), sent to its push service. */
import { encryptNotification } from '@block65/webcrypto-web-push';
import type { OutgoingNotice, PushPort } from '../ports.ts';
import { type OutboundRules, post } from './outbound.ts';

/** The key pair by which push services know us; `subject` is where their operators reach ours (RFC 8292, 2.1). */
export interface VapidKeys {
  /** Uncompressed point, base64url. */
  publicKey: string;
  subject: string;
  /** ES256: the two halves of the signature, one after the other. */
  sign(data: string): Uint8Array;
}

/** A phone that is off for longer learns it by mail. */
const KEEP_SECONDS = 12 * 3600;
/** A lock screen shows two or three lines, and services take 4 kB in all. */
const LONGEST = 300;

/** Services take a day at most (RFC 8292, 2). */
const TOKEN_LASTS = Temporal.Duration.from({ hours: 12 });

export function createPushChannel(
  vapid: VapidKeys,
  rules: OutboundRules,
  now: () => Temporal.Instant,
): PushPort {
  return {
    publicKey: vapid.publicKey,
    send: async (notice, { endpoint, p256dh, auth }) => {
      const text = new TextEncoder().encode(JSON.stringify(pushMessage(notice)));
      const keys = { endpoint, expirationTime: null, keys: { p256dh, auth } };
      const body = await encryptNotification(keys, text).catch(() => null);
      if (body === null)
        return { outcome: 'refused', detail: 'The keys of the device are none.', gone: true };
      const headers = {
        authorization: authorization(vapid, endpoint, now()),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(KEEP_SECONDS),
        urgency: 'high',
        topic: topicOf(notice.deliveryId),
      };
      const { status, ...handed } = await post({ url: endpoint, headers, body }, rules);
      return status === 404 || status === 410 ? { ...handed, gone: true } : handed;
    },
  };
}

/** Pages behind the sign-in. */
const OPEN_PATHS = /^\/(requests|drills|signatures|history|roster|account)(\/|$)/;

/** A token for this one push service (RFC 8292, 3). */
function authorization(vapid: VapidKeys, endpoint: string, now: Temporal.Instant): string {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const exp = Math.floor(now.add(TOKEN_LASTS).epochMilliseconds / 1000);
  const claims = { aud: new URL(endpoint).origin, exp, sub: vapid.subject };
  const signed = `${encoded({ typ: 'JWT', alg: 'ES256' })}.${encoded(claims)}`;
  const signature = Buffer.from(vapid.sign(signed)).toString('base64url');
  return `vapid t=${signed}.${signature}, k=${vapid.publicKey}`;
}

/** What the service worker shows. The address is a path: a message cannot lead to another site. */
function pushMessage({ deliveryId, subject, form, language }: OutgoingNotice) {
  const facts = form.blocks.flatMap((block) =>
    block.kind === 'phrase' ? [`${block.label}: ${block.phrase}`] : [],
  );
  const url = form.blocks.flatMap((block) => (block.kind === 'action' ? [block.url] : []))[0];
  const path = url === undefined ? '/' : new URL(url).pathname;
  const body = [form.headline, ...facts].join('\n');
  return {
    title: subject.slice(0, LONGEST),
    body: body.slice(0, LONGEST),
    // What a phone keeps of a message opens nothing by itself: an address that holds a token stays in the mail.
    path: OPEN_PATHS.test(path) ? path : '/',
    tag: deliveryId,
    lang: language,
  };
}

/** At most 32 signs of base64url (RFC 8030, 5.4): a repeat replaces the message that still waits. */
function topicOf(deliveryId: string): string {
  return deliveryId.replaceAll('-', '').slice(0, 32);
}
