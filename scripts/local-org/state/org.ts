/** The engine: one org's queries and writes over one database, by a user or by the platform itself. */
import type { OrgMetadata } from '../metadata/model.ts';
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { describeObject } from '../metadata/describe.ts';
import { notFound } from '../errors.ts';
import { ChangeLog } from '../records/change-log.ts';
import type { SaveContext } from '../records/context.ts';
import type { FormulaWorld, ObjectFormulas } from '../records/formulas.ts';
import { hasHooks } from '../records/hooks.ts';
import { insertPlain, insertRecord, updateRecord } from '../records/save.ts';
import { removeRecord } from '../records/remove.ts';
import { saveAll } from '../records/batch.ts';
import { upsertRecord } from '../records/upsert.ts';
import { loadUserContext, systemContext } from '../security/context.ts';
import { queryColumns } from '../soql/columns.ts';
import { compileQuery } from '../soql/compile.ts';
import { parseSoql } from '../soql/parse.ts';
import { runAll } from '../soql/run.ts';
import type { OrgClock } from './clock.ts';
import { Cursors } from './cursors.ts';
import type { Database, Sql } from './database.ts';
import type { ChangeBus, Engine, Organization, Platform, Switches, UserContext } from './engine.ts';
import { quoted } from './schema.ts';
import type { SessionStore } from './sessions.ts';

/** What all views of one org share, whatever transaction they stand in. */
export interface OrgParts {
  database: Database;
  metadata: OrgMetadata;
  formulas: ReadonlyMap<string, ObjectFormulas>;
  clock: OrgClock;
  changes: ChangeBus;
  switches: Switches;
  orgId: string;
  pod: string;
  /** Set once the engine exists, as sessions are rows of it. */
  sessions: { current: SessionStore | null };
  contexts: Map<string, Promise<UserContext>>;
  cursors: Cursors;
}

/** A running transaction, or none. */
interface Scope {
  sql: Sql;
  log: ChangeLog | null;
}

/** The engine over the whole database; each write is a transaction of its own. */
export function createEngine(parts: OrgParts): Engine {
  return engineIn(parts, { sql: parts.database, log: null });
}

