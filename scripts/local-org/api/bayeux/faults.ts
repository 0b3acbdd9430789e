/**
 * What can go wrong with the streaming of an org, for a simulator to bring about. The streaming face asks here before
 * it answers or delivers; nothing happens until somebody orders a fault, and `clear` ends all of them.
 */
import { randomUUID } from 'node:crypto';
import type { ChangeBus, ChangeType, Engine, PublishedChange } from '../../state/engine.ts';

export type MetaChannel = '/meta/handshake' | '/meta/connect' | '/meta/subscribe';

/** Reasons for which the platform refuses a message; the texts are those of its documentation. */
export const refusalReasons = {
  session: '401::Authentication invalid',
  clients: '403::Organization concurrent user limit exceeded',
  dailyEvents: '403::Organization total events daily limit exceeded',
  busy: '503::Server is too busy. Please try your request again later.',
} as const;
export type RefusalReason = keyof typeof refusalReasons;

interface Target {
  /** Object whose events are meant, e.g. `Account`; all when absent. */
  entity?: string;
}

export interface StreamFaults {
  /** Tells of changes that the org could not describe. The event is retained and delivered like any other. */
  gap(gap: {
    entity: string;
    changeType: Extract<ChangeType, `GAP_${string}`>;
    recordIds: readonly string[];
    commitUser: string;
  }): Promise<void>;
  /** The next `count` live events (default: all) reach no subscriber. A replay still shows them. */
  drop(target: Target & { count?: number }): void;
  /** Live events wait until `release` and then come late, behind younger ones; none is lost. */
  hold(target: Target): void;
  release(): void;
  /** The next `count` messages (default: all) of a kind are refused. */
  refuse(order: { on: MetaChannel; reason: RefusalReason; count?: number }): void;
  /** Every client is unknown at its next message and has to shake hands and subscribe again. */
  forgetClients(): void;
  /** No event is retained any more: replay ids of older events are refused. */
  forgetEvents(): Promise<void>;
  /** Ends all orders; held events are released. */
  clear(): void;
}

/** What the streaming face asks and offers. */
export interface FaultGate extends StreamFaults {
  /** The reason for which this message is to be refused, if any. Counts it. */
  refusalOf(channel: string): RefusalReason | undefined;
  /** Passes live events on, as far as no order stops them. */
  pass(events: readonly PublishedChange[], deliver: (event: PublishedChange) => void): void;
  /** Called when clients are to be forgotten. */
  onForget: () => void;
}

const gates = new WeakMap<ChangeBus, FaultGate>();

/** The streaming faults of an org. */
export function streamFaults(org: Engine): StreamFaults {
  return faultGate(org);
}

/** The same with what only the streaming face itself uses. */
export function faultGate(org: Engine): FaultGate {
  const known = gates.get(org.changes) ?? createGate(org);
  gates.set(org.changes, known);
  return known;
}

interface Held {
  event: PublishedChange;
  deliver: (event: PublishedChange) => void;
}

function createGate(org: Engine): FaultGate {
  let drops: { entity: string | undefined; left: number }[] = [];
  let refusals: { on: string; reason: RefusalReason; left: number }[] = [];
  let holds: Target[] = [];
  let held: Held[] = [];
  const means = (entity: string | undefined, event: PublishedChange) =>
    entity === undefined || entity.toLowerCase() === event.entityName.toLowerCase();
  const release = () => {
    const late = held;
    holds = [];
    held = [];
    for (const { event, deliver } of late) deliver(event);
  };
  const gate: FaultGate = {
    gap: async ({ entity, changeType, recordIds, commitUser }) => {
      const event = {
        ...{ entityName: entity, changeType, recordIds: [...recordIds], commitUser },
        ...{ changeOrigin: '', transactionKey: randomUUID(), sequenceNumber: 1 },
        ...{ commitTimestamp: org.clock.now().epochMilliseconds, changedFields: [], fields: {} },
      };
      org.changes.publish(await org.retained.add([event]));
    },
    drop: ({ entity, count = Infinity }) => void drops.push({ entity, left: count }),
    hold: (target) => void holds.push(target),
    release,
    refuse: ({ on, reason, count = Infinity }) => void refusals.push({ on, reason, left: count }),
    forgetClients: () => gate.onForget(),
    forgetEvents: () => org.retained.forget(),
    clear() {
      drops = [];
      refusals = [];
      release();
    },
    refusalOf(channel) {
      const order = refusals.find(({ on, left }) => on === channel && left > 0);
      if (order) order.left -= 1;
      return order?.reason;
    },
    pass(events, deliver) {
      for (const event of events) {
        const drop = drops.find(({ entity, left }) => left > 0 && means(entity, event));
        if (drop) drop.left -= 1;
        else if (holds.some(({ entity }) => means(entity, event))) held.push({ event, deliver });
        else deliver(event);
      }
    },
    onForget: () => undefined,
  };
  return gate;
}
