/** Hands a delivery to its channel, and turns every way of answering into one. */
import { AppError } from '../core/errors.ts';
import { MAIL, WEB_PUSH } from './channel-names.ts';
import { withToken } from './links.ts';
import type { Handed, OutgoingNotice, RelayPorts } from './ports.ts';
import type { Delivery } from './rows.ts';

export async function hand(ports: RelayPorts, delivery: Delivery): Promise<Handed> {
  const { channel } = delivery;
  if (channel === MAIL) return handMail(ports, delivery);
  if (channel === WEB_PUSH) return handPush(ports, delivery);
  const port = ports.channels.get(channel);
  return port
    ? port.send(noticeOf(ports, delivery))
    : { outcome: 'refused', detail: `No channel ${channel} is set up.` };
}

async function handMail(ports: RelayPorts, { id, message }: Delivery): Promise<Handed> {
  const { form: _, english: __, ...mail } = await withToken(ports, id, message);
  try {
    const { accepted, detail } = await ports.mail.send({ deliveryId: id, ...mail });
    return { outcome: accepted ? 'accepted' : 'refused', detail };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
    return { outcome: 'later', detail: error.message, retryAfterSeconds: null, unknown: false };
  }
}

async function handPush(ports: RelayPorts, delivery: Delivery): Promise<Handed> {
  const { org, store, push } = ports;
  const device = await store.rows(org.orgId).pushSubscriptions.get(delivery.destination);
  if (!device) return { outcome: 'refused', detail: 'Notices were turned off on this device.' };
  const { gone, ...handed } = await push.send(noticeOf(ports, delivery), device);
  if (gone) await store.unit(org.orgId, (unit) => unit.pushSubscriptions.remove(device.id));
  return handed;
}

function noticeOf(
  { org, channels }: RelayPorts,
  { id, kind, requestId, madeAt, channel, message }: Delivery,
): OutgoingNotice {
  const { english, text, language = 'en' } = message;
  const isForPrograms = channels.get(channel)?.readBy === 'programs';
  const { subject, form } = (isForPrograms ? english : undefined) ?? message;
  return {
    ...{ language: isForPrograms ? 'en' : language },
    ...{ deliveryId: id, kind, requestId, madeAt, subject, org: { id: org.orgId, name: org.name } },
    form: form ?? { headline: subject, blocks: [{ kind: 'text', text }], footer: '' },
  };
}
