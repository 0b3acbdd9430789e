/** From the tree of a query to SQL, with everything that is needed to turn rows back into records. */
import { notImplemented, OrgError } from '../errors.ts';
import { childRelationships } from '../metadata/relationships.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { quoted } from '../state/schema.ts';
import { compileAggregate } from './aggregate.ts';
import type { AggregateQuery } from './aggregate.ts';
import { malformed, noChildRelationship, placedFault } from './errors.ts';
import { conditionSql } from './filter.ts';
import { isAggregate } from './functions.ts';
import type { ChildQuery, RecordQuery } from './outputs.ts';
import { requireFilter, timeWindow } from './restrictions.ts';
import { bind, openScope, queriedObject, readableField } from './scope.ts';
import type { QueryContext, Scope } from './scope.ts';
import { selectItem } from './select.ts';
import type { Selection } from './select.ts';
import { checkSemiJoins } from './semi-join.ts';
import { recordOrder } from './sort.ts';
import { syntaxFault } from './syntax/fault.ts';
import type { Condition, Query } from './syntax/tree.ts';
import { visibleRows } from './visibility.ts';

export type CompiledQuery = RecordQuery | AggregateQuery;

const LARGEST_OFFSET = 2000;
const MOST_CHILD_QUERIES = 20;
/** The root counts as the first of five levels. */
const CHILD_LEVELS = 4;

/** Compiles a query for the user of `context`. @throws OrgError in the platform's wording */
export function compileQuery(context: QueryContext, query: Query): CompiledQuery {
  checkClauses(context, query);
  const object = queriedObject(context, query.from);
  const scope = openScope(context, object, query);
  checkPlain(scope, query);
  if (isGrouped(query)) return compileAggregate(scope, query, whereSql(scope, query).where);
  return compileRecords(scope, query, null);
}

function isGrouped({ groupBy, items }: Query): boolean {
  return (
    groupBy !== null ||
    items.some(
      (item) =>
        item.kind === 'function' &&
        [item.call, ...item.call.args].some((call) => call.kind === 'call' && isAggregate(call)),
    )
  );
}

