/** Rows found by a key of theirs, many keys in one question. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { columnType, quoted, tableOf } from '../state/schema.ts';
import { coerce } from './coerce.ts';
import type { SaveContext } from './context.ts';

/**
 * Ids of living rows whose external id (or other lookup key) has each of the values, compared as the field compares.
 * @returns for each value the ids found, two at least when there are more than one
 * @throws RecordFault when a value does not fit the field
 */
export async function idsByKeys(
  context: SaveContext,
  object: ObjectMetadata,
  field: FieldMetadata,
  values: readonly unknown[],
): Promise<string[][]> {
  const typed = values.map((value) => coerce(field, value));
  const found: string[][] = typed.map(() => []);
  if (typed.every((value) => value === null)) return found;
  const column = quoted(field.name);
  const type = columnType(field);
  const exact = field.caseSensitive || type !== 'text' || ['id', 'reference'].includes(field.type);
  const matching = (value: string) =>
    exact ? `t.${column} = ${value}` : `lower(t.${column}) = lower(${value})`;
  const alive = object.fields.has('isdeleted') ? ' AND NOT t.isdeleted' : '';
  if (typed.length === 1) {
    const rows = await context.sql.query<{ id: string }>(
      `SELECT t.id FROM ${tableOf(object)} t WHERE ${matching(`$1::${type}`)}${alive}`,
      typed,
    );
    return [rows.map(({ id }) => id)];
  }
  const rows = await context.sql.query<{ id: string; place: number }>(
    `SELECT t.id, k.place FROM unnest($1::${type}[]) WITH ORDINALITY AS k (value, place)
     JOIN ${tableOf(object)} t ON ${matching('k.value')}${alive}`,
    [typed],
  );
  for (const { id, place } of rows) found[place - 1]?.push(id);
  return found;
}
