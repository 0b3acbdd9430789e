/** The engine: one org's queries and writes over one database, by a user or by the platform itself. */
import { notFound, OrgError } from '../errors.ts';
import { describeObject } from '../metadata/describe.ts';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { purge } from '../records/recycle-bin.ts';
import { loadUserContext } from '../security/context.ts';
import { recordAccessTable } from '../security/record-access.ts';
import { queryColumns } from '../soql/columns.ts';
import { compileQuery } from '../soql/compile.ts';
import { asJson, asRecords } from '../soql/page-form.ts';
import type { PageForm } from '../soql/page-form.ts';
import { parseSoql } from '../soql/parse.ts';
import { runAll } from '../soql/run.ts';
import type { QueryContext } from '../soql/scope.ts';
import { runSearch } from '../sosl/run.ts';
import type { Sql } from './database.ts';
import type { Engine, PageOptions, SRecord, UserContext } from './engine.ts';
import { normaliseId } from './ids.ts';
import { readOrganization, write } from './parts.ts';
import type { OrgParts, Scope } from './parts.ts';
import { platformIn } from './platform.ts';
import { quoted } from './schema.ts';
import { settingsIn } from './settings.ts';
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

/** The engine within a transaction (`scope.log` is given) or over the whole database. */
export function engineIn(parts: OrgParts, scope: Scope): Engine {
  const compile = compiler(parts);
  return {
    orgId: parts.orgId,
    clock: parts.clock,
    get metadata() {
      return parts.metadata;
    },
    changes: parts.changes,
    grants: parts.grants,
    retained: parts.retained,
    switches: parts.switches,
    get sessions() {
      if (!parts.sessions.current) throw new Error('Sessions are not open yet');
      return parts.sessions.current;
    },
    get housekeeping() {
      if (!parts.housekeeping.current) throw new Error('Housekeeping has not begun yet');
      return parts.housekeeping.current;
    },
    journal: parts.journal,
    onReset: (listener) => void parts.resets.add(listener),
    settings: settingsIn(scope.sql),
    get deployments() {
      if (!parts.deployments.current) throw new Error('Deployments are not open yet');
      return parts.deployments.current;
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
    snapshot: () => snapshotOf(parts),
    transaction: (work, { whole = false } = {}) =>
      write(parts, scope, (sql, log) =>
        work(engineIn(parts, { sql, log, whole: whole || scope.whole === true })),
      ),
    describe: (user, name) => describeObject(parts.metadata, user, readableObject(parts, user, name)),
  };
}

const snapshots = new WeakMap<OrgMetadata, Engine>();

/** Reads by the metadata of now, whatever is deployed meanwhile; writes go by what holds when they have their turn. */
function snapshotOf(parts: OrgParts): Engine {
  const known = snapshots.get(parts.metadata);
  if (known) return known;
  const { metadata, formulas } = parts;
  const fixed = { ...parts, metadata, formulas };
  const snapshot: Engine = {
    ...createEngine(parts),
    metadata,
    ...queriesIn(fixed, { sql: parts.database, log: null }, compiler(fixed)),
    describe: (user, name) => describeObject(metadata, user, readableObject(fixed, user, name)),
  };
  snapshots.set(metadata, snapshot);
  return snapshot;
}

type Compile = ReturnType<typeof compiler>;

/** The API version from which child queries may have child queries. */
const DEEP_CHILDREN_SINCE = 58;

interface Asked {
  all?: boolean | undefined;
  /** The client's API version; absent = the newest. */
  version?: string;
  tables?: ReadonlyMap<string, string> | undefined;
}

function compiler(parts: OrgParts) {
  return (user: UserContext, soql: string, asked: Asked = {}) =>
    compileQuery(queryContext(parts, user, soql, asked), parseSoql(soql));
}

function queryContext(
  { metadata, switches, clock }: OrgParts,
  user: UserContext,
  soql: string,
  { all = false, version = metadata.apiVersion, tables }: Asked,
): QueryContext {
  let aliases = 0;
  const alias = () => `t${(aliases += 1)}`;
  const childLevels = Number(version) >= DEEP_CHILDREN_SINCE ? 4 : 1;
  return { soql, metadata, user, switches, now: clock.now(), all, childLevels, values: [], tables, alias };
}

function queriesIn(
  parts: OrgParts,
  scope: Scope,
  compile: Compile,
): Pick<
  Engine,
  | 'query'
  | 'queryPage'
  | 'nextPage'
  | 'queryJson'
  | 'nextJson'
  | 'search'
  | 'queryColumns'
  | 'retrieve'
  | 'readBytes'
> {
  const { sql } = scope;
  const newest = () => parts.metadata.apiVersion;
  const compiled = async (user: UserContext, soql: string, asked: Asked) => {
    const { metadata, switches } = parts;
    const access = { sql, metadata, switches, now: parts.clock.now(), user };
    const contextOf = (userId: string) => userContext(parts, scope, userId);
    return compile(user, soql, { ...asked, tables: await recordAccessTable({ ...access, contextOf }, soql) });
  };
  const retrieve: Engine['retrieve'] = async (user, name, id, fields) => {
    const object = readableObject(parts, user, name);
    const shown = fields ?? readableFields(user, object);
    const where = (ids: readonly string[]) =>
      `FROM ${object.name} WHERE Id IN (${ids.map((one) => `'${one.replace(/[^0-9A-Za-z]/g, '')}'`).join(', ')})`;
    // The id is read too, as records that are read together are told apart by it.
    const others = shown.filter((field) => field.toLowerCase() !== 'id');
    const select = ['Id', ...others].join(', ');
    const read = async (ids: readonly string[]) =>
      (await runAll(sql, compile(user, `SELECT ${select} ${where(ids)}`), newest())).records;
    const wanted = { user, shape: `${object.name} ${select}`, id: normaliseId(id) ?? id, read };
    const record = scope.log ? (await read([id]))[0] : await parts.reader.record(wanted);
    if (record) return only(record, fields);
    await purge(sql, parts.metadata, parts.clock.now());
    const deleted = await runAll(sql, compile(user, `SELECT Id ${where([id])}`, { all: true }), newest());
    if (deleted.totalSize > 0) throw new OrgError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    throw notFound();
  };
  /** Nothing but such queries shows deleted rows, so nobody can tell that they are removed only now. */
  const withoutOld = async (all: boolean | undefined) => {
    if (all) await purge(sql, parts.metadata, parts.clock.now());
  };
  type FormOf<T> = (version: string) => PageForm<T>;
  const open = async <T>(user: UserContext, soql: string, options: PageOptions, form: FormOf<T>) => {
    const { all, batchSize, version = newest() } = options;
    await withoutOld(all);
    const query = await compiled(user, soql, { all, version });
    return parts.cursors.open(sql, query, { batchSize, userId: user.userId }, form(version));
  };
  const next = <T>(user: UserContext, locator: string, version: string, form: FormOf<T>) => {
    const compileAgain = (soql: string, all: boolean) => compiled(user, soql, { all, version });
    const asked = { userId: user.userId, locator, compile: compileAgain };
    return parts.cursors.next(sql, asked, form(version));
  };
  return {
    query: async (user, soql, { all } = {}) => {
      await withoutOld(all);
      return runAll(sql, await compiled(user, soql, { all }), newest());
    },
    queryPage: (user, soql, options) => open(user, soql, options, asRecords),
    nextPage: (user, locator, version = newest()) => next(user, locator, version, asRecords),
    queryJson: (user, soql, options) => open(user, soql, options, asJson),
    nextJson: (user, locator, version = newest()) => next(user, locator, version, asJson),
    search: (user, sosl, version = newest()) =>
      runSearch(sql, sosl, () => queryContext(parts, user, sosl, { version }), version),
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
  const { withheld } = parts.switches;
  if (log) return loadUserContext(sql, parts.metadata, userId, withheld);
  const known = parts.contexts.get(userId);
  if (known) return known;
  const context = loadUserContext(sql, parts.metadata, userId, withheld);
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
    .filter(({ name }) => user.field(object.name, name).read)
    .map(({ name }) => name);
}
