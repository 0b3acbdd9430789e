/** From the parser's tree to SQL, with everything that is needed to turn rows back into records. */
import type { FieldSubquery, OrderByClause, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { notImplemented, OrgError } from '../errors.ts';
import { childRelationships } from '../metadata/relationships.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { quoted } from '../state/schema.ts';
import { compileAggregate } from './aggregate.ts';
import type { AggregateQuery } from './aggregate.ts';
import { conditionTree } from './conditions.ts';
import { malformed, noRelationship } from './errors.ts';
import { conditionSql } from './filter.ts';
import { isAggregate } from './functions.ts';
import { requireFilter, timeWindow } from './restrictions.ts';
import type { Shown } from './formula-column.ts';
import { openScope, queriedObject, readableField } from './scope.ts';
import type { Column, QueryContext, Scope } from './scope.ts';
import { pathOf, selectItem } from './select.ts';
import type { Selection } from './select.ts';
import { sortSql } from './sort.ts';
import { visibleRows } from './visibility.ts';

/** One value of a record. `relationships` leads to it from the root. */
export interface Output {
  relationships: string[];
  name: string;
  field: FieldMetadata;
  /** Place in the row. */
  index: number;
  /** Show the picklist label instead of the stored value. */
  label: boolean;
  /** Makes the value of what stands in the row; absent = it is the value. */
  value?: Shown['value'];
}

export interface ParentOutput {
  relationships: string[];
  object: ObjectMetadata;
  /** Place of the parent's id in the row; empty there = no parent. */
  index: number;
}

export interface ChildQuery {
  name: string;
  query: RecordQuery;
  /** The child's reference to the parent. */
  field: FieldMetadata;
}

/** A query that gives records. The root's id always stands first in a row. */
export interface RecordQuery {
  kind: 'records';
  object: ObjectMetadata;
  context: QueryContext;
  outputs: (Output | ParentOutput | ChildQuery)[];
  select: string[];
  from: string;
  alias: string;
  where: string;
  order: string;
  limit: number | null;
  offset: number;
}

export type CompiledQuery = RecordQuery | AggregateQuery;

const LARGEST_OFFSET = 2000;

/** Compiles a query for the user of `context`. @throws OrgError in the platform's wording */
export function compileQuery(context: QueryContext, query: Query & { sObject: string }): CompiledQuery {
  const object = queriedObject(context, query.sObject);
  const scope = openScope(context, object, query.sObjectAlias);
  checkPlain(scope, query);
  const items = query.fields ?? [];
  const grouped = query.groupBy !== undefined;
  if (grouped || items.some((item) => item.type === 'FieldFunctionExpression' && isAggregate(item))) {
    return compileAggregate(scope, query, whereSql(scope, query));
  }
  return compileRecords(scope, query);
}

function checkPlain(scope: Scope, query: Query): void {
  if ((query.offset ?? 0) > LARGEST_OFFSET) {
    throw new OrgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${LARGEST_OFFSET}`);
  }
  if (!scope.object.restrictions.plainQueriesOnly) return;
  if (query.offset !== undefined) throw malformed(`OFFSET is not supported for ${scope.object.name}`);
  if (query.having !== undefined) throw malformed(`HAVING is not supported for ${scope.object.name}`);
}

/** WHERE with what the object, deletion and the user's access add. */
function whereSql(scope: Scope, query: Query | Subquery, isChild = false): string {
  const { context, object, alias } = scope;
  const tree = query.where ? conditionTree(query.where) : null;
  if (!isChild) requireFilter(scope, tree);
  const parts = [
    tree && conditionSql(scope, tree, (inner) => compileInner(context, inner)),
    timeWindow(scope, tree),
    object.fields.has('isdeleted') && !context.all ? `NOT ${alias}.isdeleted` : null,
    visibleRows(context, object, alias),
  ].filter((part) => part !== null);
  return parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '';
}

/** The inner query of a semi-join: one field, in the same statement. */
function compileInner(context: QueryContext, query: Query): { sql: string; type: FieldMetadata['type'] } {
  const object = queriedObject(context, query.sObject ?? '');
  const scope = openScope(context, object, query.sObjectAlias);
  const [item, second] = query.fields ?? [];
  if (second || (item?.type !== 'Field' && item?.type !== 'FieldRelationship')) {
    throw malformed('semi join sub-selects must select exactly one field');
  }
  const column = scope.column(pathOf(item));
  const where = whereSql(scope, query);
  const limit = query.limit === undefined ? '' : ` LIMIT ${query.limit}`;
  return { sql: `SELECT ${column.sql} ${scope.from()} ${where}${limit}`, type: column.field.type };
}

function compileRecords(scope: Scope, query: Query | Subquery, child?: FieldMetadata): RecordQuery {
  const { object, context, alias } = scope;
  const select = [`${alias}.id`, ...(child ? [`${alias}.${quoted(child.name)}`] : [])];
  const outputs: RecordQuery['outputs'] = [];
  const selection: Selection = {
    add: (column, label = false) => addColumn(scope, column, label, select, outputs),
    addChild: (subquery) => {
      if (child) throw malformed('Nesting of child queries deeper than one level is not supported');
      outputs.push(compileChild(context, object, subquery));
    },
  };
  for (const item of query.fields ?? []) selectItem(scope, query, item, selection);
  const where = whereSql(scope, query, child !== undefined);
  const order = orderSql(scope, query.orderBy);
  const { limit = null, offset = 0 } = query;
  return {
    kind: 'records',
    object,
    context,
    outputs,
    select,
    from: scope.from(),
    alias,
    where,
    order,
    limit,
    offset,
  };
}

function addColumn(
  scope: Scope,
  column: Column,
  label: boolean,
  select: string[],
  outputs: RecordQuery['outputs'],
): void {
  const { relationships, field } = column;
  const isSame = (output: RecordQuery['outputs'][number]) =>
    'field' in output &&
    'label' in output &&
    output.field === field &&
    output.relationships.join('.') === relationships.join('.');
  if (outputs.some(isSame)) {
    const path = [...relationships, field.name].join('.');
    throw new OrgError(400, 'INVALID_FIELD', `duplicate field selected: ${path}`);
  }
  addParents(scope, relationships, select, outputs);
  const { shown } = column;
  const place = { relationships, name: field.name, field, index: select.length, label };
  outputs.push(shown ? { ...place, value: shown.value } : place);
  // Bytes are never part of a record; their place shows where to fetch them.
  const sql = shown?.sql ?? column.sql;
  select.push(field.type === 'base64' ? `(${sql} IS NOT NULL)` : sql);
}

function addParents(scope: Scope, path: string[], select: string[], outputs: RecordQuery['outputs']): void {
  for (let depth = 1; depth <= path.length; depth += 1) {
    const relationships = path.slice(0, depth);
    const known = outputs.some(
      (output) => 'object' in output && output.relationships.join('.') === relationships.join('.'),
    );
    if (known) continue;
    const parent = scope.parent(relationships);
    outputs.push({ relationships, object: parent.object, index: select.length });
    select.push(`${parent.alias}.id`);
  }
}

function compileChild(
  context: QueryContext,
  parent: ObjectMetadata,
  { subquery }: FieldSubquery,
): ChildQuery {
  const wanted = subquery.relationshipName.toLowerCase();
  const found = childRelationships(context.metadata, parent).find(
    ({ name }) => name?.toLowerCase() === wanted,
  );
  if (!found) throw noRelationship(context.soql, subquery.relationshipName);
  // A child query is a statement of its own, so its parameters count from one again.
  const inner: QueryContext = { ...context, values: [] };
  const object = queriedObject(inner, found.child.name);
  const field = readableField(inner, object, found.field.name);
  const scope = openScope(inner, object, subquery.sObjectAlias);
  return { name: found.name ?? '', query: compileRecords(scope, subquery, field), field };
}

function orderSql(scope: Scope, orderBy: OrderByClause | OrderByClause[] | undefined): string {
  const parts = [orderBy ?? []].flat().map((clause) => {
    if (!('field' in clause)) throw notImplemented('functions in ORDER BY of a query without aggregates');
    const column = scope.column(clause.field);
    return sortSql(column, clause, scope.context.soql);
  });
  // The id makes every order complete, so that pages neither repeat nor miss a row.
  return `ORDER BY ${[...parts, `${scope.alias}.id`].join(', ')}`;
}
