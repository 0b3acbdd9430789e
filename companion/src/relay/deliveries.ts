/**
 * One stored delivery for each message and reader, one job for each delivery. Sending is at least once: a mail that was
 * handed over just before a crash goes out again with the same Message-ID, and shows as one.
 */
import { randomUUID } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import { withToken } from './links.ts';
import { timelineIntention } from './org-rows.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { Delivery } from './rows.ts';
import { writeSoon } from './writing.ts';

/** The job's data names the delivery. */
export const DELIVER = 'delivery.send';

export interface Letter {
  at: string;
  /** Of two letters of one key the first alone is sent. */
  key: string;
  kind: 'request' | 'settled' | 'refused' | 'invitation' | 'grant' | 'revoke' | 'finding';
  requestId: string | null;
  contact: { id: string | null; name: string; address: string };
  content: { subject: string; text: string; html: string };
  /** Given when the message bears a token that derives from it. */
  id?: string;
}

/** Stores a letter and its job. @returns false when a letter of this key was stored before */
export async function postMail(unit: Unit, letter: Letter): Promise<boolean> {
  const { at, key, kind, requestId, contact, content, id = randomUUID() } = letter;
  const to = { name: contact.name, address: contact.address };
  const message = { to, ...content };
  const made = { id, key, requestId, contactId: contact.id, kind, channel: 'mail', message, madeAt: at };
  if (!(await unit.deliveries.put(made))) return false;
  await unit.enqueue(DELIVER, { delivery: id }, { key: id });
  return true;
}

/** @param last no further attempt follows: what does not go out now has failed */
export async function deliver(ports: RelayPorts, id: string, last: boolean): Promise<void> {
  const { org, store, mail } = ports;
  const delivery = await store.rows(org.orgId).deliveries.get(id);
  if (delivery?.status !== 'pending') return;
  const message = await withToken(ports, id, delivery.message);
  const result = await attempt(() => mail.send({ deliveryId: id, ...message }));
  if (result instanceof AppError) {
    await store.unit(org.orgId, (unit) => unit.deliveries.tried(id, result.message));
    if (!last) throw result;
  }
  const settled = result instanceof AppError ? { accepted: false, detail: result.message } : result;
  const at = await clockTime(ports);
  await store.unit(org.orgId, (unit) => settle(unit, org.orgId, delivery, { ...settled, at }));
  await writeSoon(ports);
}

async function attempt<Result>(send: () => Promise<Result>): Promise<Result | AppError> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return error;
    throw error;
  }
}

async function settle(
  unit: Unit,
  orgId: string,
  delivery: Delivery,
  { accepted, detail, at }: { accepted: boolean; detail: string; at: string },
): Promise<void> {
  const { id, requestId, contactId, kind, channel, message } = delivery;
  const result = accepted ? 'accepted' : 'failed';
  if (!(await unit.deliveries.settle(id, { status: result, result: detail, settledAt: at }))) return;
  const pointer = await unit.append({
    v: 1,
    type: 'notice',
    org: orgId,
    at,
    request: requestId,
    contact: contactId,
    kind,
    channel,
    delivery: id,
    result,
  });
  if (requestId === null) return;
  const words = accepted ? 'was handed over' : 'could not be delivered';
  const entry = {
    requestId,
    kind: 'Notice' as const,
    at,
    actor: null,
    textKey: `notice.${kind}.${result}`,
    values: { to: message.to.name, channel, subject: message.subject },
    summary: `Mail to ${message.to.name} ${words}: ${message.subject}`,
  };
  await unit.projections.intend(timelineIntention(orgId, entry, pointer));
}