/** The clauses that the REST API refuses whatever the object. */
function checkClauses({ soql }: QueryContext, { with: withWhat, allRows, offset }: Query): void {
  if (withWhat) {
    if (!/^(security_enforced|user_mode|system_mode)$/i.test(withWhat.text)) {
      throw notImplemented('WITH DATA CATEGORY');
    }
    // These belong to Apex alone; the REST API always runs as the user.
    throw syntaxFault(soql, withWhat.at, `unexpected token: '${withWhat.text}'`);
  }
  if (allRows) throw placedFault('MALFORMED_QUERY', soql, allRows.at, 'ALL ROWS not allowed in this context');
  if ((offset ?? 0) > LARGEST_OFFSET) {
    throw new OrgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${LARGEST_OFFSET}`);
  }
}

function checkPlain({ object }: Scope, query: Query): void {
  if (!object.restrictions.plainQueriesOnly) return;
  if (query.offset !== null) throw malformed(`OFFSET is not supported for ${object.name}`);
  if (query.having !== null) throw malformed(`HAVING is not supported for ${object.name}`);
}

/** WHERE with what the object, deletion and the user's access add; `still` is the last two alone. */
function whereSql(
  scope: Scope,
  query: Query,
  place: 'root' | 'child' | 'inner' = 'root',
): { where: string; still: string } {
  const { context, object, alias } = scope;
  const tree = query.where;
  if (place !== 'child') requireFilter(scope, tree);
  if (tree) {
    checkSemiJoins(tree, place === 'inner');
    checkNoAggregates(context, tree);
  }
  const standing = [
    object.fields.has('isdeleted') && !context.all ? `NOT ${alias}.isdeleted` : null,
    visibleRows(context, object, alias),
  ].filter((part) => part !== null);
  const parts = [
    tree && conditionSql(scope, tree, (inner) => compileInner(context, inner)),
    timeWindow(scope, tree),
    scopeSql(scope, query),
    ...standing,
  ].filter((part) => part !== null);
  return {
    where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '',
    still: standing.length > 0 ? standing.join(' AND ') : 'true',
  };
}

function checkNoAggregates(context: QueryContext, condition: Condition): void {
  if (condition.kind === 'not') return checkNoAggregates(context, condition.item);
  if (condition.kind !== 'test') return condition.items.forEach((item) => checkNoAggregates(context, item));
  const { target } = condition;
  if (target.kind === 'call' && isAggregate(target)) {
    throw syntaxFault(context.soql, target.at, `unexpected token: '${target.name}'`);
  }
}

/** USING SCOPE: everything, or the user's own rows. */
function scopeSql({ context, object, alias }: Scope, { scope }: Query): string | null {
  const name = scope?.text.toLowerCase();
  if (!scope || name === 'everything') return null;
  if (name === 'mine' && object.fields.has('ownerid')) {
    return `${alias}.ownerid = ${bind(context, context.user.userId)}::text`;
  }
  throw placedFault(
    'MALFORMED_QUERY',
    context.soql,
    scope.at,
    `The filter scope '${scope.text}' is not supported for ${object.name}`,
  );
}

/** The inner query of a semi-join: one field, in the same statement. */
function compileInner(
  context: QueryContext,
  query: Query,
): { sql: string; field: FieldMetadata; object: string } {
  const object = queriedObject(context, query.from);
  const scope = openScope(context, object, query);
  const [item, second] = query.items;
  if (second || item?.kind !== 'field' || query.groupBy || query.orderBy.length > 0) {
    throw placedFault(
      'MALFORMED_QUERY',
      context.soql,
      query.at,
      'semi join sub-selects can only query id fields, without aggregates or ORDER BY',
    );
  }
  const column = scope.column(item.path);
  const { where } = whereSql(scope, query, 'inner');
  const limit = query.limit === null ? '' : ` LIMIT ${query.limit}`;
  return {
    sql: `SELECT ${column.sql} ${scope.from()} ${where}${limit}`,
    field: column.field,
    object: column.object.name,
  };
}

/** `way` is the child's reference to its parent, of a child query `depth` levels below the root. */
function compileRecords(scope: Scope, query: Query, way: FieldMetadata | null, depth = 0): RecordQuery {
  const { object, context, alias } = scope;
  const select = [`${alias}.id`, ...(way ? [`${alias}.${quoted(way.name)}`] : [])];
  const selection: Selection = { scope, query, select, outputs: [] };
  const children = query.items.filter((item) => item.kind === 'child');
  if (children.length > MOST_CHILD_QUERIES) {
    throw malformed(`A query can have at most ${MOST_CHILD_QUERIES} child queries`);
  }
  for (const item of query.items) {
    if (item.kind !== 'child') selectItem(selection, item);
    else selection.outputs.push(compileChild(context, { object, query: item.query, depth: depth + 1 }));
  }
  const { where, still } = whereSql(scope, query, way ? 'child' : 'root');
  // The id makes every order complete, so that pages neither repeat nor miss a row.
  const order = `ORDER BY ${[...recordOrder(scope, query.orderBy), `${alias}.id`].join(', ')}`;
  return {
    kind: 'records',
    object,
    context,
    outputs: selection.outputs,
    select,
    from: scope.from(),
    alias,
    where,
    still,
    order,
    limit: query.limit,
    offset: query.offset ?? 0,
  };
}

function compileChild(
  context: QueryContext,
  { object: parent, query, depth }: { object: ObjectMetadata; query: Query; depth: number },
): ChildQuery {
  const { from } = query;
  const refuse = (message: string) => placedFault('MALFORMED_QUERY', context.soql, query.at, message);
  if (depth > (context.childLevels ?? CHILD_LEVELS)) {
    throw refuse('Nesting of child queries is too deep for this API version');
  }
  if (parent.restrictions.plainQueriesOnly) throw noChildRelationship(context.soql, from.at, from.text);
  if (isGrouped(query)) throw refuse('only root queries support aggregate expressions');
  checkClauses(context, query);
  // `FROM Account a, a.Contacts` names the parent too.
  const wanted = from.text.split('.').at(-1)?.toLowerCase();
  const found = childRelationships(context.metadata, parent).find(
    ({ name }) => name?.toLowerCase() === wanted,
  );
  if (!found) throw noChildRelationship(context.soql, from.at, from.text);
  // A child query is a statement of its own, so its parameters count from one again.
  const inner: QueryContext = { ...context, values: [] };
  const object = queriedObject(inner, { ...from, text: found.child.name });
  const field = readableField(inner, object, found.field.name, from.at);
  const scope = openScope(inner, object, query);
  return {
    kind: 'child',
    name: found.name ?? '',
    query: compileRecords(scope, query, field, depth),
    field,
  };
}
