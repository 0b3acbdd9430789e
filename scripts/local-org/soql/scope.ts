/** One SELECT's tables: the object asked for, and the parents that its field paths reach, each joined once. */
import { notImplemented } from '../errors.ts';
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { quoted } from '../state/schema.ts';
import type { Switches, UserContext } from '../state/engine.ts';
import { noRelationship, noSuchColumn, unsupportedType } from './errors.ts';
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
  field: FieldMetadata;
  object: ObjectMetadata;
  /** Relationship names as declared, from the root. */
  relationships: string[];
}

interface Joined {
  alias: string;
  object: ObjectMetadata;
  names: string[];
}

export interface Scope {
  context: QueryContext;
  object: ObjectMetadata;
  alias: string;
  /** The field of a path such as `Owner.Name`. @throws OrgError INVALID_FIELD */
  column(path: string): Column;
  /** `FROM … LEFT JOIN …` with all joins made so far. */
  from(): string;
  /** Alias of the parent's table behind relationship names; made by `column`. */
  parent(relationships: string[]): Joined;
}

/** A placeholder for `value`. */
export function bind(context: QueryContext, value: unknown): string {
  context.values.push(value);
  return `$${context.values.length}`;
}

/** The object of a query, if this org has it and the user may read it. @throws OrgError INVALID_TYPE */
export function queriedObject(context: QueryContext, name: string): ObjectMetadata {
  const object = findObject(context.metadata, name);
  const licensed = object?.licence !== 'eventLog' || context.switches.eventLogLicence;
  if (!object?.queryable || !licensed || !context.user.object(object.name).read) {
    throw unsupportedType(context.soql, name);
  }
  return object;
}

/** Opens a scope over `object`. `prefix` is the alias the query gives it. */
export function openScope(context: QueryContext, object: ObjectMetadata, prefix: string | undefined): Scope {
  const root: Joined = { alias: context.alias(), object, names: [] };
  const joins = new Map<string, Joined>([['', root]]);
  const clauses: string[] = [];

  function join(from: Joined, relationship: string): Joined {
    const key = [...from.names, relationship].join('.').toLowerCase();
    const known = joins.get(key);
    if (known) return known;
    const field = wayUp(context, from.object, relationship);
    const target = queriedObject(context, field.referenceTo[0] ?? '');
    const joined = {
      alias: context.alias(),
      object: target,
      names: [...from.names, field.relationshipName ?? relationship],
    };
    const visible = visibleRows(context, target, joined.alias);
    clauses.push(
      `LEFT JOIN ${quoted(target.name)} ${joined.alias} ON ${joined.alias}.id = ${from.alias}.${quoted(field.name)}` +
        (visible ? ` AND ${visible}` : ''),
    );
    joins.set(key, joined);
    return joined;
  }

  return {
    context,
    object,
    alias: root.alias,
    column: (path) => {
      const parts = withoutPrefix(path.split('.'), object, prefix);
      const table = parts.slice(0, -1).reduce(join, root);
      const field = readableField(context, table.object, parts.at(-1) ?? '');
      return {
        sql: `${table.alias}.${quoted(field.name)}`,
        field,
        object: table.object,
        relationships: table.names,
      };
    },
    from: () =>
      [`FROM ${context.tables?.get(object.name) ?? quoted(object.name)} ${root.alias}`, ...clauses].join(' '),
    parent: (relationships) => joins.get(relationships.join('.').toLowerCase()) ?? root,
  };
}

/** `a.Name FROM Account a` and `Account.Name FROM Account` name the root itself. */
function withoutPrefix(parts: string[], object: ObjectMetadata, prefix: string | undefined): string[] {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return parts;
  const isRoot = [prefix, object.name].some((name) => name?.toLowerCase() === first.toLowerCase());
  const isRelationship = [...object.fields.values()].some((field) => sameName(field.relationshipName, first));
  return isRoot && !isRelationship ? rest : parts;
}

function wayUp(context: QueryContext, object: ObjectMetadata, relationship: string): FieldMetadata {
  if (object.restrictions.plainQueriesOnly) throw noRelationship(context.soql, relationship);
  const field = [...object.fields.values()].find((item) => sameName(item.relationshipName, relationship));
  if (!field || !context.user.field(object.name, field.name).read) {
    throw noRelationship(context.soql, relationship);
  }
  if (field.referenceTo.length > 1)
    throw notImplemented(`the polymorphic relationship ${relationship} in a query`);
  return field;
}

function sameName(left: string | null, right: string): boolean {
  return left !== null && left.toLowerCase() === right.toLowerCase();
}

/** The field of an object if it is there and the user may read it. @throws OrgError INVALID_FIELD */
export function readableField(context: QueryContext, object: ObjectMetadata, name: string): FieldMetadata {
  const field = findField(object, name);
  if (!field || !context.user.field(object.name, field.name).read) {
    throw noSuchColumn(context.soql, name, object.name);
  }
  if (field.formula !== undefined)
    throw notImplemented(`formula fields in queries (${object.name}.${field.name})`);
  return field;
}
