/** Stands between the org's commits and those who listen to its change events; faults make it drop, hold or blur them. */
import type { ChangeBus, ChangeType, PublishedChange } from '../state/engine.ts';

/** What to do with an event; undefined = none of this rule's business. */
export type EventRule = (event: PublishedChange) => 'drop' | 'hold' | 'gap' | undefined;

export class EventGate implements ChangeBus {
  readonly #bus: ChangeBus;
  readonly #rules = new Set<EventRule>();
  #held: PublishedChange[] = [];

  constructor(bus: ChangeBus) {
    this.#bus = bus;
  }

  publish(events: readonly PublishedChange[]): void {
    const passed = events.flatMap((event) => this.#pass(event));
    if (passed.length > 0) this.#bus.publish(passed);
  }

  subscribe(listener: (events: readonly PublishedChange[]) => void): () => void {
    return this.#bus.subscribe(listener);
  }

  /** Applies a rule to all later events; gives the function that ends it, which also lets go what was held. */
  add(rule: EventRule): () => void {
    this.#rules.add(rule);
    return () => {
      this.#rules.delete(rule);
      const held = this.#held;
      this.#held = [];
      // Other rules may still have a say.
      this.publish(held);
    };
  }

  /** Forgets what is held, for a reset. */
  clear(): void {
    this.#rules.clear();
    this.#held = [];
  }

  #pass(event: PublishedChange): PublishedChange[] {
    for (const rule of this.#rules) {
      const verdict = rule(event);
      if (verdict === 'drop') return [];
      if (verdict === 'gap') return [gapOf(event)];
      if (verdict === 'hold') {
        this.#held.push(event);
        return [];
      }
    }
    return [event];
  }
}

const GAPS: Readonly<Partial<Record<ChangeType, ChangeType>>> = {
  CREATE: 'GAP_CREATE',
  UPDATE: 'GAP_UPDATE',
  DELETE: 'GAP_DELETE',
  UNDELETE: 'GAP_UNDELETE',
};

/** That a record changed, without what changed: clients have to read it again. */
function gapOf(event: PublishedChange): PublishedChange {
  return { ...event, changeType: GAPS[event.changeType] ?? event.changeType, changedFields: [], fields: {} };
}
