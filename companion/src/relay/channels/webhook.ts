/**
 * A signed webhook for other systems, by the Standard Webhooks specification (standardwebhooks.com): the id, the time and the
 * body are signed with HMAC-SHA-256. The id is the delivery's, so a repeat shows as one; the time bounds a replay.
 */
import { createHmac } from 'node:crypto';
import type { NoticeBlock } from '../../core/notices.ts';
import type { ChannelPort, OutgoingNotice } from '../ports.ts';
import { type OutboundRules, post } from './outbound.ts';

export interface WebhookDestination {
  name: string;
  url: string;
  /** `whsec_` and base 64, newest first. While a secret is being changed each message bears a signature by either. */
  secrets: readonly string[];
}

/** @param now for the time that is signed */
export function webhookChannel(
  { name, url, secrets }: WebhookDestination,
  rules: OutboundRules,
  now: () => Temporal.Instant,
): ChannelPort {
  return {
    name,
    label: `Webhook (${name})`,
    knowsRepeats: true,
    readBy: 'programs',
    send: (notice) => {
      const body = JSON.stringify(webhookEvent(notice));
      const timestamp = Math.floor(now().epochMilliseconds / 1000);
      const signatures = secrets.map((secret) => signatureOf(secret, notice.deliveryId, timestamp, body));
      return post(
        {
          url,
          headers: {
            'content-type': 'application/json',
            'webhook-id': notice.deliveryId,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': signatures.join(' '),
          },
          body,
        },
        rules,
      );
    },
  };
}

function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** @returns the event: what a program needs by name, and the words for people as they stand in the mail */
function webhookEvent({ kind, madeAt, org, requestId, subject, form }: OutgoingNotice) {
  return {
    type: `notice.${kind}`,
    timestamp: madeAt,
    data: {
      org,
      requestId,
      subject,
      headline: form.headline,
      facts: Object.fromEntries(form.blocks.flatMap(factsOf)),
      steps: form.blocks.flatMap((block) => (block.kind === 'steps' ? block.items : [])),
      url: form.blocks.flatMap((block) => (block.kind === 'action' ? [block.url] : []))[0] ?? null,
    },
  };
}

function factsOf(block: NoticeBlock): (readonly [string, string])[] {
  if (block.kind === 'facts') return [...block.rows];
  return block.kind === 'phrase' ? [[block.label, block.phrase]] : [];
}
