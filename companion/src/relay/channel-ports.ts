/** What the relay needs of the channels besides mail. */
import type { Language } from '../core/sentences/languages.ts';
import type { NoticeForm } from '../core/notices.ts';
import type { Delivery, NewDelivery, PushSubscription, Turn } from './rows.ts';

/** How a channel answered. `later` may pass by itself; `unknown` tells that it may have gone out all the same. */
export type Handed =
  | { outcome: 'accepted'; detail: string }
  | { outcome: 'refused'; detail: string }
  | { outcome: 'later'; detail: string; retryAfterSeconds: number | null; unknown: boolean };

/** A notice as it leaves for a channel that is not mail. */
export interface OutgoingNotice {
  /** Stays the same when it is sent again. */
  deliveryId: string;
  kind: string;
  org: { id: string; name: string };
  requestId: string | null;
  madeAt: string;
  /** Of subject and form. */
  language: Language;
  subject: string;
  form: NoticeForm;
}

/** One configured destination: a Slack or Teams channel, another system. */
export interface ChannelPort {
  readonly name: string;
  /** For people: "Slack (security-slack)". */
  readonly label: string;
  /** The receiver can tell a repeat by its id; else a repeat whose fate is unknown waits until it is no nuisance. */
  readonly knowsRepeats: boolean;
  /** People read it in their own language; programs go by the names of facts and get the English ones. */
  readonly readBy: 'people' | 'programs';
  send(notice: OutgoingNotice): Promise<Handed>;
}

export interface PushPort {
  /** What browsers need to subscribe: the VAPID public key, base64url. */
  readonly publicKey: string;
  /** `gone`: the device has unsubscribed. */
  send(notice: OutgoingNotice, device: PushSubscription): Promise<Handed & { gone?: boolean }>;
}

/** What became of a delivery, for the metrics. Seconds from the notice to its end. */
export interface DeliveryMeasure {
  channel: string;
  kind: string;
  outcome: 'accepted' | 'covered' | 'refused' | 'gave_up' | 'bounced' | 'retried';
  seconds: number;
}

export interface DeliveryRows {
  get(id: string): Promise<Delivery | null>;
  put(delivery: NewDelivery): Promise<boolean>;
  ofRequest(requestId: string): Promise<Delivery[]>;
  ofNotice(notice: string): Promise<Delivery[]>;
  ofNotices(notices: readonly string[]): Promise<Delivery[]>;
  pending(): Promise<Delivery[]>;
  /** Ids of contacts whose last mail was refused. */
  unreachable(): Promise<string[]>;
  lock(id: string, now: string): Promise<(Delivery & { held: boolean }) | null>;
  claim(id: string, claim: { by: string; until: string }): Promise<void>;
  turn(turn: Turn, options: { since: string; again: boolean }): Promise<Turn | null>;
  yieldTurn(delivery: string): Promise<void>;
  /** @returns false unless it was taken by its relay before */
  bounce(id: string, bounced: { at: string; detail: string }): Promise<boolean>;
  postpone(id: string, next: { at: string; result: string }): Promise<void>;
  settle(
    id: string,
    settled: Pick<Delivery, 'status' | 'result' | 'settledAt' | 'failure'>,
  ): Promise<boolean>;
}

export interface PushSubscriptionRows {
  get(id: string): Promise<PushSubscription | null>;
  ofContact(contactId: string): Promise<PushSubscription[]>;
  put(subscription: Omit<PushSubscription, 'id'>): Promise<void>;
  removeOf(contactId: string, endpoint: string): Promise<boolean>;
  remove(id: string): Promise<void>;
}
