/** The engine's writes: which records a call saves, in whose name, and in which transaction. */
import { notFound } from '../errors.ts';
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { saveAll } from '../records/batch.ts';
import type { SaveContext } from '../records/context.ts';
import { hasSideWrites } from '../records/hooks.ts';
import type { Arrival, Outcome } from '../records/items.ts';
import { erase, restoreMany } from '../records/recycle-bin.ts';
import { removeMany } from '../records/remove.ts';
import { insertMany } from '../records/save.ts';
import { updateMany } from '../records/update.ts';
import { upsertMany } from '../records/upsert.ts';
import type { Engine, RecordInput, SaveOptions, SaveResult, Switches, UserContext } from './engine.ts';
import { saveContext, write } from './parts.ts';
import type { OrgParts, Scope } from './parts.ts';

type Writes = Pick<Engine, 'insert' | 'update' | 'upsert' | 'remove' | 'restore' | 'eraseForGood'>;

/** Saves records side by side in a context. */
export type SaveMany = (
  context: SaveContext,
  object: ObjectMetadata,
  arrivals: readonly Arrival[],
) => Promise<Outcome[]>;

/** The writes within a transaction or outside any. */
export function writesIn(parts: OrgParts, scope: Scope): Writes {
  const saving = (
    user: UserContext,
    name: string,
    inputs: readonly RecordInput[],
    options: SaveOptions,
    save: SaveMany,
    kind: string,
  ): Promise<SaveResult[]> => {
    const named = findObject(parts.metadata, name);
    const [input] = inputs;
    // Records that arrive one by one at the same time share a transaction; the database has only one at a time.
    if (!scope.log && inputs.length === 1 && input && named && !hasSideWrites(named)) {
      return parts.writer.save({ user, object: named.name, input, save, kind }).then((result) => [result]);
    }
    return write(parts, scope, (sql, log) => {
      const object = knownObject(parts.metadata, parts.switches, name);
      const context = saveContext(parts, { sql, log }, user, false);
      return saveAll(context, object, inputs, options, (group) =>
        save(
          context,
          object,
          group.map((one) => ({ input: one, log })),
        ),
      );
    });
  };
  const byId = (
    user: UserContext,
    name: string,
    ids: readonly string[],
    options: SaveOptions,
    act: (context: SaveContext, object: ObjectMetadata, ids: readonly string[]) => Promise<Outcome[]>,
  ) =>
    write(parts, scope, (sql, log) => {
      const object = knownObject(parts.metadata, parts.switches, name);
      const context = saveContext(parts, { sql, log }, user, false);
      return saveAll(context, object, ids, options, (group) => act(context, object, group));
    });
  return {
    insert: (user, name, records, options) => saving(user, name, records, options, insertMany, 'insert'),
    update: (user, name, records, options) => {
      const since = options.ifUnmodifiedSince;
      const save: SaveMany = (context, object, arrivals) => updateMany(context, object, arrivals, since);
      return saving(user, name, records, options, save, `update ${since?.toString() ?? ''}`);
    },
    upsert: (user, name, key, records, options) => {
      const since = options.ifUnmodifiedSince;
      const save: SaveMany = (context, object, arrivals) => upsertMany(context, object, key, arrivals, since);
      // Two callers with one key are no mistake of either, so upserts by themselves never share a group.
      return saving(user, name, records, options, save, 'alone');
    },
    remove: (user, name, ids, options) =>
      saving(
        user,
        name,
        ids.map((Id) => ({ Id })),
        options,
        removeMany,
        'remove',
      ),
    restore: (user, name, ids, options) => byId(user, name, ids, options, restoreMany),
    eraseForGood: (user, name, ids, options) => byId(user, name, ids, options, eraseMany),
  };
}

/** Deletes past the recycle bin, or out of it. */
async function eraseMany(
  context: SaveContext,
  object: ObjectMetadata,
  ids: readonly string[],
): Promise<Outcome[]> {
  const results = await removeMany(
    context,
    object,
    ids.map((Id) => ({ input: { Id }, log: context.log })),
  );
  const gone = results.flatMap((outcome) => ('id' in outcome ? [outcome.id] : []));
  await erase(context.sql, context.metadata, object, gone);
  return results;
}

/** @throws OrgError 404 when there is no such object in this org */
export function knownObject(metadata: OrgMetadata, switches: Switches, name: string): ObjectMetadata {
  const object = findObject(metadata, name);
  const licensed = object?.licence !== 'eventLog' || switches.eventLogLicence;
  if (!object || !licensed) throw notFound();
  return object;
}
