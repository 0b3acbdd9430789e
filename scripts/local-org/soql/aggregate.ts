/** Queries that count, sum and group. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { cannotBe, malformed, placedFault } from './errors.ts';
import { conditionSql } from './filter.ts';
import { fieldArgument, functionExpression, isAggregate } from './functions.ts';
import type { Expression } from './functions.ts';
import type { QueryContext, Scope } from './scope.ts';
import { mustBeGrouped } from './select.ts';
import { sortSql } from './sort.ts';
import type { Call, Condition, Order, Path, Query, SelectItem } from './syntax/tree.ts';

/** One value of an aggregate's row. `format` = shown in the user's locale, as a value of this type. */
export interface AggregateColumn {
  name: string;
  format: FieldMetadata['type'] | null;
}

/** A query whose rows are no records: `COUNT()` alone, or values under names. */
export interface AggregateQuery {
  kind: 'count' | 'aggregate';
  object: ObjectMetadata;
  context: QueryContext;
  /** In the order of the columns. */
  columns: AggregateColumn[];
  text: string;
}

/** What GROUP BY names, by its text without case. */
type Groups = Map<string, Expression>;

const MOST_IN_ROLLUP = 3;

/** Compiles a query with aggregates or GROUP BY; `where` is its compiled condition. */
export function compileAggregate(scope: Scope, query: Query, where: string): AggregateQuery {
  const { object, context } = scope;
  if (isCount(query.items)) return compileCount(scope, query, where);
  const groups = groupExpressions(scope, query);
  checkUngrouped(query);
  const { select, columns } = selectList(scope, query, groups);
  const having = query.having ? ` HAVING ${havingSql(scope, query.having, groups)}` : '';
  const text = [
    `SELECT ${select.join(', ')} ${scope.from()} ${where}`,
    groupSql(query, groups),
    having,
    orderSql(scope, query.orderBy, groups),
    query.limit === null ? '' : ` LIMIT ${query.limit}`,
    query.offset === null ? '' : ` OFFSET ${query.offset}`,
  ].join('');
  return { kind: 'aggregate', object, context, columns, text };
}

/** `COUNT()` alone: the answer has a number and no rows. */
function isCount(items: SelectItem[]): boolean {
  const [first] = items;
  return (
    items.length === 1 &&
    first?.kind === 'function' &&
    first.call.name === 'COUNT' &&
    first.call.args.length === 0
  );
}

function compileCount(scope: Scope, query: Query, where: string): AggregateQuery {
  const { object, context } = scope;
  const [order] = query.orderBy;
  if (query.groupBy) {
    throw placedFault('MALFORMED_QUERY', context.soql, query.groupBy.at, "unexpected token: 'GROUP'");
  }
  if (order) throw ungroupedOrder(scope, order.target);
  const limit = query.limit === null ? '' : ` LIMIT ${query.limit}`;
  const offset = query.offset === null ? '' : ` OFFSET ${query.offset}`;
  const text = `SELECT count(*) FROM (SELECT 1 ${scope.from()} ${where}${limit}${offset}) AS counted`;
  return { kind: 'count', object, context, columns: [], text };
}

function checkUngrouped({ groupBy, limit }: Query): void {
  if (groupBy || limit === null) return;
  throw malformed('Non-grouped query that uses overall aggregate functions cannot also use LIMIT');
}

function key({ text }: Path | Call): string {
  return text.toLowerCase();
}

function groupExpressions(scope: Scope, { groupBy }: Query): Groups {
  const { soql } = scope.context;
  const targets = groupBy?.targets ?? [];
  if (groupBy && groupBy.kind !== 'plain' && targets.length > MOST_IN_ROLLUP) {
    throw placedFault(
      'MALFORMED_QUERY',
      soql,
      groupBy.at,
      `GROUP BY ${groupBy.kind.toUpperCase()} takes at most ${MOST_IN_ROLLUP} fields`,
    );
  }
  return new Map(
    targets.map((target) => {
      if (target.kind === 'call') {
        if (isAggregate(target)) throw cannotBe('grouped', soql, target.at, target.text);
        return [key(target), functionExpression(scope, target)] as const;
      }
      const column = scope.column(target);
      if (!column.field.groupable) throw cannotBe('grouped', soql, target.at, target.text);
      return [key(target), { sql: column.sql, type: column.field.type, column }] as const;
    }),
  );
}

