/** Rows of the database as records of the REST API. */
import type { ObjectMetadata } from '../metadata/model.ts';
import type { SRecord, UserContext } from '../state/engine.ts';
import { formatted } from './format.ts';
import type { ChildQuery, ParentOutput, RecordQuery, TypeofOutput, ValueOutput } from './outputs.ts';
import { NAME_ENTITY } from './polymorphic.ts';

/** Puts a part of a row into its record. */
type Place = (record: SRecord, row: unknown[]) => void;

/** What the shapes of a query's rows share. */
export interface ShapeOptions {
  /** API version of the addresses, e.g. `68.0`. */
  version: string;
  childrenOf: (child: ChildQuery, parentId: string) => SRecord[];
}

/** Address of a record; objects without ids show the empty id. */
export function recordUrl(version: string, object: string, id: string | null): string {
  return `/services/data/v${version}/sobjects/${object}/${id ?? '000000000000000AAA'}`;
}

function emptyRecord(type: string, url: string): SRecord {
  return { attributes: { type, url } };
}

/** Prepares a query's shape once, for any number of rows. */
export function shaper(query: RecordQuery, options: ShapeOptions): (row: unknown[]) => SRecord {
  const { object } = query;
  const hasId = object.fields.has('id');
  const places = query.outputs.map((output): Place => {
    switch (output.kind) {
      case 'child':
        return (record, row) => {
          record[output.name] = childResult(options.childrenOf(output, String(row[0])));
        };
      case 'parent':
        return parentPlace(output, options.version);
      case 'typeof':
        return typeofPlace(output, options.version);
      case 'value':
        return valuePlace(output, query.context.user);
    }
  });
  const base = recordUrl(options.version, object.name, '');
  const none = recordUrl(options.version, object.name, null);
  return (row) => {
    const record = emptyRecord(object.name, hasId ? base + String(row[0]) : none);
    for (const place of places) place(record, row);
    return record;
  };
}

function childResult(records: SRecord[]): unknown {
  return records.length === 0 ? null : { totalSize: records.length, done: true, records };
}

/** Where a value of a parent belongs; null when the parent is missing. */
function holderOf(record: SRecord, relationships: readonly string[]): SRecord | null {
  let holder: SRecord | null = record;
  for (const name of relationships) {
    holder = holder ? (holder[name] as SRecord | null) : null;
  }
  return holder;
}

function objectOf(objects: readonly ObjectMetadata[], id: string): ObjectMetadata | undefined {
  return objects.length > 1 ? objects.find(({ keyPrefix }) => id.startsWith(keyPrefix)) : objects[0];
}

function parentPlace({ relationships, objects, isPolymorphic, index }: ParentOutput, version: string): Place {
  const above = relationships.slice(0, -1);
  const name = relationships.at(-1) ?? '';
  return (record, row) => {
    const holder = holderOf(record, above);
    if (!holder) return;
    const id = row[index];
    const object = typeof id === 'string' && objectOf(objects, id);
    holder[name] = object
      ? emptyRecord(isPolymorphic ? NAME_ENTITY : object.name, recordUrl(version, object.name, String(id)))
      : null;
  };
}

function typeofPlace({ relationships, index, branches, otherwise }: TypeofOutput, version: string): Place {
  const above = relationships.slice(0, -1);
  const name = relationships.at(-1) ?? '';
  return (record, row) => {
    const holder = holderOf(record, above);
    if (!holder) return;
    holder[name] = null;
    const id = row[index];
    const object = typeof id === 'string' && objectOf(otherwise.objects, id);
    if (!object) return;
    const branch = branches.find((one) => one.object === object);
    const fields = branch?.fields ?? otherwise.fields;
    if (fields.length === 0) return;
    const shown = emptyRecord(
      branch ? object.name : NAME_ENTITY,
      recordUrl(version, object.name, String(id)),
    );
    for (const field of fields) shown[field.name] = row[field.index] ?? null;
    holder[name] = shown;
  };
}

function valuePlace(output: ValueOutput, user: UserContext): Place {
  const { relationships, name, field, index, show, value: computed } = output;
  const valueOf = (value: unknown, holder: SRecord): unknown => {
    if (field.type === 'base64') return value ? `${holder.attributes.url ?? ''}/${field.name}` : null;
    if (show === 'format') return formatted(value, field.type, user);
    if (show === 'label') return field.picklistValues.find((item) => item.value === value)?.label ?? value;
    return value;
  };
  const isPlain = show === 'stored' && field.type !== 'base64';
  return (record, row) => {
    const holder = relationships.length === 0 ? record : holderOf(record, relationships);
    if (!holder) return;
    const raw = row[index] ?? null;
    const value = computed ? computed(raw) : raw;
    holder[name] = isPlain ? value : valueOf(value, holder);
  };
}