function engineIn(parts: OrgParts, scope: Scope): Engine {
  const { metadata, clock, switches } = parts;
  const { sql } = scope;
  const version = metadata.apiVersion;
  const compile = (user: UserContext, soql: string, all = false) => {
    let aliases = 0;
    const context = { soql, metadata, user, switches, now: clock.now(), all, values: [] };
    return compileQuery({ ...context, alias: () => `t${(aliases += 1)}` }, parseSoql(soql));
  };

  /** Runs a write in the transaction that is open, or in a new one whose events are told after the commit. */
  const write = <T>(work: (sql: Sql, log: ChangeLog) => Promise<T>): Promise<T> =>
    scope.log ? nested(sql, scope.log, work) : inTransaction(parts, work);

  const saving = (user: UserContext, tx: Sql, log: ChangeLog, system: boolean): SaveContext =>
    saveContext(parts, { sql: tx, log }, user, system);

  const engine: Engine = {
    orgId: parts.orgId,
    clock,
    metadata,
    changes: parts.changes,
    switches,
    get sessions() {
      if (!parts.sessions.current) throw new Error('Sessions are not open yet');
      return parts.sessions.current;
    },
    platform: platformIn(parts, { compile, write, sql }),
    organization: () => readOrganization(sql, parts.orgId),
    userContext: (userId) => cachedContext(parts, scope, userId),
    findUser: async (username) => {
      const [row] = await sql.query<{ id: string; active: boolean }>(
        'SELECT id, isactive AS active FROM "user" WHERE lower(username) = lower($1::text)',
        [username],
      );
      return row && { id: row.id, isActive: row.active };
    },
    query: async (user, soql, options = {}) => runAll(sql, compile(user, soql, options.all), version),
    queryPage: async (user, soql, options) =>
      parts.cursors.open(sql, compile(user, soql, options.all), { ...options, userId: user.userId }, version),
    queryColumns: (user, soql) => queryColumns(compile(user, soql)),
    readBytes: async (user, name, id, field) => {
      await engine.retrieve(user, name, id, ['Id']);
      const [row] = await sql.rows(`SELECT ${quoted(field)} FROM ${quoted(name)} WHERE id = $1`, [id]);
      return row?.[0] instanceof Uint8Array ? row[0] : Promise.reject(notFound());
    },
    nextPage: (user, cursor) => parts.cursors.next(sql, user.userId, cursor, version),
    retrieve: async (user, name, id, fields) => {
      const object = readableObject(metadata, switches, user, name);
      const shown = fields ?? readableFields(user, object);
      const soql = `SELECT ${shown.join(', ')} FROM ${object.name} WHERE Id = '${id.replace(/[^0-9A-Za-z]/g, '')}'`;
      const { records } = await runAll(sql, compile(user, soql), version);
      return records[0] ?? Promise.reject(notFound());
    },
    insert: (user, name, records, options) =>
      write((tx, log) =>
        saveAll(saving(user, tx, log, false), records, options, (context, input) =>
          insertRecord(context, writableObject(metadata, switches, name), input),
        ),
      ),
    update: (user, name, records, options) =>
      write((tx, log) =>
        saveAll(saving(user, tx, log, false), records, options, (context, input) =>
          updateRecord(context, writableObject(metadata, switches, name), input, options.ifUnmodifiedSince),
        ),
      ),
    upsert: (user, name, externalField, records, options) =>
      write((tx, log) =>
        saveAll(saving(user, tx, log, false), records, options, (context, input) =>
          upsertRecord(context, writableObject(metadata, switches, name), externalField, input),
        ),
      ),
    remove: (user, name, ids, options) =>
      write((tx, log) =>
        saveAll(saving(user, tx, log, false), ids, options, (context, id) =>
          removeRecord(context, writableObject(metadata, switches, name), id),
        ),
      ),
    transaction: (work) => write((tx, log) => work(engineIn(parts, { sql: tx, log }))),
    describe: (user, name) => describeObject(metadata, user, readableObject(metadata, switches, user, name)),
  };
  return engine;
}

/** Inside a transaction a write stands or falls by itself, so that a caller may go on after its fault. */
async function nested<T>(
  sql: Sql,
  log: ChangeLog,
  work: (sql: Sql, log: ChangeLog) => Promise<T>,
): Promise<T> {
  const mark = log.mark();
  await sql.query('SAVEPOINT nested_write');
  try {
    const result = await work(sql, log);
    await sql.query('RELEASE SAVEPOINT nested_write');
    return result;
  } catch (error) {
    await sql.query('ROLLBACK TO SAVEPOINT nested_write');
    log.rewind(mark);
    throw error;
  }
}

async function inTransaction<T>(parts: OrgParts, work: (sql: Sql, log: ChangeLog) => Promise<T>): Promise<T> {
  const log = new ChangeLog(parts.metadata);
  try {
    const result = await parts.database.transaction((tx) => work(tx, log));
    parts.changes.publish(log.events());
    return result;
  } finally {
    if (log.accessChanged) parts.contexts.clear();
  }
}

function saveContext(
  parts: OrgParts,
  scope: { sql: Sql; log: ChangeLog },
  user: UserContext,
  system: boolean,
): SaveContext {
  let world: Promise<FormulaWorld> | null = null;
  return {
    sql: scope.sql,
    metadata: parts.metadata,
    switches: parts.switches,
    user,
    now: parts.clock.now(),
    formulas: parts.formulas,
    world: () => (world ??= readWorld(parts, scope.sql, user)),
    log: scope.log,
    pod: parts.pod,
    system,
    sessionEnded: (id) => parts.sessions.current?.ended(id),
  };
}

