/** Updating records: who may, what changes, the platform's order of checks, the rows, the change events. */
import type { ObjectMetadata } from '../metadata/model.ts';
import type { RecordInput } from '../state/engine.ts';
import { normaliseId } from '../state/ids.ts';
import { checkReferences, checkUnique } from './checks.ts';
import { accessibleIds, stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { afterUpdate, beforeUpdate } from './hooks.ts';
import { arriving, each, living, onlyId, outcomes } from './items.ts';
import type { Arrival, Item, Outcome } from './items.ts';
import { checkRequired, prepareAll } from './prepare.ts';
import { readRows, updateRows } from './rows.ts';
import type { Row } from './rows.ts';
import { checkRules } from './rules.ts';
import { checkMasters, checkOwner, checkShare } from './sharing.ts';

/**
 * Updates one record.
 * @param unmodifiedSince refuse with PRECONDITION_FAILED when the record was modified after this moment
 * @throws RecordFault
 */
export async function updateRecord(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
  unmodifiedSince?: Temporal.Instant,
): Promise<string> {
  return onlyId(await updateMany(context, object, [{ input, log: context.log }], unmodifiedSince));
}

/** Updates records side by side; each carries `Id`. A record named twice is changed twice, in order. */
export async function updateMany(
  context: SaveContext,
  object: ObjectMetadata,
  arrivals: readonly Arrival[],
  unmodifiedSince?: Temporal.Instant,
): Promise<Outcome[]> {
  const items = arriving(arrivals);
  await each(items, (item) => takeId(object, item));
  for (const wave of waves(items)) await updateWave(context, object, wave, unmodifiedSince);
  return outcomes(items);
}

/** Groups within which no record occurs twice. */
function waves(items: readonly Item[]): Item[][] {
  const groups: Item[][] = [[]];
  let taken = new Set<string>();
  for (const item of living(items)) {
    if (taken.has(item.id)) {
      groups.push([]);
      taken = new Set();
    }
    taken.add(item.id);
    groups.at(-1)?.push(item);
  }
  return groups.filter((group) => group.length > 0);
}

async function updateWave(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  unmodifiedSince?: Temporal.Instant,
): Promise<void> {
  const priors = await editableRows(context, object, items);
  const prior = (item: Item): Row => priors.get(item.id) ?? {};
  await each(items, (item) => {
    if (unmodifiedSince && modifiedAfter(prior(item), unmodifiedSince)) {
      refuse(
        'PRECONDITION_FAILED',
        'The record was modified after the date of the If-Unmodified-Since header. Read it again and repeat the change.',
      );
    }
  });
  await prepareAll(context, object, items, 'update');
  const changes = new Map<Item, Row>();
  const changed = (item: Item): Row => changes.get(item) ?? {};
  const whole = (item: Item): Row => ({ ...prior(item), ...item.row });
  await each(items, (item) => {
    beforeUpdate(object, item.row, prior(item));
    const entries = Object.entries(item.row).filter(([name, value]) => value !== prior(item)[name]);
    changes.set(item, Object.fromEntries(entries));
    if (!context.system) checkRequired(object, whole(item));
  });
  if (!context.system) {
    await checkRules(context, object, items, whole, prior);
    await checkReferences(context, object, items, changed);
    await checkMasters(context, object, items, changed);
    await each(items, async (item) => {
      await checkOwner(context, object, changed(item), item.id);
      await checkShare(context, object, { ...whole(item), ...changed(item) });
    });
  }
  await checkUnique(context, object, items, changed);
  const made = living(items);
  const stamped = new Map(
    made.map((item) => [item, { ...stamps(context, object, false), ...changed(item) }]),
  );
  await updateRows(context.sql, object, new Map([...stamped].map(([{ id }, values]) => [id, values])));
  for (const [item, values] of stamped) {
    const { id, log } = item;
    log.add(object, { type: 'UPDATE', id, values, user: context.user.userId, at: context.now });
    await afterUpdate(context, object, { ...whole(item), ...values }, prior(item));
  }
}

function modifiedAfter(row: Row, instant: Temporal.Instant): boolean {
  const modified = String(row['LastModifiedDate']).replace('+0000', 'Z');
  return Temporal.Instant.compare(Temporal.Instant.from(modified), instant) > 0;
}

/** Takes the id out of what was sent. @throws RecordFault */
function takeId({ label }: ObjectMetadata, item: Item): void {
  const entries = Object.entries(item.input);
  const found = entries.find(([name]) => name.toLowerCase() === 'id')?.[1];
  if (found === undefined || found === null || found === '') {
    refuse('MISSING_ARGUMENT', 'Id not specified in an update call');
  }
  const id = typeof found === 'string' ? normaliseId(found) : undefined;
  const given = typeof found === 'string' ? found : JSON.stringify(found);
  item.id = id ?? refuse('MALFORMED_ID', `${label} ID: id value of incorrect type: ${given}`, ['Id']);
  item.input = Object.fromEntries(entries.filter(([name]) => name.toLowerCase() !== 'id'));
}

/** The rows as they are, by id; items whose row the user may not change are refused. */
async function editableRows(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
): Promise<Map<string, Row>> {
  const ids = living(items).map(({ id }) => id);
  const rows = await readRows(context.sql, object, ids);
  const open = context.system ? rows : await accessibleIds(context, object, ids, 'Edit', rows);
  const closed = ids.filter((id) => !open.has(id));
  const seen = closed.length > 0 ? await accessibleIds(context, object, closed, 'Read', rows) : open;
  await each(items, ({ id }) => {
    const row = rows.get(id) ?? refuse('NOT_FOUND', 'The requested resource does not exist');
    if (row['IsDeleted'] === true) refuse('ENTITY_IS_DELETED', 'entity is deleted');
    if (!context.system && !context.user.object(object.name).edit) {
      refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be updated: ${object.label}`);
    }
    if (open.has(id)) return;
    if (seen.has(id)) {
      refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
    }
    refuse(
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
    );
  });
  return rows;
}
