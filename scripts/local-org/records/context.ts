/** What every step of a save works with. */
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { QueryContext } from '../soql/scope.ts';
import { rowsAt } from '../soql/visibility.ts';
import type { AccessLevel } from '../soql/visibility.ts';
import type { Sql } from '../state/database.ts';
import type { Switches, UserContext } from '../state/engine.ts';
import { idAmong, tableOf } from '../state/schema.ts';
import type { ChangeLog } from './change-log.ts';
import type { FormulaWorld, ObjectFormulas } from './formulas.ts';

export interface SaveContext {
  sql: Sql;
  metadata: OrgMetadata;
  switches: Switches;
  user: UserContext;
  now: Temporal.Instant;
  formulas: ReadonlyMap<string, ObjectFormulas>;
  /** Read when the first formula asks. */
  world(): Promise<FormulaWorld>;
  log: ChangeLog;
  /** New record ids that begin with `prefix`. */
  ids(prefix: string, count: number): Promise<string[]>;
  /** The platform writes: no permissions, no rules, system fields may be given. */
  system: boolean;
  /** Records that are being deleted with what depends on them; nothing is worked out for them any more. */
  going?: ReadonlySet<string>;
  /** A session's row is gone, so its token ends. */
  sessionEnded(sessionId: string): void;
}

/**
 * The ids of living rows of `object` on which the user has `level`, of those given.
 * @param known the living rows, where they were read already: then nothing is asked when the user reaches all rows
 */
export async function accessibleIds(
  context: Pick<SaveContext, 'sql' | 'metadata' | 'user' | 'switches' | 'now'>,
  object: ObjectMetadata,
  ids: readonly string[],
  level: AccessLevel,
  known?: ReadonlyMap<string, unknown>,
): Promise<Set<string>> {
  const open = rowsAt(queryContext(context), object, 'r', level);
  if (open === null && known) return new Set(known.keys());
  const living = object.fields.has('isdeleted') ? ' AND NOT r.isdeleted' : '';
  const among = idAmong('r.id', ids);
  const rows = await context.sql.query<{ id: string }>(
    `SELECT r.id FROM ${tableOf(object)} r WHERE ${among.sql}${living}${open ? ` AND ${open}` : ''}`,
    [among.value],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A save's user and moment, for conditions that are written like those of queries. */
export function queryContext(
  context: Pick<SaveContext, 'metadata' | 'user' | 'switches' | 'now'>,
): QueryContext {
  let aliases = 0;
  const { metadata, user, switches, now } = context;
  return {
    soql: '',
    metadata,
    user,
    switches,
    now,
    all: false,
    values: [],
    alias: () => `v${(aliases += 1)}`,
  };
}

/** The system fields that a write stamps, as far as the object has them. */
export function stamps(context: SaveContext, object: ObjectMetadata, isNew: boolean): Record<string, string> {
  const now = `${context.now.toString({ smallestUnit: 'second' }).slice(0, 19)}.000+0000`;
  const { userId } = context.user;
  const values: Record<string, string> = {
    ...(isNew ? { CreatedDate: now, CreatedById: userId } : {}),
    LastModifiedDate: now,
    LastModifiedById: userId,
    SystemModstamp: now,
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => object.fields.has(name.toLowerCase())));
}