async function readWorld(parts: OrgParts, sql: Sql, user: UserContext): Promise<FormulaWorld> {
  const [userRow, organization] = await Promise.all([
    sql.query<Record<string, unknown>>('SELECT * FROM "user" WHERE id = $1', [user.userId]),
    readOrganization(sql, parts.orgId),
  ]);
  return {
    metadata: parts.metadata,
    user,
    userRecord: { ...userRow[0], Profile: { Id: user.profileId, Name: user.profileName } },
    organization: { Id: parts.orgId, Name: organization.name },
    now: parts.clock.now(),
  };
}

async function readOrganization(sql: Sql, id: string): Promise<Organization> {
  const [row] = await sql.query<Record<string, unknown>>('SELECT * FROM organization WHERE id = $1', [id]);
  return {
    id,
    name: String(row?.['name'] ?? ''),
    isSandbox: row?.['issandbox'] === true,
    timeZone: String(row?.['timezonesidkey'] ?? 'UTC'),
    locale: String(row?.['defaultlocalesidkey'] ?? 'en_US'),
    language: String(row?.['languagelocalekey'] ?? 'en_US'),
  };
}

/** Contexts made outside transactions are kept; one made inside may see what is later undone, so it is not. */
function cachedContext(parts: OrgParts, scope: Scope, userId: string): Promise<UserContext> {
  if (scope.log) return loadUserContext(scope.sql, parts.metadata, userId);
  let context = parts.contexts.get(userId);
  if (!context) {
    context = loadUserContext(scope.sql, parts.metadata, userId);
    parts.contexts.set(userId, context);
    context.catch(() => parts.contexts.delete(userId));
  }
  return context;
}

function isLicensed(object: ObjectMetadata, switches: Switches): boolean {
  return object.licence !== 'eventLog' || switches.eventLogLicence;
}

function writableObject(metadata: OrgMetadata, switches: Switches, name: string): ObjectMetadata {
  const object = findObject(metadata, name);
  if (!object || !isLicensed(object, switches)) throw notFound();
  return object;
}

function readableObject(
  metadata: OrgMetadata,
  switches: Switches,
  user: UserContext,
  name: string,
): ObjectMetadata {
  const object = writableObject(metadata, switches, name);
  if (!user.object(object.name).read) throw notFound();
  return object;
}

function readableFields(user: UserContext, object: ObjectMetadata): string[] {
  return [...object.fields.values()]
    .filter(({ name, formula }) => formula === undefined && user.field(object.name, name).read)
    .map(({ name }) => name);
}

function platformIn(
  parts: OrgParts,
  tools: {
    compile: (user: UserContext, soql: string, all?: boolean) => ReturnType<typeof compileQuery>;
    write: <T>(work: (sql: Sql, log: ChangeLog) => Promise<T>) => Promise<T>;
    sql: Sql;
  },
): Platform {
  const { metadata } = parts;
  const system = systemContext();
  const object = (name: string) => {
    const found = findObject(metadata, name);
    if (!found) throw new Error(`The org has no object ${name}`);
    return found;
  };
  const context = (tx: Sql, log: ChangeLog) => saveContext(parts, { sql: tx, log }, system, true);
  return {
    insert: (name, rows) =>
      tools.write(async (tx, log) => {
        if (!hasHooks(object(name))) return insertPlain(context(tx, log), object(name), rows);
        const ids: string[] = [];
        for (const row of rows) ids.push(await insertRecord(context(tx, log), object(name), row));
        return ids;
      }),
    update: (name, id, fields) =>
      tools.write(async (tx, log) => {
        await updateRecord(context(tx, log), object(name), { ...fields, Id: id });
      }),
    remove: (name, id) =>
      tools.write(async (tx, log) => {
        await removeRecord(context(tx, log), object(name), id);
      }),
    query: async (soql, options = {}) =>
      runAll(tools.sql, tools.compile(system, soql, options.all), metadata.apiVersion),
  };
}
