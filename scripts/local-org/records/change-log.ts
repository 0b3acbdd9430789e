/** Gathers what a transaction changed, one event per record, for the bus to hear after the commit. */
import { randomUUID } from 'node:crypto';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { ChangeEvent, ChangeType } from '../state/engine.ts';
import type { Happening } from '../state/journal.ts';
import { storedFields } from '../state/schema.ts';
import type { Row } from './rows.ts';

/** Fields of an event's header or of no interest to a subscriber. */
const LEFT_OUT = ['Id', 'IsDeleted', 'SystemModstamp'];

export class ChangeLog {
  /** Users or permissions changed: what is remembered of anybody's access is stale. */
  accessChanged = false;
  /** What users did in the transaction, for the journal after the commit. */
  readonly happenings: Happening[] = [];
  #events = new Map<string, ChangeEvent>();
  readonly #transactionKey = randomUUID();
  readonly #metadata: OrgMetadata;

  constructor(metadata: OrgMetadata) {
    this.#metadata = metadata;
  }

  /** Notes a change; later changes of the same record in the transaction join the first event. */
  add(
    object: ObjectMetadata,
    change: { type: ChangeType; id: string; values: Row; user: string; at: Temporal.Instant },
  ): void {
    if (!this.#metadata.changeEventEntities.some((name) => name.toLowerCase() === object.name.toLowerCase()))
      return;
    const fields = visible(object, change.values, change.type === 'CREATE');
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
    return [...this.#events.values()].map((event, index) => ({ ...event, sequenceNumber: index + 1 }));
  }
}

/** Values for the event: on CREATE only those that are there, on UPDATE emptied fields as null. */
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
