/** The platform's own reads and writes: no permissions and no rules, but change events like any other. */
import { findObject } from '../metadata/model.ts';
import { hasHooks } from '../records/hooks.ts';
import { removeRecord } from '../records/remove.ts';
import { insertPlain, insertRecord } from '../records/save.ts';
import { updateRecord } from '../records/update.ts';
import { systemContext } from '../security/context.ts';
import type { CompiledQuery } from '../soql/compile.ts';
import { runAll } from '../soql/run.ts';
import type { Platform, UserContext } from './engine.ts';
import { saveContext, write } from './parts.ts';
import type { OrgParts, Scope } from './parts.ts';

/** The platform within a transaction or outside any; `compile` turns SOQL into SQL for a user. */
export function platformIn(
  parts: OrgParts,
  scope: Scope,
  compile: (user: UserContext, soql: string, asked?: { all?: boolean | undefined }) => CompiledQuery,
): Platform {
  const system = systemContext();
  const object = (name: string) => {
    const found = findObject(parts.metadata, name);
    if (!found) throw new Error(`The org has no object ${name}`);
    return found;
  };
  return {
    insert: (name, rows) =>
      write(parts, scope, async (sql, log) => {
        const context = saveContext(parts, { sql, log }, system, true);
        if (!hasHooks(object(name))) return insertPlain(context, object(name), rows);
        const ids: string[] = [];
        for (const row of rows) ids.push(await insertRecord(context, object(name), row));
        return ids;
      }),
    update: (name, id, fields) =>
      write(parts, scope, async (sql, log) => {
        const context = saveContext(parts, { sql, log }, system, true);
        await updateRecord(context, object(name), { ...fields, Id: id });
      }),
    remove: (name, id) =>
      write(parts, scope, async (sql, log) => {
        await removeRecord(saveContext(parts, { sql, log }, system, true), object(name), id);
      }),
    query: async (soql, options = {}) =>
      runAll(scope.sql, compile(system, soql, options), parts.metadata.apiVersion),
  };
}
