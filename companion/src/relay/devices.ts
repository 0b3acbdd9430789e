/** Devices on which a contact has turned notices on, by himself and signed in; the roster says nothing of them. */
import { AppError } from '../core/errors.ts';
import { clockTime } from './clock.ts';
import type { RelayPorts } from './ports.ts';
import { standing } from './roster.ts';

/** A person has a few; more are left-overs of browsers that forgot to unsubscribe. */
const MOST = 10;

export interface DevicesView {
  /** What the browser subscribes with (VAPID), base64url. */
  publicKey: string;
  /** On how many devices of this contact notices are on. */
  count: number;
}

/** What a browser gives (Push API): the address at its push service, and keys for it alone. */
export interface NewDevice {
  endpoint: string;
  p256dh: string;
  auth: string;
}

export async function devicesOf({ org, store, push }: RelayPorts, contactId: string): Promise<DevicesView> {
  const devices = await store.rows(org.orgId).pushSubscriptions.ofContact(contactId);
  return { publicKey: push.publicKey, count: devices.length };
}

/** Turns notices on; the oldest devices give way to the newest. @throws AppError not_signed_in */
export async function addDevice(ports: RelayPorts, contactId: string, device: NewDevice): Promise<void> {
  const { org, store } = ports;
  const madeAt = await clockTime(ports);
  await store.unit(org.orgId, async (unit) => {
    const contact = await unit.contacts.get(contactId);
    if (!contact || standing(contact)?.active !== true)
      throw new AppError('not_signed_in', 'You are no longer on the roster.');
    await unit.pushSubscriptions.put({ contactId, madeAt, ...device });
    const all = await unit.pushSubscriptions.ofContact(contactId);
    for (const { id } of all.slice(0, -MOST)) await unit.pushSubscriptions.remove(id);
  });
}

export async function removeDevice(
  { org, store }: RelayPorts,
  contactId: string,
  endpoint: string,
): Promise<void> {
  await store.unit(org.orgId, (unit) => unit.pushSubscriptions.removeOf(contactId, endpoint));
}
