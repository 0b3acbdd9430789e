/** From what a client sends to typed values: names found, access checked, values coerced, references resolved. */
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { maySetAudit } from '../security/audit-fields.ts';
import type { RecordInput } from '../state/engine.ts';
import { coerce } from './coerce.ts';
import type { SaveContext } from './context.ts';
import { gather, refuse } from './faults.ts';
import { each } from './items.ts';
import type { Item } from './items.ts';
import { idsByKeys } from './lookups.ts';
import type { Row } from './rows.ts';

/** A parent named by an external id of it, until its id is known. */
interface ParentKey {
  way: FieldMetadata;
  target: ObjectMetadata;
  field: FieldMetadata;
  value: unknown;
}

/** The fields given, typed, into each item's row. `mode` decides which of them may be written. */
export async function prepareAll(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  mode: 'insert' | 'update',
): Promise<void> {
  const parents = new Map<Item, ParentKey[]>();
  await each(items, (item) => {
    const { given, keys } = resolveNames(context, object, item.input);
    if (keys.length > 0) parents.set(item, keys);
    checkWritable(context, object, [...given.keys(), ...keys.map(({ way }) => way)], mode);
    gather(given, ([field, value]) => {
      item.row[field.name] = coerce(field, value);
    });
  });
  await findParents(context, parents);
}

/** Fields with their raw values; a nested object names a parent by an external id. */
function resolveNames(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
): { given: Map<FieldMetadata, unknown>; keys: ParentKey[] } {
  const given = new Map<FieldMetadata, unknown>();
  const keys: ParentKey[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes') continue;
    const field = findField(object, name);
    const readable = context.system || (field && context.user.field(object.name, field.name).read);
    if (field && readable) {
      given.set(field, value);
      continue;
    }
    const way = wayOf(object, name);
    if (!way || typeof value !== 'object') {
      refuse('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, [name]);
    }
    if (value === null) given.set(way, null);
    else keys.push(parentKey(context, way, value as RecordInput));
  }
  return { given, keys };
}

/** The lookup whose way up has the name, e.g. `Account__r`. */
function wayOf(object: ObjectMetadata, name: string): FieldMetadata | undefined {
  return [...object.fields.values()].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
}

function parentKey(context: SaveContext, way: FieldMetadata, key: RecordInput): ParentKey {
  const type = (key['attributes'] as { type?: unknown } | undefined)?.type;
  const wanted = typeof type === 'string' ? type : (way.referenceTo[0] ?? '');
  const target = findObject(context.metadata, wanted);
  const [[name, value] = ['', null]] = Object.entries(key).filter(([entry]) => entry !== 'attributes');
  const field = target && findField(target, name);
  if (!target || !field?.idLookup) {
    return refuse('INVALID_FIELD', `${name} is not an External ID or indexed field for ${wanted}`, [
      way.name,
    ]);
  }
  return { way, target, field, value: coerce(field, value) };
}

/** Puts the ids of named parents into the rows of those who name them. */
async function findParents(context: SaveContext, parents: Map<Item, ParentKey[]>): Promise<void> {
  const groups = Map.groupBy(
    [...parents].flatMap(([item, keys]) => keys.map((key) => ({ item, key }))),
    ({ key }) => key.field,
  );
  for (const [field, members] of groups) {
    const [first] = members;
    if (!first) continue;
    const values = members.map(({ key }) => key.value);
    const found = await idsByKeys(context, first.key.target, field, values);
    for (const [index, { item, key }] of members.entries()) {
      await each([item], () => {
        item.row[key.way.name] = oneParent(key, found[index] ?? []);
      });
    }
  }
}

function oneParent({ way, target, field, value }: ParentKey, ids: string[]): string {
  if (ids.length > 1) {
    refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: [${ids.join(', ')}]`,
      [way.name],
    );
  }
  return (
    ids[0] ??
    refuse(
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value).toLowerCase()} not found for field ${field.name} in entity ${target.name}`,
    )
  );
}

function checkWritable(
  context: SaveContext,
  object: ObjectMetadata,
  given: readonly FieldMetadata[],
  mode: 'insert' | 'update',
): void {
  if (context.system) return;
  const refused = given
    .filter((field) => {
      const writable =
        mode === 'insert' ? field.createable || maySetAudit(context.user, object, field) : field.updateable;
      return !writable || !context.user.field(object.name, field.name).edit;
    })
    .map(({ name }) => name);
  if (refused.length === 0) return;
  refuse(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${refused.join(', ')}. Please check the security settings of this field and ` +
      'verify that it is read/write for your profile or permission set.',
    refused,
  );
}

/** @throws RecordFault REQUIRED_FIELD_MISSING that names every empty required field of the whole record */
export function checkRequired(object: ObjectMetadata, row: Row): void {
  const missing = [...object.fields.values()]
    .filter((field) => field.required && (row[field.name] ?? null) === null)
    .map(({ name }) => name);
  if (missing.length === 0) return;
  refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
}
