/** One row per message and recipient; the key makes a second announcement of the same thing no second message. */
import type { Queryable } from './database.ts';
import { type PageOf, table, type Where } from './table.ts';

export interface Message {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
}

export interface Delivery {
  id: string;
  orgId: string;
  key: string;
  requestId: string | null;
  contactId: string | null;
  kind: string;
  channel: string;
  message: Message;
  status: 'pending' | 'accepted' | 'failed';
  attempts: number;
  result: string | null;
  madeAt: string;
  settledAt: string | null;
}

const rows = table<Delivery>({
  name: 'delivery',
  key: ['id'],
  columns: {
    id: 'id',
    orgId: 'org_id',
    key: 'key',
    requestId: 'request_id',
    contactId: 'contact_id',
    kind: 'kind',
    channel: 'channel',
    message: { json: 'message' },
    status: 'status',
    attempts: 'attempts',
    result: 'result',
    madeAt: 'made_at',
    settledAt: 'settled_at',
  },
});

export interface DeliveryRows {
  get(id: string): Promise<Delivery | null>;
  /** @returns false when a delivery of this key is there already */
  put(delivery: Omit<Delivery, 'orgId' | 'status' | 'attempts' | 'result' | 'settledAt'>): Promise<boolean>;
  ofRequest(requestId: string): Promise<Delivery[]>;
  pending(): Promise<Delivery[]>;
  /** Newest first. */
  page(where: Omit<Where<Delivery>, 'orgId'>, page: PageOf): Promise<Delivery[]>;
  /** Notes one more attempt that came to no answer. */
  tried(id: string, result: string): Promise<void>;
  /** @returns false when it was settled already */
  settle(
    id: string,
    settled: { status: 'accepted' | 'failed'; result: string; settledAt: string },
  ): Promise<boolean>;
}

export function deliveryRows(query: Queryable, orgId: string): DeliveryRows {
  return {
    get: (id) => rows.first(query, { orgId, id }),
    put: (delivery) =>
      rows.insert(
        query,
        { orgId, status: 'pending', attempts: 0, result: null, settledAt: null, ...delivery },
        'ignore',
      ),
    ofRequest: (requestId) => rows.find(query, { orgId, requestId }, 'ORDER BY made_at, id'),
    pending: () => rows.find(query, { orgId, status: 'pending' }, 'ORDER BY made_at, id'),
    page: (where, page) => rows.page(query, { ...where, orgId }, { at: 'madeAt', id: 'id' }, page),
    tried: async (id, result) => {
      await query.query(
        'UPDATE delivery SET attempts = attempts + 1, result = $3 WHERE org_id = $1 AND id = $2',
        [orgId, id, result],
      );
    },
    settle: async (id, settled) => (await rows.update(query, { orgId, id, status: 'pending' }, settled)) > 0,
  };
}
