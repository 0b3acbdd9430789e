/** Validation rules over records that are saved side by side; the parents that rules read are fetched once for all. */
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import type { SaveContext } from './context.ts';
import { RecordFault } from './faults.ts';
import { brokenRules } from './formulas.ts';
import { each, living } from './items.ts';
import type { Item } from './items.ts';
import { readRows } from './rows.ts';
import type { Row } from './rows.ts';

/** A record as formulas read it, parents nested. */
type Draft = Record<string, unknown>;

/** Refuses the items for which a validation rule holds; `prior` is the record before an update. */
export async function checkRules(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  whole: (item: Item) => Row,
  prior: (item: Item) => Row | null = () => null,
): Promise<void> {
  const formulas = context.formulas.get(object.name);
  if (!formulas || formulas.rules.length === 0 || living(items).length === 0) return;
  const world = await context.world();
  const records = new Map<Item, Draft>(living(items).map((item) => [item, { ...whole(item) }]));
  await addParents(context, object, [...records.values()], formulas.parents);
  await each(items, (item) => {
    const errors = brokenRules(formulas, world, records.get(item) ?? {}, prior(item));
    if (errors.length > 0) throw new RecordFault(errors);
  });
}

/** Nests the parents that the rules read into the records, under their relationship names. */
async function addParents(
  context: SaveContext,
  object: ObjectMetadata,
  records: readonly Draft[],
  paths: readonly string[],
): Promise<void> {
  const reached = new Map<string, { object: ObjectMetadata; records: readonly Draft[] }>([
    ['', { object, records }],
  ]);
  for (const path of paths) {
    const parts = path.split('.');
    const name = parts.at(-1) ?? '';
    const holder = reached.get(parts.slice(0, -1).join('.'));
    const way = [...(holder?.object.fields.values() ?? [])].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
    );
    const target = way && findObject(context.metadata, way.referenceTo[0] ?? '');
    if (!holder || !target) continue;
    const named = holder.records.filter((record) => typeof record[way.name] === 'string');
    const ids = [...new Set(named.map((record) => String(record[way.name])))];
    const rows = await readRows(context.sql, target, ids);
    // Each record gets a parent of its own, as grandparents are nested into it.
    const parents = named.map((record) => {
      const parent: Draft = { ...rows.get(String(record[way.name])) };
      record[name] = parent;
      return parent;
    });
    reached.set(path, { object: target, records: parents });
  }
}
