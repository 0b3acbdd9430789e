/** What all views of one org share, whatever transaction they stand in, and the transactions themselves. */
import type { MetadataJobs } from '../deploy/jobs.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import { ChangeLog } from '../records/change-log.ts';
import type { SaveContext } from '../records/context.ts';
import type { FormulaWorld, ObjectFormulas } from '../records/formulas.ts';
import type { ChangeStore } from './change-store.ts';
import type { OrgClock } from './clock.ts';
import type { Cursors } from './cursors.ts';
import type { Database, Sql } from './database.ts';
import type { ChangeBus, Organization, PublishedChange, Switches, UserContext } from './engine.ts';
import type { Housekeeping } from './evidence/housekeeping.ts';
import type { Journal } from './journal.ts';
import type { Grants } from './grants.ts';
import type { Writer } from './group-commit.ts';
import type { Reader } from './group-read.ts';
import type { IdSource } from './ids.ts';
import type { SessionStore } from './sessions.ts';

/** What the org is made of at one moment; a deployment puts another in its place. */
export interface OrgSource {
  metadata: OrgMetadata;
  formulas: ReadonlyMap<string, ObjectFormulas>;
}

export interface OrgParts {
  database: Database;
  /** The metadata of now: whoever keeps it sees the org as it was. */
  readonly metadata: OrgMetadata;
  readonly formulas: ReadonlyMap<string, ObjectFormulas>;
  clock: OrgClock;
  changes: ChangeBus;
  retained: ChangeStore;
  switches: Switches;
  orgId: string;
  ids: IdSource;
  /** Set once the engine exists, as sessions are rows of it. */
  sessions: { current: SessionStore | null };
  /** Set once the engine exists, as deployments write through it. */
  deployments: { current: MetadataJobs | null };
  grants: Grants;
  /** Contexts of users outside transactions, until users or permissions change. */
  contexts: Map<string, Promise<UserContext>>;
  /** What formulas know of the user who saves; gone with his context. */
  worlds: WeakMap<UserContext, Promise<SavedWorld>>;
  cursors: Cursors;
  /** Hears which objects a committed transaction wrote records of. */
  onCommit?: ((written: ReadonlySet<string>) => void) | undefined;
  /** Takes single records that need no transaction of their own. */
  writer: Writer;
  reader: Reader;
  housekeeping: { current: Housekeeping | null };
  journal: Journal;
  /** Called when the org is reset. */
  resets: Set<() => void>;
}

/** What of a formula's world is read from rows. */
type SavedWorld = Pick<FormulaWorld, 'userRecord' | 'organization'>;

/** The open transaction's connection and change log, or the whole database without one. */
export interface Scope {
  sql: Sql;
  log: ChangeLog | null;
  /** Any fault undoes the whole transaction, so no write in it need be taken back by itself. */
  whole?: boolean;
}

export type Work<T> = (sql: Sql, log: ChangeLog) => Promise<T>;

/**
 * Runs a write: in a new transaction, whose events are told after the commit; or, inside one, behind a savepoint, so
 * that it stands or falls by itself and a caller may go on after its fault; or, where no caller does, as part of it.
 */
export function write<T>(parts: OrgParts, { sql, log, whole }: Scope, work: Work<T>): Promise<T> {
  if (!log) return inTransaction(parts, work);
  return whole ? work(sql, log) : nested(sql, log, work);
}

async function nested<T>(sql: Sql, log: ChangeLog, work: Work<T>): Promise<T> {
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

async function inTransaction<T>(parts: OrgParts, work: Work<T>): Promise<T> {
  let log: ChangeLog | undefined;
  try {
    let kept: PublishedChange[] = [];
    const result = await parts.database.transaction(async (tx) => {
      // Not before the transaction has its turn: it may have waited for a deployment.
      log = new ChangeLog(parts.metadata);
      const done = await work(tx, log);
      if (parts.switches.push) kept = await parts.retained.retain(tx, log.events());
      return done;
    });
    for (const { happening, at } of log?.happenings ?? []) parts.journal.note(happening, at);
    parts.changes.publish(kept);
    parts.onCommit?.(log?.written ?? new Set());
    return result;
  } finally {
    if (log?.accessChanged) parts.contexts.clear();
  }
}

/** What a save in this transaction works with; `system` = the platform writes. */
export function saveContext(
  parts: OrgParts,
  scope: { sql: Sql; log: ChangeLog },
  user: UserContext,
  system: boolean,
): SaveContext {
  const now = parts.clock.now();
  return {
    sql: scope.sql,
    metadata: parts.metadata,
    switches: parts.switches,
    user,
    now,
    formulas: parts.formulas,
    world: async () => ({ ...(await worldOf(parts, scope, user)), metadata: parts.metadata, user, now }),
    log: scope.log,
    ids: (prefix, count) => parts.ids.take(scope.sql, prefix, count),
    system,
    sessionEnded: (id) => parts.sessions.current?.ended(id),
  };
}

/** Read once per context, as long as this transaction itself changes nobody. */
function worldOf(
  parts: OrgParts,
  { sql, log }: { sql: Sql; log: ChangeLog },
  user: UserContext,
): Promise<SavedWorld> {
  if (log.accessChanged) return readWorld(parts, sql, user);
  const known = parts.worlds.get(user);
  if (known) return known;
  const world = readWorld(parts, sql, user);
  parts.worlds.set(user, world);
  world.catch(() => parts.worlds.delete(user));
  return world;
}

async function readWorld(parts: OrgParts, sql: Sql, user: UserContext): Promise<SavedWorld> {
  const [row] = await sql.query<Record<string, unknown>>('SELECT * FROM "user" WHERE id = $1', [user.userId]);
  const organization = await readOrganization(sql, parts.orgId);
  return {
    userRecord: { ...row, Profile: { Id: user.profileId, Name: user.profileName } },
    organization: { Id: parts.orgId, Name: organization.name },
  };
}

/** The organisation's row. */
export async function readOrganization(sql: Sql, id: string): Promise<Organization> {
  const [row] = await sql.query<Omit<Organization, 'id'>>(
    `SELECT name, issandbox AS "isSandbox", timezonesidkey AS "timeZone", defaultlocalesidkey AS locale,
       languagelocalekey AS language FROM organization WHERE id = $1`,
    [id],
  );
  if (!row) throw new Error('The org has no Organization row: its data folder was not written to the end');
  return { id, ...row };
}
