/** What the relay needs of the store about rows of the org: what it is about to write, and what it has written. */
import type { Fields, FieldValue, RowReference, TimelineRow } from './rows.ts';

export interface Intention extends RowReference {
  recordId?: string;
  fields: Readonly<Record<string, FieldValue | RowReference>>;
  held?: boolean;
}

export interface Projection {
  /** As the org has taken it. */
  fields: Fields;
  /** Of the row's own object: its external id, or its record id. */
  key: string;
  /** What still waits to be written. */
  intended: Readonly<Record<string, FieldValue | RowReference>> | null;
}

export interface ProjectionRows {
  intend(intention: Intention): Promise<void>;
  abandon(row: RowReference): Promise<void>;
  get(object: string, key: string): Promise<Projection | null>;
  /** Log-ins of the request, and those as the user on the days of the span. */
  accesses(choice: {
    requestId: string;
    userId: string | null;
    from: string;
    to: string;
  }): Promise<Projection[]>;
  byRecord(object: string, recordId: string): Promise<Projection | null>;
  ofObject(object: string): Promise<Projection[]>;
  timeline(requestId: string): Promise<TimelineRow[]>;
}
