/** What every step of a save works with. */
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { rowsAt } from '../soql/visibility.ts';
import type { AccessLevel } from '../soql/visibility.ts';
import type { Sql } from '../state/database.ts';
import type { Switches, UserContext } from '../state/engine.ts';
import { tableOf } from '../state/schema.ts';
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
  /** The part of every id that tells this org from another. */
  pod: string;
  /** The platform writes: no permissions, no rules, system fields may be given. */
  system: boolean;
  /** A session's row is gone, so its token ends. */
  sessionEnded(sessionId: string): void;
}

/** The ids of living rows of `object` on which the user has `level`, of those given. */
export async function accessibleIds(
  context: Pick<SaveContext, 'sql' | 'metadata' | 'user' | 'switches' | 'now'>,
  object: ObjectMetadata,
  ids: readonly string[],
  level: AccessLevel,
): Promise<Set<string>> {
  let aliases = 0;
  const open = rowsAt(
    {
      soql: '',
      metadata: context.metadata,
      user: context.user,
      switches: context.switches,
      now: context.now,
      all: false,
      values: [],
      alias: () => `v${(aliases += 1)}`,
    },
    object,
    'r',
    level,
  );
  const living = object.fields.has('isdeleted') ? ' AND NOT r.isdeleted' : '';
  const rows = await context.sql.query<{ id: string }>(
    `SELECT r.id FROM ${tableOf(object)} r WHERE r.id = ANY ($1::text[])${living}${open ? ` AND ${open}` : ''}`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
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
