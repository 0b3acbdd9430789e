/**
 * Finds rows that are not as the companion left them. The ledger is the record: what an org row says differently is an
 * alteration, whoever made it, unless it is an input that people may give (design §1 and §4a).
 */
import { changeableContent, CONTENT_FIELDS, PROJECTED_FIELDS } from '../core/requests.ts';
import { differences, type FieldDifference, type Fields, type FieldValue } from './compare.ts';

/** A request as the companion last logged and wrote it. */
export interface LoggedRequest {
  /** The content of the last logged revision; null when none was logged, as after the repair of a forged row. */
  content: Fields | null;
  /** The state the ledger leaves it in; null as above. People's transitions are logged without being written. */
  state: string | null;
  /** Companion-owned fields as last written and confirmed. */
  projection: Fields;
  /** Companion-owned fields of a write that may be under way; null = none. */
  intended: Fields | null;
}

export interface FoundRequest {
  id: string;
  deleted: boolean;
  modifiedById: string;
  modifiedByName: string | null;
  modifiedAt: string;
  fields: Fields;
}

export interface Alteration {
  object: string;
  recordId: string;
  /** The external id of a companion-owned row; null for requests. */
  key: string | null;
  kind: 'changed' | 'deleted' | 'missing' | 'not ours';
  fields: FieldDifference[];
  /** Who changed the row last, as the org tells it. */
  by: string | null;
  byName: string | null;
  at: string | null;
}

/** Transitions that people make; all others are the companion's. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  New: ['Draft', 'Submitted'],
  Draft: ['Draft', 'Submitted', 'Cancelled'],
  Submitted: ['Cancelled'],
  Awaiting_decision: ['Cancelled'],
  More_information: ['Cancelled'],
};

const stateOf = (fields: Fields | null): FieldValue => fields?.['State__c'] ?? null;

/** What the row may say, the record's own reading first. */
function readings({ state, projection, intended }: LoggedRequest): [Fields, ...Fields[]] {
  const record = state === null ? projection : { ...projection, State__c: state };
  return intended ? [record, projection, { ...record, ...intended }] : [record, projection];
}

function changedFields(logged: LoggedRequest, found: Fields): FieldDifference[] {
  const accepted = readings(logged);
  const states = accepted.map(stateOf);
  const state = stateOf(found);
  const byPeople = states.some((from) => (PEOPLE[String(from)] ?? []).includes(String(state)));
  const owned = PROJECTED_FIELDS.filter((name) => name !== 'State__c' || !byPeople);
  const open = changeableContent(states, state);
  const closed = logged.content ? CONTENT_FIELDS.filter((name) => !open.has(name)) : [];
  return [...differences(owned, accepted, found), ...differences(closed, [logged.content ?? {}], found)];
}

/** A row nobody has logged yet may be a draft or submitted, and hold nothing that the companion owns. */
const UNWRITTEN: Fields = { State__c: 'Draft', Frozen__c: false };

function newFields(found: Fields): FieldDifference[] {
  const state = String(stateOf(found));
  const owned = PROJECTED_FIELDS.filter((name) => name !== 'State__c' || !PEOPLE['New']?.includes(state));
  return differences(owned, [UNWRITTEN], found);
}

/**
 * Holds one request row against its record.
 * @param logged null when the companion has never logged this request
 * @returns null when the row is as it may be
 */
export function requestAlteration(logged: LoggedRequest | null, found: FoundRequest): Alteration | null {
  const about = {
    object: 'Access_Request__c',
    recordId: found.id,
    key: null,
    by: found.modifiedById,
    byName: found.modifiedByName,
    at: found.modifiedAt,
  };
  if (found.deleted) {
    return logged ? { ...about, kind: 'deleted', fields: [] } : null;
  }
  const fields = logged ? changedFields(logged, found.fields) : newFields(found.fields);
  return fields.length > 0 ? { ...about, kind: 'changed', fields } : null;
}

/** What to write back: the logged values, the freeze, and the mark that tells the state table that this is a repair. */
export function requestRepair(alteration: Alteration, at: string): Fields {
  const logged = Object.fromEntries(alteration.fields.map(({ name, logged }) => [name, logged]));
  return { ...logged, Frozen__c: true, Restored_At__c: at };
}

/** A row that only the companion writes, as it was last written. */
export interface OwnedProjection {
  object: string;
  key: string;
  recordId: string | null;
  fields: Fields;
  intended: Fields | null;
}

export interface FoundRow {
  object: string;
  id: string;
  key: string | null;
  deleted: boolean;
  modifiedById: string;
  modifiedByName: string | null;
  modifiedAt: string;
  fields: Fields;
}

/**
 * Holds a companion-owned row against what was written.
 * @param written null when the companion wrote no such row
 */
export function ownedAlteration(written: OwnedProjection | null, found: FoundRow): Alteration | null {
  const about = {
    object: found.object,
    recordId: found.id,
    key: written?.key ?? found.key,
    by: found.modifiedById,
    byName: found.modifiedByName,
    at: found.modifiedAt,
  };
  if (!written) return found.deleted ? null : { ...about, kind: 'not ours', fields: [] };
  if (found.deleted) {
    // A row written anew after its deletion bears the same key; the deleted one is no news then.
    return written.recordId === found.id ? { ...about, kind: 'deleted', fields: [] } : null;
  }
  const accepted = written.intended
    ? [written.fields, { ...written.fields, ...written.intended }]
    : [written.fields];
  const names = [...new Set(accepted.flatMap((reading) => Object.keys(reading)))];
  const fields = differences(names, accepted, found.fields);
  return fields.length > 0 ? { ...about, kind: 'changed', fields } : null;
}

/** Rows of a complete reading that are not there at all: erased beyond the recycle bin. */
export function missingRows(written: readonly OwnedProjection[], found: readonly FoundRow[]): Alteration[] {
  const there = new Set(found.map(({ object, id }) => `${object} ${id}`));
  return written.flatMap((row) =>
    row.recordId === null || there.has(`${row.object} ${row.recordId}`)
      ? []
      : [
          {
            object: row.object,
            recordId: row.recordId,
            key: row.key,
            kind: 'missing' as const,
            fields: [],
            by: null,
            byName: null,
            at: null,
          },
        ],
  );
}
