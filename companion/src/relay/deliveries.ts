/**
 * One stored delivery for each message, reader and channel, one job for each delivery. Sending is at least once: what was
 * handed over just before a crash goes out again under the same id, by which mail programs, push services and other
 * systems know it for one. Slack and Teams do not: there a repeat whose fate is unknown waits for a minute.
 */
import { randomUUID } from 'node:crypto';
import { MAIL, WEB_PUSH } from './channel-names.ts';
import { clockTime, isBefore, later } from './clock.ts';
import { hand } from './handing.ts';
import type { MailContent } from './mails/layout.ts';
import type { Handed, RelayPorts, Unit } from './ports.ts';
import { concludeDelivery } from './receipts.ts';
import { nextAttempt } from './retries.ts';
import type { Delivery } from './rows.ts';
import type { SharedUnits } from './shared-units.ts';

/** The job's data names the delivery. */
export const DELIVER = 'delivery.send';

/** Of one matter nobody is told twice on one channel within this time. */
const APART = { minutes: 1 } as const;
/** Longer than any channel takes to answer; a killed companion's claim ends with it. */
const CLAIM = { minutes: 2 } as const;

export interface Letter {
  at: string;
  /** Of two letters of one key the first alone is sent. */
  key: string;
  kind:
    | 'request'
    | 'settled'
    | 'refused'
    | 'invitation'
    | 'grant'
    | 'revoke'
    | 'finding'
    | 'progress'
    | 'question'
    | 'reminder'
    | 'drill'
    | 'drill_reminder'
    | 'drill_result'
    | 'break-glass'
    | 'delegation'
    | 'look';
  requestId: string | null;
  /** As its key, if it is a matter of its own. */
  matter?: string;
  contact: { id: string | null; name: string; address: string };
  content: MailContent;
  /** Given when the message bears a token that derives from it. */
  id?: string;
}

/** Stores a letter that goes by mail alone, and its job. @returns false when a letter of this key was stored before */
export function postMail(unit: Unit, { content, ...letter }: Letter): Promise<boolean> {
  const { form: _, ...mail } = content;
  return put(unit, letter, { channel: MAIL, content: mail });
}

/**
 * Stores one of the messages of a notice, and its job.
 * @param way.device id of the subscription, for web push
 * @param way.english the same in English, where programs read it and the content is in another language
 */
export function post(
  unit: Unit,
  { content, ...letter }: Letter,
  { english, ...way }: { channel: string; device?: string; english?: MailContent | undefined },
): Promise<boolean> {
  const programs = english && { english: { subject: english.subject, form: english.form } };
  return put(unit, letter, { ...way, content: { ...content, ...programs } });
}

async function put(
  unit: Unit,
  { at, key, kind, requestId, matter = key, contact, id = randomUUID() }: Omit<Letter, 'content'>,
  way: { channel: string; device?: string; content: Omit<Delivery['message'], 'to'> },
): Promise<boolean> {
  const { channel, device, content } = way;
  const { name, address } = contact;
  const destination = device ?? (channel === MAIL ? `${MAIL}:${address.toLowerCase()}` : channel);
  const made = await unit.deliveries.put({
    ...{ id, key: `${key}:${device ?? channel}`, notice: key, matter, requestId, contactId: contact.id },
    ...{ kind, channel, destination, message: { to: { name, address }, ...content }, madeAt: at },
  });
  if (made) await unit.enqueue(DELIVER, { delivery: id }, { key: id });
  return made;
}

/** Carries out one job: sends the delivery, or finds that it is not its time. Safe to repeat, also side by side. */
export async function deliver(
  ports: RelayPorts,
  id: string,
  inSharedUnit: SharedUnits = (work) => ports.store.unit(ports.org.orgId, work),
): Promise<void> {
  const taken = await take(ports, id);
  if (taken === null) return;
  const handed = taken === 'covered' ? null : await hand(ports, taken);
  const at = await clockTime(ports);
  await inSharedUnit(async (unit) => {
    const delivery = await unit.deliveries.get(id);
    if (delivery?.status === 'pending') await conclude(unit, ports, delivery, handed, at);
  });
  // The next delivery does not wait until the org shows this one.
  ports.projector.soon();
}

