/** One row per message, reader and channel; the key makes a second announcement of the same thing no second message. */
import type { Language } from '../core/sentences/languages.ts';
import type { NoticeForm } from '../core/notices.ts';
import { isAlive } from './companions.ts';
import type { Queryable } from './database.ts';
import { type PageOf, table, type Where } from './table.ts';

export interface Message {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Of all its words. */
  language?: Language;
  /** For channels that are not mail. */
  form?: NoticeForm;
  /** The same in English, for channels that programs read. */
  english?: { subject: string; form: NoticeForm };
}

/** `covered`: another message told this destination of the same matter within the minute. */
export type DeliveryStatus = 'pending' | 'accepted' | 'covered' | 'failed';

export interface Delivery {
  id: string;
  orgId: string;
  key: string;
  /** Key of the notice that goes out on several channels. */
  notice: string;
  matter: string;
  requestId: string | null;
  contactId: string | null;
  kind: string;
  channel: string;
  destination: string;
  message: Message;
  status: DeliveryStatus;
  /** `bounced`: its relay had taken it. */
  failure: 'refused' | 'gave_up' | 'bounced' | null;
  attempts: number;
  result: string | null;
  madeAt: string;
  nextAt: string | null;
  claimedBy: string | null;
  claimedUntil: string | null;
  settledAt: string | null;
}

const rows = table<Delivery>({
  name: 'delivery',
  key: ['id'],
  columns: {
    id: 'id',
    orgId: 'org_id',
    key: 'key',
    notice: 'notice',
    matter: 'matter',
    requestId: 'request_id',
    contactId: 'contact_id',
    kind: 'kind',
    channel: 'channel',
    destination: 'destination',
    message: { json: 'message' },
    status: 'status',
    failure: 'failure',
    attempts: 'attempts',
    result: 'result',
    madeAt: 'made_at',
    nextAt: 'next_at',
    claimedBy: 'claimed_by',
    claimedUntil: 'claimed_until',
    settledAt: 'settled_at',
  },
});

export type NewDelivery = Pick<
  Delivery,
  | 'id'
  | 'key'
  | 'notice'
  | 'matter'
  | 'requestId'
  | 'contactId'
  | 'kind'
  | 'channel'
  | 'destination'
  | 'message'
  | 'madeAt'
>;

const UNTRIED: Omit<Delivery, keyof NewDelivery | 'orgId'> = {
  ...{ status: 'pending', failure: null, attempts: 0, result: null },
  ...{ nextAt: null, claimedBy: null, claimedUntil: null, settledAt: null },
};

/** A contact whose mail came back for good at the last try: the address is wrong, or its owner has left. */
export interface Refusal {
  contactId: string;
  address: string;
  at: string;
  /** What the receiving side said. */
  detail: string;
}

export interface Turn {
  destination: string;
  matter: string;
  delivery: string;
  at: string;
}

export interface DeliveryRows {
  get(id: string): Promise<Delivery | null>;
  /** @returns false when a delivery of this key is there already */
  put(delivery: NewDelivery): Promise<boolean>;
  ofRequest(requestId: string): Promise<Delivery[]>;
  /** All channels of one notice to one reader. */
  ofNotice(notice: string): Promise<Delivery[]>;
  /** The same of several notices. */
  ofNotices(notices: readonly string[]): Promise<Delivery[]>;
  pending(): Promise<Delivery[]>;
  /** Ids of contacts whose last mail was refused. */
  unreachable(): Promise<string[]>;
  /** Newest first. */
  page(where: Omit<Where<Delivery>, 'orgId'>, page: PageOf): Promise<Delivery[]>;
  /** What never reached its reader, the latest first. */
  dead(limit: number): Promise<Delivery[]>;
  /** Contacts whose latest mail of all was refused for good. */
  refusals(): Promise<Refusal[]>;
  /** Within a unit: until its end nobody else takes it. `held`: a living companion is sending it at `now`. */
  lock(id: string, now: string): Promise<(Delivery & { held: boolean }) | null>;
  claim(id: string, claim: { by: string; until: string }): Promise<void>;
  /**
   * Takes the turn unless another delivery had it after `since`, or this one had and `again` is not set.
   * @returns null when it is taken; else who has it
   */
  turn(turn: Turn, options: { since: string; again: boolean }): Promise<Turn | null>;
  /** Gives the turn back: nothing went out. */
  yieldTurn(delivery: string): Promise<void>;
  /** Notes an attempt that came to nothing, and when the next one is due. */
  postpone(id: string, next: { at: string; result: string }): Promise<void>;
  /** It was taken, and came back. @returns false unless it counted as accepted */
  bounce(id: string, bounced: { at: string; detail: string }): Promise<boolean>;
  /** @returns false when it was settled already */
  settle(
    id: string,
    settled: Pick<Delivery, 'status' | 'result' | 'settledAt' | 'failure'>,
  ): Promise<boolean>;
}

