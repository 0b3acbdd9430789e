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
import type { Happening } from './journal.ts';
import { saveContext, write } from './parts.ts';
import type { OrgParts, Scope } from './parts.ts';

type Writes = Pick<Engine, 'insert' | 'update' | 'upsert' | 'remove' | 'restore' | 'eraseForGood'>;

/** Saves records side by side in a context. */
export type SaveMany = (
  context: SaveContext,
  object: ObjectMetadata,
  arrivals: readonly Arrival[],
) => Promise<Outcome[]>;

/** How one kind of write saves, what may go with it, and what the journal tells of it. */
interface Kind {
  save: SaveMany;
  /** Writes of one kind may be saved side by side. */
  kind: string;
  happened: (done: RecordInput[], saved: SaveResult[]) => Told;
}

type Saved = Extract<Happening, { as: string }>;
/** A happening without what all writes have in common. */
type Told = Saved extends infer One ? (One extends Saved ? Omit<One, 'as' | 'object'> : never) : never;

/** The writes within a transaction or outside any. */
export function writesIn(parts: OrgParts, scope: Scope): Writes {
  const saving = (
    user: UserContext,
    name: string,
    inputs: readonly RecordInput[],
    options: SaveOptions,
    { save, kind, happened }: Kind,
  ): Promise<SaveResult[]> => {
    const named = findObject(parts.metadata, name);
    const [input] = inputs;
    const happening = (object: string, results: readonly SaveResult[]): Happening | null => {
      const done = inputs.filter((_, index) => results[index]?.success);
      const saved = results.filter(({ success }) => success);
      return done.length === 0 ? null : { as: user.username, object, ...happened(done, saved) };
    };
    // Records that arrive one by one at the same time share a transaction; the database has only one at a time.
    if (!scope.log && inputs.length === 1 && input && named && !hasSideWrites(named)) {
      return parts.writer.save({ user, object: named.name, input, save, kind }).then(({ result, at }) => {
        const noted = happening(named.name, [result]);
        if (noted) parts.journal.note(noted, at);
        return [result];
      });
    }
    return write(parts, scope, async (sql, log) => {
      const object = knownObject(parts.metadata, parts.switches, name);
      const context = saveContext(parts, { sql, log }, user, false);
      const results = await saveAll(context, object, inputs, options, (group) =>
        save(
          context,
          object,
          group.map((one) => ({ input: one, log })),
        ),
      );
      const noted = happening(object.name, results);
      if (noted) log.happenings.push({ happening: noted, at: context.now });
      return results;
    });
  };
  const byId = (
    user: UserContext,
    name: string,
    ids: readonly string[],
    options: SaveOptions,
    kind: 'undelete' | 'hard-delete',
    act: (context: SaveContext, object: ObjectMetadata, ids: readonly string[]) => Promise<Outcome[]>,
  ) =>
    write(parts, scope, async (sql, log) => {
      const object = knownObject(parts.metadata, parts.switches, name);
      const context = saveContext(parts, { sql, log }, user, false);
      const results = await saveAll(context, object, ids, options, (group) => act(context, object, group));
      const done = ids.filter((_, index) => results[index]?.success);
      const happening = { kind, as: user.username, object: object.name, ids: done };
      if (done.length > 0) log.happenings.push({ happening, at: context.now });
      return results;
    });
  return {
    insert: (user, name, records, options) =>
      saving(user, name, records, options, {
        save: insertMany,
        kind: 'insert',
        happened: (done, saved) => ({ kind: 'insert', records: done, made: saved.map(({ id }) => id ?? '') }),
      }),
    update: (user, name, records, options) => {
      const since = options.ifUnmodifiedSince;
      return saving(user, name, records, options, {
        save: (context, object, arrivals) => updateMany(context, object, arrivals, since),
        kind: `update ${since?.toString() ?? ''}`,
        happened: (done) => ({ kind: 'update', records: done }),
      });
    },
    upsert: (user, name, key, records, options) => {
      const since = options.ifUnmodifiedSince;
      return saving(user, name, records, options, {
        save: (context, object, arrivals) => upsertMany(context, object, key, arrivals, since),
        // Two callers with one key are no mistake of either, so upserts by themselves never share a group.
        kind: 'alone',
        happened: (done, saved) => ({
          kind: 'upsert',
          key,
          records: done,
          made: saved.map(({ id, created }) => (created ? (id ?? null) : null)),
        }),
      });
    },
    remove: (user, name, ids, options) =>
      saving(
        user,
        name,
        ids.map((Id) => ({ Id })),
        options,
        {
          save: removeMany,
          kind: 'remove',
          happened: (done) => ({ kind: 'delete', ids: done.map(({ Id }) => String(Id)) }),
        },
      ),
    restore: (user, name, ids, options) => byId(user, name, ids, options, 'undelete', restoreMany),
    eraseForGood: (user, name, ids, options) => byId(user, name, ids, options, 'hard-delete', eraseMany),
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
