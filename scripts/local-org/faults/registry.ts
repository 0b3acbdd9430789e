/** The faults that are in force, what each has met, and how each begins and ends. */
import { z } from 'zod';
import type { UsageMeter } from '../api/limits.ts';
import { notFound, OrgError } from '../errors.ts';
import type { Engine, PublishedChange } from '../state/engine.ts';
import type { EventGate, EventRule } from './event-gate.ts';
import { FaultOrder, isRequestFault } from './format.ts';
import type { EventFault, Fault, FaultInput, RequestFault, StateFault } from './format.ts';

/** A fault as the simulator lists it. */
export interface FaultState {
  id: string;
  fault: Fault;
  /** When it was made, by the org's clock. */
  since: string;
  /** Requests or events that it met. */
  hits: number;
  /** Times that it will still do so; null = until it is cleared, 0 = it is over. */
  left: number | null;
}

interface Entry extends FaultState {
  /** Matching requests that are still let pass. */
  skip: number;
  until: Temporal.Instant | null;
  end: () => void;
}

export interface FaultWorld {
  engine: Engine;
  usage: UsageMeter;
  gate: EventGate;
}

/** Faults that are over and still listed, so that a test can see what they met. */
const REMEMBERED = 50;

export class Faults {
  readonly #world: FaultWorld;
  readonly #entries = new Map<string, Entry>();
  #last = 0;

  constructor(world: FaultWorld) {
    this.#world = world;
    world.engine.onReset(() => this.#forget());
  }

  /** Makes a fault. @throws OrgError 400 for one that is written wrongly or names a user that is not there */
  add(order: FaultInput): Promise<FaultState> {
    return this.make(order);
  }

  /** The same for an order from outside. */
  async make(order: unknown): Promise<FaultState> {
    const parsed = FaultOrder.safeParse(order ?? {});
    if (!parsed.success) throw new OrgError(400, 'INVALID_INPUT', z.prettifyError(parsed.error));
    const fault = parsed.data;
    const now = this.#world.engine.clock.now();
    this.#last += 1;
    const entry: Entry = {
      id: `f${this.#last}`,
      fault,
      since: now.toString(),
      hits: 0,
      left: 'times' in fault && fault.times !== undefined ? fault.times : null,
      skip: 'skip' in fault ? fault.skip : 0,
      until: 'for' in fault && fault.for !== undefined ? after(now, fault.for) : null,
      end: () => undefined,
    };
    if (!isRequestFault(fault)) entry.end = await this.#begin(fault, entry);
    this.#entries.set(entry.id, entry);
    this.#trim();
    return shown(entry);
  }

  /** All that are in force, and the last that are over; oldest first. */
  list(): FaultState[] {
    this.#endOverdue();
    return [...this.#entries.values()].map(shown);
  }

  /** Ends one fault, or all. @throws OrgError 404 */
  clear(id?: string): void {
    if (id === undefined) {
      for (const entry of this.#entries.values()) this.#finish(entry);
      this.#entries.clear();
      return;
    }
    const entry = this.#entries.get(id);
    if (!entry) throw notFound(`There is no fault ${id}`);
    this.#finish(entry);
    this.#entries.delete(id);
  }

  /** The faults that meet a request, each counted. `matches` tells whether a fault's scope covers it. */
  async meet(matches: (fault: RequestFault) => Promise<boolean>): Promise<RequestFault[]> {
    this.#endOverdue();
    const met: RequestFault[] = [];
    for (const entry of this.#entries.values()) {
      const { fault } = entry;
      if (entry.left === 0 || !isRequestFault(fault) || !(await matches(fault))) continue;
      if (entry.skip > 0) entry.skip -= 1;
      else if (this.#count(entry)) met.push(fault);
    }
    return met;
  }

  /** False when another request took the last time meanwhile. */
  #count(entry: Entry): boolean {
    if (entry.left === 0) return false;
    entry.hits += 1;
    if (entry.left !== null) entry.left -= 1;
    if (entry.left === 0) this.#finish(entry);
    return true;
  }

  #finish(entry: Entry): void {
    entry.left = 0;
    const { end } = entry;
    entry.end = () => undefined;
    end();
  }

  #endOverdue(): void {
    const now = this.#world.engine.clock.now();
    for (const entry of this.#entries.values()) {
      if (entry.left !== 0 && entry.until && Temporal.Instant.compare(entry.until, now) <= 0)
        this.#finish(entry);
    }
  }

  #trim(): void {
    const over = [...this.#entries.values()].filter(({ left }) => left === 0);
    for (const { id } of over.slice(0, Math.max(0, over.length - REMEMBERED))) this.#entries.delete(id);
  }

  /** At a reset the org's own parts are put back by itself. */
  #forget(): void {
    this.#entries.clear();
    this.#last = 0;
    this.#world.gate.clear();
    this.#world.engine.switches.withheld.clear();
    this.#world.usage.reset();
  }

  /** Brings a state about; gives the function that ends it. */
  async #begin(fault: StateFault | EventFault, entry: Entry): Promise<() => void> {
    const { engine, usage, gate } = this.#world;
    const { switches, clock } = engine;
    switch (fault.kind) {
      case 'lost-permission': {
        const user = await engine.findUser(fault.user);
        if (!user) throw new OrgError(400, 'INVALID_INPUT', `The org has no user ${fault.user}`);
        const { permission, permissionSet } = fault;
        return switches.withheld.add({ userId: user.id, permission, permissionSet });
      }
      case 'missing-licence': {
        const before = switches.eventLogLicence;
        switches.eventLogLicence = false;
        return () => (switches.eventLogLicence = before);
      }
      case 'api-usage':
        return usage.pretend(fault.used, fault.max);
      case 'late-event-log': {
        const before = switches.eventLogArrival.current;
        switches.eventLogArrival.change({ least: fault.least, most: fault.most }, clock.now());
        return () => switches.eventLogArrival.change(before, clock.now());
      }
      case 'replay-gap':
        await engine.retained.forget();
        entry.hits = 1;
        entry.left = 0;
        return () => undefined;
      case 'drop-events':
        return gate.add(this.#rule('drop', fault.entity, entry));
      case 'hold-events':
        return gate.add(this.#rule('hold', fault.entity, entry));
      case 'gap-events':
        return gate.add(this.#rule('gap', fault.entity, entry));
    }
  }

  #rule(verdict: ReturnType<EventRule>, entity: string | undefined, entry: Entry): EventRule {
    return (event: PublishedChange) => {
      this.#endOverdue();
      const meant = entity === undefined || event.entityName.toLowerCase() === entity.toLowerCase();
      return entry.left !== 0 && meant && this.#count(entry) ? verdict : undefined;
    };
  }
}

function shown({ id, fault, since, hits, left }: Entry): FaultState {
  return { id, fault, since, hits, left };
}

function after(now: Temporal.Instant, duration: string): Temporal.Instant {
  const length = Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo: '2026-01-01' });
  return now.add({ milliseconds: Math.round(length) });
}
