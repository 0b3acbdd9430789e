/** Checks of values against other rows: that references lead somewhere, and that unique values are unique. */
import { findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { SaveError } from '../state/engine.ts';
import { tableOf } from '../state/schema.ts';
import { accessibleIds } from './context.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, refuse, saveError } from './faults.ts';
import { each, living } from './items.ts';
import type { Item } from './items.ts';
import { idsByKeys } from './lookups.ts';
import type { StoredValue } from './coerce.ts';
import type { Row } from './rows.ts';

/** What became of the ids that references name: to be seen by the user, there at all, or neither. */
interface Reached {
  visible: Set<string>;
  hidden: Set<string>;
  deleted: Set<string>;
}

/**
 * Checks that every reference leads to a living record of the right object that the user may see.
 * @param given the values of an item that are to be checked: all of a new record, the changed ones of an old
 */
export async function checkReferences(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  given: (item: Item) => Row,
): Promise<void> {
  const fields = [...object.fields.values()].filter(({ type }) => type === 'reference');
  const wanted = new Map<ObjectMetadata, Set<string>>();
  for (const item of living(items)) {
    for (const field of fields) {
      const id = given(item)[field.name];
      // The user himself is there.
      if (typeof id !== 'string' || id === context.user.userId) continue;
      const target = targetOf(context, field, id);
      if (target) wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
    }
  }
  const reached = new Map<ObjectMetadata, Reached>();
  for (const [target, ids] of wanted) reached.set(target, await reach(context, target, [...ids]));
  await each(items, (item) => {
    const errors = fields.flatMap((field) => {
      const id = given(item)[field.name];
      if (typeof id !== 'string' || id === context.user.userId) return [];
      const target = targetOf(context, field, id);
      return referenceError(field, id, target && reached.get(target));
    });
    if (errors.length > 0) throw new RecordFault(errors);
  });
}

function targetOf(context: SaveContext, field: FieldMetadata, id: string): ObjectMetadata | undefined {
  return field.referenceTo
    .map((name) => findObject(context.metadata, name))
    .find((object) => object?.keyPrefix === id.slice(0, 3));
}

async function reach(context: SaveContext, target: ObjectMetadata, ids: string[]): Promise<Reached> {
  const visible = await accessibleIds(context, target, ids, 'Read');
  const others = ids.filter((id) => !visible.has(id));
  if (others.length === 0) return { visible, hidden: new Set(), deleted: new Set() };
  const deleted = target.fields.has('isdeleted') ? 'isdeleted' : 'false';
  const rows = await context.sql.query<{ id: string; deleted: boolean }>(
    `SELECT id, ${deleted} AS deleted FROM ${tableOf(target)} WHERE id = ANY ($1::text[])`,
    [others],
  );
  const those = (gone: boolean) => new Set(rows.filter((row) => row.deleted === gone).map((row) => row.id));
  return { visible, hidden: those(false), deleted: those(true) };
}

function referenceError(field: FieldMetadata, id: string, reached: Reached | undefined): SaveError[] {
  if (!reached) {
    return [
      saveError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [
        field.name,
      ]),
    ];
  }
  if (reached.visible.has(id)) return [];
  if (reached.hidden.has(id)) {
    return [
      saveError(
        'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
      ),
    ];
  }
  return reached.deleted.has(id)
    ? [saveError('ENTITY_IS_DELETED', 'entity is deleted')]
    : [saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')];
}

/**
 * Refuses an item whose value of a unique field another living row holds, or an item before it.
 * @param free a field that need not be looked at: its values are known to be free
 */
export async function checkUnique(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  given: (item: Item) => Row,
  free?: FieldMetadata,
): Promise<void> {
  for (const field of object.fields.values()) {
    if (!field.unique || field === free) continue;
    const holders = living(items).filter((item) => (given(item)[field.name] ?? null) !== null);
    if (holders.length === 0) continue;
    const found = await idsByKeys(
      context,
      object,
      field,
      holders.map((item) => given(item)[field.name]),
    );
    const seen = new Map<StoredValue, string>();
    for (const [index, item] of holders.entries()) {
      const key = comparable(field, given(item)[field.name] ?? null);
      await each([item], () => {
        const other = found[index]?.find((id) => id !== item.id) ?? seen.get(key);
        if (other) refuseDuplicate(object, field, other);
        seen.set(key, item.id);
      });
    }
  }
}

function comparable(field: FieldMetadata, value: StoredValue): StoredValue {
  return typeof value === 'string' && !field.caseSensitive ? value.toLowerCase() : value;
}

function refuseDuplicate(object: ObjectMetadata, field: FieldMetadata, other: string): never {
  if (object.name === 'User' && field.name === 'Username') {
    refuse(
      'DUPLICATE_USERNAME',
      'Duplicate Username. The username already exists in this or another organization.',
      ['Username'],
    );
  }
  return refuse(
    'DUPLICATE_VALUE',
    `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
  );
}
