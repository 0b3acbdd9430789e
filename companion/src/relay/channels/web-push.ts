/** Web push: encrypted for one browser (RFC 8291), signed with our VAPID key (RFC 8292), sent to its push service. */
import { buildPushPayload } from '@block65/webcrypto-web-push';
import type { OutgoingNotice, PushPort } from '../ports.ts';
import { type OutboundRules, post } from './outbound.ts';

/** The key pair by which push services know us, base64url; `subject` is where their operators reach ours (RFC 8292, 2.1). */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
  subject: string;
}

/** A phone that is off for longer learns it by mail. */
const KEEP_SECONDS = 12 * 3600;
/** A lock screen shows two or three lines, and services take 4 kB in all. */
const LONGEST = 300;

export function createPushChannel(vapid: VapidKeys, rules: OutboundRules): PushPort {
  return {
    publicKey: vapid.publicKey,
    send: async (notice, { endpoint, p256dh, auth }) => {
      const { headers, body } = await buildPushPayload(
        {
          data: pushMessage(notice),
          options: { ttl: KEEP_SECONDS, urgency: 'high', topic: topicOf(notice.deliveryId) },
        },
        { endpoint, expirationTime: null, keys: { p256dh, auth } },
        vapid,
      );
      const { status, ...handed } = await post({ url: endpoint, headers: { ...headers }, body }, rules);
      return status === 404 || status === 410 ? { ...handed, gone: true } : handed;
    },
  };
}

/** What the service worker shows. The address is a path: a message cannot lead to another site. */
export function pushMessage({ deliveryId, subject, form }: OutgoingNotice) {
  const facts = form.blocks.flatMap((block) =>
    block.kind === 'phrase' ? [`${block.label}: ${block.phrase}`] : [],
  );
  const url = form.blocks.flatMap((block) => (block.kind === 'action' ? [block.url] : []))[0];
  const body = [form.headline, ...facts].join('\n');
  return {
    title: subject.slice(0, LONGEST),
    body: body.slice(0, LONGEST),
    path: url === undefined ? '/' : new URL(url).pathname,
    tag: deliveryId,
  };
}

/** At most 32 signs of base64url (RFC 8030, 5.4): a repeat replaces the message that still waits. */
function topicOf(deliveryId: string): string {
  return deliveryId.replaceAll('-', '').slice(0, 32);
}
