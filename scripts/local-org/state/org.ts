/** The engine: one org's queries and writes over one database, by a user or by the platform itself. */
import { notFound, OrgError } from '../errors.ts';
import { describeObject } from '../metadata/describe.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { purge } from '../records/recycle-bin.ts';
import { loadUserContext } from '../security/context.ts';
import { queryColumns } from '../soql/columns.ts';
import { compileQuery } from '../soql/compile.ts';
import { parseSoql } from '../soql/parse.ts';
import { runAll } from '../soql/run.ts';
import type { Sql } from './database.ts';
import type { Engine, SRecord, UserContext } from './engine.ts';
import { normaliseId } from './ids.ts';
import { readOrganization, write } from './parts.ts';
import type { OrgParts, Scope } from './parts.ts';
import { platformIn } from './platform.ts';
import { quoted } from './schema.ts';
import { knownObject, writesIn } from './writes.ts';

/** The engine over the whole database; each write is a transaction of its own. */
export function createEngine(parts: OrgParts): Engine {
  return engineIn(parts, { sql: parts.database, log: null });
}

/** Runs `work` in one transaction that it shares with statements of its caller's own. */
export function inUnit<T>(parts: OrgParts, work: (engine: Engine, sql: Sql) => Promise<T>): Promise<T> {
  const whole: Scope = { sql: parts.database, log: null };
  return write(parts, whole, (sql, log) => work(engineIn(parts, { sql, log }), sql));
}

function engineIn(parts: OrgParts, scope: Scope): Engine {
  const { metadata } = parts;
  const compile = compiler(parts);
  return {
    orgId: parts.orgId,
    clock: parts.clock,
    metadata,
    changes: parts.changes,
    switches: parts.switches,
    get sessions() {
      if (!parts.sessions.current) throw new Error('Sessions are not open yet');
      return parts.sessions.current;
    },
    platform: platformIn(parts, scope, compile),
    organization: () => readOrganization(scope.sql, parts.orgId),
    userContext: (userId) => userContext(parts, scope, userId),
    findUser: async (username) => {
      const [user] = await scope.sql.query<{ id: string; isActive: boolean }>(
        'SELECT id, isactive AS "isActive" FROM "user" WHERE lower(username) = lower($1::text)',
        [username],
      );
      return user;
    },
    ...queriesIn(parts, scope, compile),
    ...writesIn(parts, scope),
    transaction: (work) => write(parts, scope, (sql, log) => work(engineIn(parts, { sql, log }))),
    describe: (user, name) => describeObject(metadata, user, readableObject(parts, user, name)),
  };
}

type Compile = ReturnType<typeof compiler>;

function compiler({ metadata, switches, clock }: OrgParts) {
  return (user: UserContext, soql: string, all = false) => {
    let aliases = 0;
    const alias = () => `t${(aliases += 1)}`;
    return compileQuery(
      { soql, metadata, user, switches, now: clock.now(), all, values: [], alias },
      parseSoql(soql),
    );
  };
}

function queriesIn(
  parts: OrgParts,
  { sql, log }: Scope,
  compile: Compile,
): Pick<Engine, 'query' | 'queryPage' | 'nextPage' | 'queryColumns' | 'retrieve' | 'readBytes'> {
  const version = parts.metadata.apiVersion;
  const retrieve: Engine['retrieve'] = async (user, name, id, fields) => {
    const object = readableObject(parts, user, name);
    const shown = fields ?? readableFields(user, object);
    const where = (ids: readonly string[]) =>
      `FROM ${object.name} WHERE Id IN (${ids.map((one) => `'${one.replace(/[^0-9A-Za-z]/g, '')}'`).join(', ')})`;
    // The id is read too, as records that are read together are told apart by it.
    const others = shown.filter((field) => field.toLowerCase() !== 'id');
    const select = ['Id', ...others].join(', ');
    const read = async (ids: readonly string[]) =>
      (await runAll(sql, compile(user, `SELECT ${select} ${where(ids)}`), version)).records;
    const [record] = log
      ? await read([id])
      : [
          await parts.reader.record({
            user,
            shape: `${object.name} ${select}`,
            id: normaliseId(id) ?? id,
            read,
          }),
        ];
    if (record) return only(record, fields);
    await purge(sql, parts.metadata, parts.clock.now());
    const deleted = await runAll(sql, compile(user, `SELECT Id ${where([id])}`, true), version);
    if (deleted.totalSize > 0) throw new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    throw notFound();
  };
  return {
    query: async (user, soql, options = {}) => {
      if (options.all) await purge(sql, parts.metadata, parts.clock.now());
      return runAll(sql, compile(user, soql, options.all), version);
    },
    queryPage: async (user, soql, options) => {
      // Nothing else shows deleted rows, so nobody can tell that they are removed only now.
      if (options.all) await purge(sql, parts.metadata, parts.clock.now());
      return parts.cursors.open(
        sql,
        compile(user, soql, options.all),
        { ...options, userId: user.userId },
        version,
      );
    },
    nextPage: (user, cursor) => parts.cursors.next(sql, user.userId, cursor, version),
    queryColumns: (user, soql) => queryColumns(compile(user, soql)),
    retrieve,
    readBytes: async (user, name, id, field) => {
      // Seeing the record is seeing its bytes.
      await retrieve(user, name, id, ['Id']);
      const [row] = await sql.rows(`SELECT ${quoted(field)} FROM ${quoted(name)} WHERE id = $1`, [id]);
      if (!(row?.[0] instanceof Uint8Array)) throw notFound();
      return row[0];
    },
  };
}

/** Contexts made outside transactions are kept; one made inside may see what is later undone, so it is not. */
function userContext(parts: OrgParts, { sql, log }: Scope, userId: string): Promise<UserContext> {
  if (log) return loadUserContext(sql, parts.metadata, userId);
  const known = parts.contexts.get(userId);
  if (known) return known;
  const context = loadUserContext(sql, parts.metadata, userId);
  parts.contexts.set(userId, context);
  context.catch(() => parts.contexts.delete(userId));
  return context;
}

/** A record without the id when it was not asked for; it lies first where it was added. */
function only(record: SRecord, fields: readonly string[] | undefined): SRecord {
  if (!fields || fields.some((name) => name.toLowerCase() === 'id')) return record;
  const { Id: _id, ...rest } = record;
  return rest;
}

function readableObject({ metadata, switches }: OrgParts, user: UserContext, name: string): ObjectMetadata {
  const object = knownObject(metadata, switches, name);
  if (!user.object(object.name).read) throw notFound();
  return object;
}

function readableFields(user: UserContext, object: ObjectMetadata): string[] {
  return [...object.fields.values()]
    .filter(({ name, formula }) => formula === undefined && user.field(object.name, name).read)
    .map(({ name }) => name);
}
