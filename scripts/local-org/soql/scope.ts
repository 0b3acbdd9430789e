/** One SELECT's tables: the object asked for, and the parents that its field paths reach, each joined once. */
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { quoted } from '../state/schema.ts';
import type { Switches, UserContext } from '../state/engine.ts';
import { malformed, noRelationship, noSuchColumn, unsupportedType } from './errors.ts';
import { formulaSql, shownFormula } from './formula-column.ts';
import type { Shown } from './formula-column.ts';
import { nameColumn, targetsOf } from './polymorphic.ts';
import type { Target } from './polymorphic.ts';
import type { Path, Query } from './syntax/tree.ts';
import { visibleRows } from './visibility.ts';

/** What every part of a compilation needs. */
export interface QueryContext {
  soql: string;
  metadata: OrgMetadata;
  user: UserContext;
  switches: Switches;
  now: Temporal.Instant;
  /** Deleted rows too. */
  all: boolean;
  /** Levels of child queries below the root that the client's version knows; absent = as the newest. */
  childLevels?: number;
  /** Values of `$1`, `$2`, … in order. */
  values: unknown[];
  /** SQL that stands for the table of an object whose rows are computed for this query, by object name. */
  tables?: ReadonlyMap<string, string> | undefined;
  /** A fresh table alias. */
  alias(): string;
}

/** A field reached from the root, ready for SQL. */
export interface Column {
  sql: string;
  /** How its value is shown, where that is more than reading it. */
  shown?: Shown;
  field: FieldMetadata;
  object: ObjectMetadata;
  /** Relationship names as declared, from the root. */
  relationships: string[];
}

/** A table of the statement. A polymorphic parent has one for each object that it may be. */
export interface Joined {
  /** SQL of the record's id. */
  id: string;
  names: string[];
  targets: Target[];
  isPolymorphic: boolean;
}

export interface Scope {
  context: QueryContext;
  object: ObjectMetadata;
  alias: string;
  /** The field of a path such as `Owner.Name`. @throws OrgError INVALID_FIELD */
  column(path: Path): Column;
  /** The parent that the relationship names of a path lead to. @throws OrgError INVALID_FIELD */
  parentAt(path: Path): Joined;
  /** `FROM … LEFT JOIN …` with all joins made so far. */
  from(): string;
  /** The parent behind relationship names; made by `column`. */
  parent(relationships: string[]): Joined;
  /** Field of another table of this statement. @throws OrgError INVALID_FIELD */
  columnOf(table: Joined, target: Target, path: Path): Column;
}

const MOST_LEVELS_UP = 5;
const MOST_PARENTS = 55;

/** A placeholder for `value`. */
export function bind(context: QueryContext, value: unknown): string {
  context.values.push(value);
  return `$${context.values.length}`;
}

/** The object of a query, if this org has it and the user may read it. @throws OrgError INVALID_TYPE */
export function queriedObject(context: QueryContext, { text, at }: Path): ObjectMetadata {
  const object = findObject(context.metadata, text);
  if (!object?.queryable || !isOpen(context, object)) throw unsupportedType(context.soql, at, text);
  return object;
}

function isOpen({ switches, user }: QueryContext, object: ObjectMetadata): boolean {
  return (object.licence !== 'eventLog' || switches.eventLogLicence) && user.object(object.name).read;
}

