/** Gathers what a transaction changed and makes its events: what the same change did to several records is one event. */
import { randomUUID } from 'node:crypto';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { ChangeEvent, ChangeType } from '../state/engine.ts';
import type { Entry } from '../state/journal.ts';
import { currentOrigin } from '../state/origin.ts';
import { storedFields } from '../state/schema.ts';
import type { Row } from './rows.ts';

/** Fields of an event's header or of no interest to a subscriber. */
const LEFT_OUT = ['Id', 'IsDeleted', 'SystemModstamp'];

/** Changes of one transaction that get events of their own; a changed field counts as one, as does a new or deleted record. */
const MOST_CHANGES = 100_000;
/** The id that stands in for the records of an overflow event. */
const NO_RECORD = '000000000000000AAA';

export class ChangeLog {
  /** Users or permissions changed: what is remembered of anybody's access is stale. */
  accessChanged = false;
  /** Objects of which a record was written, whoever listens. */
  readonly written = new Set<string>();
  /** What users did in the transaction, for the journal after the commit. */
  readonly happenings: Entry[] = [];
  #events = new Map<string, ChangeEvent>();
  readonly #transactionKey = randomUUID();
  readonly #origin: string;
  readonly #metadata: OrgMetadata;

  /** `origin` is the API that the change comes by: that of the call under way unless it is named. */
  constructor(metadata: OrgMetadata, origin = currentOrigin()) {
    this.#metadata = metadata;
    this.#origin = origin;
  }

  /** Notes a change; later changes of the same record in the transaction join the first event. */
  add(
    object: ObjectMetadata,
    change: { type: ChangeType; id: string; values: Row; user: string; at: Temporal.Instant },
  ): void {
    this.written.add(object.name);
    if (!this.#metadata.changeEventEntities.some((name) => name.toLowerCase() === object.name.toLowerCase()))
      return;
    const fields = visible(object, change.values, change.type !== 'UPDATE');
    const known = this.#events.get(change.id);
    if (known && change.type === 'UPDATE') {
      const changed = known.changeType === 'UPDATE' ? [...known.changedFields, ...Object.keys(fields)] : [];
      const joined = { fields: { ...known.fields, ...fields }, changedFields: [...new Set(changed)] };
      this.#events.set(change.id, { ...known, ...joined });
      return;
    }
    // A record made and deleted in one transaction was never there for anybody.
    if (known?.changeType === 'CREATE' && change.type === 'DELETE') {
      this.#events.delete(change.id);
      return;
    }
    this.#events.set(change.id, {
      entityName: object.name,
      changeType: change.type,
      recordIds: [change.id],
      changeOrigin: this.#origin,
      commitUser: change.user,
      commitTimestamp: change.at.epochMilliseconds,
      transactionKey: this.#transactionKey,
      sequenceNumber: 0,
      changedFields: change.type === 'UPDATE' ? Object.keys(fields) : [],
      fields: change.type === 'DELETE' ? {} : fields,
    });
  }

  /** A point to which `rewind` returns. */
  mark(): Map<string, ChangeEvent> {
    // Events are replaced, never changed, so the map alone is copied.
    return new Map(this.#events);
  }

  /** Forgets what was noted since `mark`: it was undone. */
  rewind(mark: Map<string, ChangeEvent>): void {
    this.#events = mark;
  }

  /** The events in order, numbered from one. */
  events(): ChangeEvent[] {
    const { told, untold } = withinLimit([...this.#events.values()]);
    return [...merged(told), ...overflow(untold)].map((event, index) => ({
      ...event,
      sequenceNumber: index + 1,
    }));
  }
}

/** The first 100,000 changes, and the events of what comes after them. */
function withinLimit(events: readonly ChangeEvent[]): { told: ChangeEvent[]; untold: ChangeEvent[] } {
  let changes = 0;
  const first = events.findIndex((event) => {
    changes += event.changeType === 'UPDATE' ? event.changedFields.length : 1;
    return changes > MOST_CHANGES;
  });
  return first === -1
    ? { told: [...events], untold: [] }
    : { told: events.slice(0, first), untold: events.slice(first) };
}

/** One event for the records of an object to which the same happened within a second. New records keep their own. */
function merged(events: readonly ChangeEvent[]): ChangeEvent[] {
  const groups = new Map<string, ChangeEvent>();
  for (const event of events) {
    const { entityName, changeType, changedFields, fields, commitUser, commitTimestamp, recordIds } = event;
    const same =
      changeType === 'CREATE'
        ? recordIds[0]
        : JSON.stringify([
            entityName,
            changeType,
            changedFields,
            fields,
            commitUser,
            Math.floor(commitTimestamp / 1000),
          ]);
    const group = groups.get(same ?? '');
    if (group) group.recordIds.push(...recordIds);
    else groups.set(same ?? '', { ...event, recordIds: [...recordIds] });
  }
  return [...groups.values()];
}

/** One event without any detail for each object of which changes were left out. */
function overflow(untold: readonly ChangeEvent[]): ChangeEvent[] {
  const firsts = new Map(untold.toReversed().map((event) => [event.entityName, event] as const));
  return [...firsts.values()].toReversed().map((event) => ({
    ...event,
    changeType: 'GAP_OVERFLOW',
    recordIds: [NO_RECORD],
    changedFields: [],
    fields: {},
  }));
}

/** Values for the event: on UPDATE emptied fields as null, otherwise only those that are there. */
function visible(object: ObjectMetadata, values: Row, filledOnly: boolean): Record<string, unknown> {
  return Object.fromEntries(
    storedFields(object)
      .filter(({ name, type }) => !LEFT_OUT.includes(name) && type !== 'base64')
      .flatMap(({ name }) => {
        const value = values[name];
        return value === undefined || (filledOnly && value === null) ? [] : [[name, value]];
      }),
  );
}