/** @returns null when there is nothing to do now */
async function take(ports: RelayPorts, id: string): Promise<Delivery | 'covered' | null> {
  const { org, store, channels, companionId } = ports;
  const at = await clockTime(ports);
  return store.unit(org.orgId, async (unit) => {
    const delivery = await unit.deliveries.lock(id, at);
    if (delivery?.status !== 'pending' || delivery.held) return null;
    if (delivery.nextAt !== null && isBefore(at, delivery.nextAt)) {
      await tryAt(unit, id, delivery.nextAt);
      return null;
    }
    const { destination, matter, channel } = delivery;
    const before = await unit.deliveries.turn(
      { destination, matter, delivery: id, at },
      {
        since: Temporal.Instant.from(at).subtract(APART).toString(),
        again: channels.get(channel)?.knowsRepeats ?? true,
      },
    );
    if (before !== null) {
      const other = before.delivery === id ? null : await unit.deliveries.get(before.delivery);
      if (other?.status === 'accepted') return 'covered';
      const next = later(before.at, APART);
      await unit.deliveries.postpone(id, { at: next, result: 'Another message is on its way.' });
      await tryAt(unit, id, next);
      return null;
    }
    await unit.deliveries.claim(id, { by: companionId, until: later(at, CLAIM) });
    return { ...delivery, attempts: delivery.attempts + 1 };
  });
}

const tryAt = (unit: Unit, id: string, at: string) =>
  unit.enqueue(DELIVER, { delivery: id }, { key: id, at });

/** @param handed null: it was covered by another message */
async function conclude(
  unit: Unit,
  ports: RelayPorts,
  delivery: Delivery,
  handed: Handed | null,
  at: string,
): Promise<void> {
  const { id } = delivery;
  if (handed === null) return concludeDelivery(unit, ports, delivery, { status: 'covered', at });
  if (handed.outcome === 'accepted') {
    return concludeDelivery(unit, ports, delivery, { status: 'accepted', detail: handed.detail, at });
  }
  // Nothing went out, so others need not wait. What may have gone out keeps its turn.
  if (handed.outcome === 'refused' || !handed.unknown) await unit.deliveries.yieldTurn(id);
  const next = handed.outcome === 'later' ? retryOf(ports, delivery, handed.retryAfterSeconds, at) : null;
  if (next !== null) {
    await unit.deliveries.postpone(id, { at: next, result: handed.detail });
    await tryAt(unit, id, next);
    const { channel, kind } = delivery;
    ports.measure({ channel, kind, outcome: 'retried', seconds: 0 });
    return;
  }
  const failure = handed.outcome === 'refused' ? 'refused' : 'gave_up';
  await concludeDelivery(unit, ports, delivery, { status: 'failed', failure, detail: handed.detail, at });
  await mailInstead(unit, delivery, at);
}

function retryOf(
  { random }: RelayPorts,
  { channel, attempts, madeAt }: Delivery,
  retryAfterSeconds: number | null,
  now: string,
): string | null {
  const [byte = 0] = random(1);
  return nextAttempt({ channel, attempts, madeAt, now, retryAfterSeconds, random: byte / 256 });
}

/** Mail steps in when no other channel has taken the notice, or still may. */
async function mailInstead(unit: Unit, failed: Delivery, at: string): Promise<void> {
  const { notice, matter, kind, requestId, contactId, message } = failed;
  if (failed.channel === MAIL) return;
  const others = (await unit.deliveries.ofNotice(notice)).filter(({ id }) => id !== failed.id);
  const isOnItsWay = ({ channel, status }: Delivery) => channel !== WEB_PUSH && status !== 'failed';
  if (others.some(({ channel }) => channel === MAIL) || others.some(isOnItsWay)) return;
  const { to, form: _, english: __, ...content } = message;
  await put(
    unit,
    { at, key: notice, kind: kind as Letter['kind'], requestId, matter, contact: { id: contactId, ...to } },
    { channel: MAIL, content },
  );
}