/** Opens a scope over `object`; `query` tells the names that it gives to tables. */
export function openScope(
  context: QueryContext,
  object: ObjectMetadata,
  { alias: prefix, joined }: Pick<Query, 'alias' | 'joined'>,
): Scope {
  const own = context.alias();
  const root: Joined = {
    id: `${own}.id`,
    names: [],
    targets: [{ object, alias: own }],
    isPolymorphic: false,
  };
  const joins = new Map<string, Joined>();
  const clauses: string[] = [];

  function join(from: Joined, relationship: string, path: Path): Joined {
    const key = [...from.names, relationship].join('.').toLowerCase();
    const known = joins.get(key);
    if (known) return known;
    if (joins.size >= MOST_PARENTS) {
      throw malformed(`A query can reference at most ${MOST_PARENTS} parent relationships`);
    }
    const { holder, field } = wayUp(context, from, relationship, path);
    const names = targetsOf(context.metadata, holder.object, field);
    const targets = names
      .flatMap((name) => findObject(context.metadata, name) ?? [])
      .filter((target) => target.queryable && isOpen(context, target))
      .map((target) => ({ object: target, alias: context.alias() }));
    if (targets.length === 0) throw noRelationship(context.soql, path.at, relationship);
    const reference = `${holder.alias}.${quoted(field.name)}`;
    clauses.push(...targets.map((target) => leftJoin(context, target, reference)));
    const ids = targets.map(({ alias }) => `${alias}.id`);
    const made: Joined = {
      id: ids.length > 1 ? `coalesce(${ids.join(', ')})` : (ids[0] ?? ''),
      names: [...from.names, field.relationshipName ?? relationship],
      targets,
      isPolymorphic: names.length > 1,
    };
    joins.set(key, made);
    return made;
  }

  function columnOf(table: Joined, { object: owner, alias }: Target, { text, at }: Path): Column {
    const field = readableField(context, owner, text.split('.').at(-1) ?? '', at);
    const place = { field, object: owner, relationships: table.names };
    if (field.formula === undefined) return { ...place, sql: `${alias}.${quoted(field.name)}` };
    // A formula becomes SQL only where SQL is asked for, as not every formula can, and every one can be shown.
    return {
      ...place,
      get sql() {
        return formulaSql(context, owner, field, alias);
      },
      get shown() {
        return shownFormula(context, owner, field, alias);
      },
    };
  }

  const partsOf = (path: Path) => {
    const parts = withoutPrefix(path.text.split('.'), object, { prefix, joined });
    if (parts.length - 1 > MOST_LEVELS_UP) {
      throw malformed(`A relationship path can have at most ${MOST_LEVELS_UP} levels`);
    }
    return parts;
  };
  const reach = (names: string[], path: Path) => names.reduce((table, name) => join(table, name, path), root);

  return {
    context,
    object,
    alias: own,
    columnOf,
    column: (path) => {
      const parts = partsOf(path);
      const table = reach(parts.slice(0, -1), path);
      const [only] = table.targets;
      const name = { ...path, text: parts.at(-1) ?? '' };
      if (only && !table.isPolymorphic) return columnOf(table, only, name);
      return nameColumn(context, table, name);
    },
    parentAt: (path) => reach(partsOf(path), path),
    from: () =>
      [`FROM ${context.tables?.get(object.name) ?? quoted(object.name)} ${own}`, ...clauses].join(' '),
    parent: (relationships) => joins.get(relationships.join('.').toLowerCase()) ?? root,
  };
}

function leftJoin(context: QueryContext, { object, alias }: Target, reference: string): string {
  const visible = visibleRows(context, object, alias);
  const seen = visible ? ` AND ${visible}` : '';
  return `LEFT JOIN ${quoted(object.name)} ${alias} ON ${alias}.id = ${reference}${seen}`;
}

/** `a.Name FROM Account a`, `Account.Name FROM Account` and `FROM Contact c, c.Account a` name tables. */
function withoutPrefix(
  parts: string[],
  object: ObjectMetadata,
  { prefix, joined }: { prefix: string | null; joined: Query['joined'] },
): string[] {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return parts;
  const named = joined.find(({ alias }) => sameName(alias, first));
  if (named) return withoutPrefix([...named.path.text.split('.'), ...rest], object, { prefix, joined: [] });
  const isRoot = [prefix, object.name].some((name) => sameName(name, first));
  const isRelationship = [...object.fields.values()].some((field) => sameName(field.relationshipName, first));
  return isRoot && !isRelationship ? rest : parts;
}

function wayUp(
  context: QueryContext,
  from: Joined,
  relationship: string,
  path: Path,
): { holder: Target; field: FieldMetadata } {
  for (const holder of from.targets) {
    if (holder.object.restrictions.plainQueriesOnly) break;
    const field = [...holder.object.fields.values()].find((item) =>
      sameName(item.relationshipName, relationship),
    );
    if (field && context.user.field(holder.object.name, field.name).read) return { holder, field };
  }
  throw noRelationship(context.soql, path.at, relationship);
}

function sameName(left: string | null, right: string): boolean {
  return left !== null && left.toLowerCase() === right.toLowerCase();
}

/** The field of an object if it is there and the user may read it. @throws OrgError INVALID_FIELD */
export function readableField(
  context: QueryContext,
  object: ObjectMetadata,
  name: string,
  at: number,
): FieldMetadata {
  const field = findField(object, name);
  if (!field || !context.user.field(object.name, field.name).read) {
    throw noSuchColumn(context.soql, at, name, object.name);
  }
  return field;
}