export function deliveryRows(query: Queryable, orgId: string): DeliveryRows {
  return {
    get: (id) => rows.first(query, { orgId, id }),
    put: (delivery) => rows.insert(query, { orgId, ...UNTRIED, ...delivery }, 'ignore'),
    ofRequest: (requestId) => rows.find(query, { orgId, requestId }, 'ORDER BY made_at, id'),
    ofNotice: (notice) => rows.find(query, { orgId, notice }, 'ORDER BY made_at, id'),
    ofNotices: (notices) => rows.find(query, { orgId, notice: notices }, 'ORDER BY made_at, id'),
    unreachable: async () => {
      const { rows: last } = await query.query<{ contact_id: string; status: string }>(
        `SELECT DISTINCT ON (contact_id) contact_id, status FROM delivery
         WHERE org_id = $1 AND channel = 'mail' AND contact_id IS NOT NULL AND settled_at IS NOT NULL
         ORDER BY contact_id, settled_at DESC`,
        [orgId],
      );
      return last.flatMap(({ contact_id, status }) => (status === 'failed' ? [contact_id] : []));
    },
    pending: () => rows.find(query, { orgId, status: 'pending' }, 'ORDER BY made_at, id'),
    page: (where, page) => rows.page(query, { ...where, orgId }, { at: 'madeAt', id: 'id' }, page),
    dead: (limit) =>
      rows.find(
        query,
        { orgId, status: 'failed' },
        `ORDER BY settled_at DESC, id LIMIT ${Math.trunc(limit)}`,
      ),
    refusals: () => refusals(query, orgId),
    lock: async (id, now) => {
      const [row] = await rows.find(query, { orgId, id }, 'FOR UPDATE');
      if (!row) return null;
      const { claimedBy, claimedUntil } = row;
      if (claimedBy === null || claimedUntil === null) return { ...row, held: false };
      const ran =
        Temporal.Instant.compare(Temporal.Instant.from(now), Temporal.Instant.from(claimedUntil)) > 0;
      return { ...row, held: !ran && (await isAlive(query, claimedBy)) };
    },
    claim: async (id, { by, until }) => {
      await query.query(
        'UPDATE delivery SET claimed_by = $3, claimed_until = $4, attempts = attempts + 1 WHERE org_id = $1 AND id = $2',
        [orgId, id, by, until],
      );
    },
    turn: (turn, options) => takeTurn(query, orgId, turn, options),
    yieldTurn: async (delivery) => {
      await query.query('DELETE FROM delivery_turn WHERE org_id = $1 AND delivery = $2', [orgId, delivery]);
    },
    postpone: async (id, { at, result }) => {
      await rows.update(
        query,
        { orgId, id, status: 'pending' },
        { nextAt: at, result, claimedBy: null, claimedUntil: null },
      );
    },
    bounce: async (id, { at, detail }) => {
      const change = { status: 'failed', failure: 'bounced', result: detail, settledAt: at } as const;
      return (await rows.update(query, { orgId, id, status: 'accepted' }, change)) > 0;
    },
    settle: async (id, settled) => {
      const change = { ...settled, nextAt: null, claimedBy: null, claimedUntil: null };
      return (await rows.update(query, { orgId, id, status: 'pending' }, change)) > 0;
    },
  };
}

/** Turns older than a day say nothing any more; they go when another one is taken. */
async function takeTurn(
  query: Queryable,
  orgId: string,
  { destination, matter, delivery, at }: Turn,
  { since, again }: { since: string; again: boolean },
): Promise<Turn | null> {
  const { rowCount } = await query.query(
    `WITH old AS (
       DELETE FROM delivery_turn
       WHERE at < $5::timestamptz - interval '1 day' AND (org_id, destination, matter) <> ($1, $2, $3)
     )
     INSERT INTO delivery_turn (org_id, destination, matter, delivery, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (org_id, destination, matter) DO UPDATE SET delivery = EXCLUDED.delivery, at = EXCLUDED.at
     WHERE delivery_turn.at <= $6 OR ($7 AND delivery_turn.delivery = EXCLUDED.delivery)`,
    [orgId, destination, matter, delivery, at, since, again],
  );
  if ((rowCount ?? 0) > 0) return null;
  const found = await query.query<{ delivery: string; at: string }>(
    'SELECT delivery, at FROM delivery_turn WHERE org_id = $1 AND destination = $2 AND matter = $3',
    [orgId, destination, matter],
  );
  const [holder] = found.rows;
  return holder ? { destination, matter, ...holder } : null;
}

async function refusals(query: Queryable, orgId: string): Promise<Refusal[]> {
  const { rows: found } = await query.query<{
    contact_id: string;
    address: string;
    at: string;
    detail: string;
    failure: string | null;
  }>(
    `SELECT DISTINCT ON (contact_id) contact_id, message -> 'to' ->> 'address' AS address, settled_at AS at,
            coalesce(result, '') AS detail, failure
     FROM delivery
     WHERE org_id = $1 AND channel = 'mail' AND contact_id IS NOT NULL AND status IN ('accepted', 'failed')
     ORDER BY contact_id, settled_at DESC`,
    [orgId],
  );
  return found.flatMap(({ contact_id: contactId, address, at, detail, failure }) =>
    failure === 'refused' ? [{ contactId, address, at, detail }] : [],
  );
}
