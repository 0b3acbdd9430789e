/** Queries that count, sum and group. */
import type {
  FunctionExp,
  GroupByClause,
  HavingClause,
  OrderByClause,
  Query,
} from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../errors.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { conditionTree } from './conditions.ts';
import { cannotBe, malformed } from './errors.ts';
import { conditionSql } from './filter.ts';
import { functionExpression, isAggregate } from './functions.ts';
import type { QueryContext, Scope } from './scope.ts';
import { sortSql } from './sort.ts';

/** A query whose rows are no records: `COUNT()` alone, or values under names. */
export interface AggregateQuery {
  kind: 'count' | 'aggregate';
  object: ObjectMetadata;
  context: QueryContext;
  /** Names of the values in the order of the columns. */
  names: string[];
  text: string;
}

/** Compiles a query with aggregates or GROUP BY; `where` is its compiled condition. */
export function compileAggregate(scope: Scope, query: Query, where: string): AggregateQuery {
  const { object, context } = scope;
  const items = query.fields ?? [];
  const [first] = items;
  if (items.length === 1 && first?.type === 'FieldFunctionExpression' && first.parameters.length === 0) {
    if (query.groupBy) throw malformed("unexpected token: 'GROUP'");
    const limit = query.limit === undefined ? '' : ` LIMIT ${query.limit}`;
    const text = `SELECT count(*) FROM (SELECT 1 ${scope.from()} ${where}${limit}) AS counted`;
    return { kind: 'count', object, context, names: [], text };
  }
  const groups = groupExpressions(scope, [query.groupBy ?? []].flat());
  const { select, names } = selectList(scope, query, groups);
  const having = query.having ? ` HAVING ${havingSql(scope, query.having)}` : '';
  const order = orderSql(scope, [query.orderBy ?? []].flat(), groups);
  const text = [
    `SELECT ${select.join(', ')} ${scope.from()} ${where}`,
    groups.size > 0 ? ` GROUP BY ${[...groups.values()].join(', ')}` : '',
    having,
    order,
    query.limit === undefined ? '' : ` LIMIT ${query.limit}`,
    query.offset === undefined ? '' : ` OFFSET ${query.offset}`,
  ].join('');
  return { kind: 'aggregate', object, context, names, text };
}

/** The text of an expression without regard to case, by which SELECT finds what GROUP BY named. */
function key(text: string | FunctionExp): string {
  return (typeof text === 'string' ? text : (text.rawValue ?? '')).replaceAll(' ', '').toLowerCase();
}

function groupExpressions(scope: Scope, clauses: GroupByClause[]): Map<string, string> {
  return new Map(
    clauses.map((clause) => {
      if ('fn' in clause) {
        if (/^(rollup|cube)$/i.test(clause.fn.functionName ?? ''))
          throw notImplemented('GROUP BY ROLLUP and CUBE');
        return [key(clause.fn), functionExpression(scope, clause.fn).sql] as const;
      }
      const column = scope.column(clause.field);
      if (!column.field.groupable) throw cannotBe('grouped', scope.context.soql, clause.field);
      return [key(clause.field), column.sql] as const;
    }),
  );
}

function selectList(
  scope: Scope,
  query: Query,
  groups: Map<string, string>,
): { select: string[]; names: string[] } {
  const select: string[] = [];
  const names: string[] = [];
  let unnamed = 0;
  for (const item of query.fields ?? []) {
    if (item.type === 'FieldFunctionExpression') {
      const grouped = groups.get(key(item));
      if (!grouped && !isAggregate(item)) throw mustBeGrouped(item.rawValue ?? item.functionName);
      select.push(grouped ?? functionExpression(scope, item).sql);
      names.push(item.alias ?? `expr${unnamed++}`);
    } else if (item.type === 'Field' || item.type === 'FieldRelationship') {
      const path = [...('relationships' in item ? item.relationships : []), item.field].join('.');
      const grouped = groups.get(key(path));
      if (!grouped) throw mustBeGrouped(path);
      select.push(grouped);
      names.push(('alias' in item ? item.alias : undefined) ?? scope.column(path).field.name);
    } else {
      throw malformed('Grouped query cannot use child relationships in the SELECT list');
    }
  }
  return { select, names };
}

function mustBeGrouped(name: string): Error {
  return malformed(`Field must be grouped or aggregated: ${name}`);
}

function havingSql(scope: Scope, having: HavingClause): string {
  return conditionSql(scope, conditionTree(having), () => {
    throw malformed("unexpected token: 'SELECT'");
  });
}

function orderSql(scope: Scope, clauses: OrderByClause[], groups: Map<string, string>): string {
  const parts = clauses.map((clause) => {
    if ('fn' in clause) {
      const sql = groups.get(key(clause.fn)) ?? functionExpression(scope, clause.fn).sql;
      return `${sql} ${clause.order ?? 'ASC'} NULLS ${clause.nulls ?? 'FIRST'}`;
    }
    if (!groups.has(key(clause.field))) throw mustBeGrouped(clause.field);
    // The database asks for the grouped expression itself, so text is not folded here.
    const column = scope.column(clause.field);
    return sortSql({ ...column, field: { ...column.field, type: 'id' } }, clause, scope.context.soql);
  });
  return parts.length > 0 ? ` ORDER BY ${parts.join(', ')}` : '';
}
