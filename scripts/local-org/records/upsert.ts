/** Insert or update by an external id. */
import { findField } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { coerce } from './coerce.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, refuse, saveError } from './faults.ts';
import { arriving, each, living } from './items.ts';
import type { Arrival, Item, Outcome } from './items.ts';
import { idsByKeys } from './lookups.ts';
import { insertMany } from './save.ts';
import { updateMany } from './update.ts';

/** Updates the records whose `externalField` has the value in their input, and inserts the others. */
export async function upsertMany(
  context: SaveContext,
  object: ObjectMetadata,
  externalField: string,
  arrivals: readonly Arrival[],
  unmodifiedSince?: Temporal.Instant,
): Promise<Outcome[]> {
  const field = keyField(context, object, externalField);
  const items = arriving(arrivals);
  if (!field) {
    const message = `Provided external ID field does not exist or is not accessible: ${externalField}`;
    return items.map(() => new RecordFault([saveError('NOT_FOUND', message)]));
  }
  const keys = new Map<Item, unknown>();
  await each(items, (item) => void keys.set(item, keyOf(field, item)));
  await refuseTwins(field, items, keys);
  const known = living(items);
  const found = await idsByKeys(
    context,
    object,
    field,
    known.map((item) => keys.get(item)),
  );
  const idOf = new Map(known.map((item, index) => [item, found[index] ?? []]));
  await each(known, (item) => decide(field, item, idOf.get(item) ?? []));
  const isNew = (item: Item) => idOf.get(item)?.length === 0;
  const results = new Map<Item, Outcome>();
  const fresh = living(known).filter(isNew);
  // Nobody has these keys, and nobody else writes meanwhile.
  const inserted = await insertMany(context, object, fresh, field);
  for (const [index, item] of fresh.entries()) note(results, item, inserted[index], true);
  const old = living(known).filter((item) => !isNew(item));
  const updated = await updateMany(context, object, old, unmodifiedSince);
  for (const [index, item] of old.entries()) note(results, item, updated[index], false);
  return items.map((item) => item.fault ?? results.get(item) ?? { id: item.id });
}

function note(results: Map<Item, Outcome>, item: Item, outcome: Outcome | undefined, created: boolean): void {
  if (outcome) results.set(item, outcome instanceof RecordFault ? outcome : { ...outcome, created });
}

function keyField(context: SaveContext, object: ObjectMetadata, name: string): FieldMetadata | undefined {
  const field = findField(object, name);
  return field?.idLookup && context.user.field(object.name, field.name).read ? field : undefined;
}

function keyOf(field: FieldMetadata, { input }: Item): unknown {
  const given = Object.entries(input).find(([name]) => name.toLowerCase() === field.name.toLowerCase())?.[1];
  const key = coerce(field, given ?? null);
  return key ?? refuse('MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
}

/** Two records of one call with the same key are both refused: the platform cannot tell which one is meant. */
async function refuseTwins(
  field: FieldMetadata,
  items: readonly Item[],
  keys: Map<Item, unknown>,
): Promise<void> {
  const comparable = (item: Item) => {
    const key = keys.get(item);
    return typeof key === 'string' && !field.caseSensitive && field.type !== 'id' ? key.toLowerCase() : key;
  };
  const groups = Map.groupBy(living(items), comparable);
  await each(items, (item) => {
    if ((groups.get(comparable(item))?.length ?? 0) < 2) return;
    refuse('DUPLICATE_VALUE', `Duplicate external id specified: ${String(keys.get(item))}`, [field.name]);
  });
}

/** Turns an item into an insert or an update by what was found under its key. @throws RecordFault */
function decide(field: FieldMetadata, item: Item, ids: string[]): void {
  if (ids.length > 1) {
    refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: [${ids.join(', ')}]`,
    );
  }
  const [id] = ids;
  if (id === undefined) {
    if (field.type === 'id') refuse('NOT_FOUND', 'The requested resource does not exist');
    return;
  }
  // The key stays what it is, so it need not be writable for the user.
  const others = Object.entries(item.input).filter(
    ([name]) => !['id', field.name.toLowerCase()].includes(name.toLowerCase()),
  );
  item.input = { ...Object.fromEntries(others), Id: id };
}