function groupSql({ groupBy }: Query, groups: Groups): string {
  if (!groupBy) return '';
  const list = [...groups.values()].map(({ sql }) => sql).join(', ');
  return ` GROUP BY ${groupBy.kind === 'plain' ? list : `${groupBy.kind.toUpperCase()} (${list})`}`;
}

function selectList(
  scope: Scope,
  query: Query,
  groups: Groups,
): { select: string[]; columns: AggregateColumn[] } {
  const select: string[] = [];
  const columns: AggregateColumn[] = [];
  let unnamed = 0;
  const add = (sql: string, name: string, format: AggregateColumn['format'] = null) => {
    if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase())) {
      throw malformed(`duplicate alias: ${name}`);
    }
    select.push(sql);
    columns.push({ name, format });
  };
  for (const item of query.items) {
    if (item.kind === 'function') {
      const { sql, format } = callSql(scope, item.call, { groups, query });
      add(sql, item.alias?.text ?? `expr${unnamed++}`, format);
    } else if (item.kind === 'field') {
      const grouped = groups.get(key(item.path));
      if (!grouped) throw mustBeGrouped(scope, item.path);
      add(grouped.sql, item.alias?.text ?? scope.column(item.path).field.name);
    } else {
      throw malformed('Grouped query cannot use child relationships in the SELECT list');
    }
  }
  return { select, columns };
}

/** A function of the list: an aggregate, what was grouped by, GROUPING, or FORMAT of one of these. */
function callSql(
  scope: Scope,
  call: Call,
  { groups, query }: { groups: Groups; query: Query },
): { sql: string; format: AggregateColumn['format'] } {
  const [argument] = call.args;
  if (call.name === 'FORMAT' && argument && argument.kind !== 'literal') {
    const inner = argument.kind === 'path' ? groups.get(key(argument)) : valueOf(scope, argument, groups);
    if (!inner) throw mustBeGrouped(scope, argument);
    return { sql: inner.sql, format: inner.type };
  }
  if (call.name === 'GROUPING') {
    const field = fieldArgument(scope, call);
    const grouped = groups.get(key(field));
    if (!grouped || query.groupBy?.kind === 'plain') {
      throw placedFault(
        'MALFORMED_QUERY',
        scope.context.soql,
        call.at,
        'GROUPING can only be used for fields of GROUP BY ROLLUP or CUBE',
      );
    }
    return { sql: `grouping(${grouped.sql})`, format: null };
  }
  return { sql: valueOf(scope, call, groups).sql, format: null };
}

function valueOf(scope: Scope, call: Call, groups: Groups): Expression {
  const grouped = groups.get(key(call));
  if (grouped) return grouped;
  if (!isAggregate(call)) throw mustBeGrouped(scope, call);
  return functionExpression(scope, call);
}

function havingSql(scope: Scope, having: Condition, groups: Groups): string {
  checkHaving(scope, having, groups);
  return conditionSql(scope, having, () => {
    throw malformed('Semi join sub-selects are only allowed in WHERE');
  });
}

function checkHaving(scope: Scope, condition: Condition, groups: Groups): void {
  if (condition.kind === 'not') return checkHaving(scope, condition.item, groups);
  if (condition.kind !== 'test') return condition.items.forEach((item) => checkHaving(scope, item, groups));
  const { target } = condition;
  if (groups.has(key(target)) || (target.kind === 'call' && isAggregate(target))) return;
  throw mustBeGrouped(scope, target);
}

function ungroupedOrder({ context }: Scope, { text, at }: Path | Call): Error {
  return placedFault(
    'MALFORMED_QUERY',
    context.soql,
    at,
    `Ordered field must be grouped or aggregated: ${text}`,
  );
}

function orderSql(scope: Scope, orders: Order[], groups: Groups): string {
  const parts = orders.map((order) => {
    const { target } = order;
    const grouped = groups.get(key(target));
    if (grouped) return sortSql(grouped.sql, grouped.type, order);
    if (target.kind === 'call' && isAggregate(target)) {
      const { sql, type } = functionExpression(scope, target);
      return sortSql(sql, type, order);
    }
    throw ungroupedOrder(scope, target);
  });
  return parts.length > 0 ? ` ORDER BY ${parts.join(', ')}` : '';
}
