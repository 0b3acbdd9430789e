/** Devices on which contacts have turned notices on; the address and keys of each come from its browser. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface PushSubscriptionRow {
  id: string;
  orgId: string;
  contactId: string;
  endpoint: string;
  /** The browser's public key and secret, base64url (RFC 8291). */
  p256dh: string;
  auth: string;
  madeAt: string;
}

const rows = table<PushSubscriptionRow>({
  name: 'push_subscription',
  key: ['endpoint'],
  columns: {
    id: 'id',
    orgId: 'org_id',
    contactId: 'contact_id',
    endpoint: 'endpoint',
    p256dh: 'p256dh',
    auth: 'auth',
    madeAt: 'made_at',
  },
});

export interface PushSubscriptionRows {
  get(id: string): Promise<PushSubscriptionRow | null>;
  ofContact(contactId: string): Promise<PushSubscriptionRow[]>;
  /** A device belongs to the contact who signed in on it last. */
  put(subscription: Omit<PushSubscriptionRow, 'id' | 'orgId'>): Promise<void>;
  /** @returns whether it was this contact's */
  removeOf(contactId: string, endpoint: string): Promise<boolean>;
  /** The push service knows it no more. */
  remove(id: string): Promise<void>;
}

export function pushSubscriptionRows(query: Queryable, orgId: string): PushSubscriptionRows {
  return {
    get: (id) => rows.first(query, { orgId, id }),
    ofContact: (contactId) => rows.find(query, { orgId, contactId }, 'ORDER BY made_at, id'),
    put: async (subscription) => {
      await rows.insert(query, { id: randomUUID(), orgId, ...subscription }, 'replace');
    },
    removeOf: async (contactId, endpoint) => (await rows.remove(query, { orgId, contactId, endpoint })) > 0,
    remove: async (id) => {
      await rows.remove(query, { orgId, id });
    },
  };
}
