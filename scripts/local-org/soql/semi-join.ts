/** `IN (SELECT …)` and `NOT IN (SELECT …)`, with the platform's limits on them. */
import type { FieldMetadata } from '../metadata/model.ts';
import { malformed, placedFault } from './errors.ts';
import type { Expression } from './functions.ts';
import type { Scope } from './scope.ts';
import type { Condition, Query, Test } from './syntax/tree.ts';

/** The inner query of a semi-join as SQL of one column; handed in, as it needs the whole compiler. */
export type CompileSubquery = (query: Query) => { sql: string; field: FieldMetadata; object: string };

const MOST_SUBQUERIES = 2;

function subqueries(condition: Condition): Test[] {
  if (condition.kind === 'test') return condition.subquery ? [condition] : [];
  return condition.kind === 'not' ? subqueries(condition.item) : condition.items.flatMap(subqueries);
}

/** Checks where semi-joins stand in a WHERE. @throws OrgError MALFORMED_QUERY */
export function checkSemiJoins(condition: Condition, isInner: boolean): void {
  const found = subqueries(condition);
  if (found.length === 0) return;
  if (isInner) throw malformed('Nesting of semi join sub-selects is not supported');
  if (found.length > MOST_SUBQUERIES) {
    throw malformed(`Maximum ${MOST_SUBQUERIES} semi join sub-selects are allowed`);
  }
  if (condition.kind === 'or')
    throw malformed("Semi join sub-selects are not allowed with the 'OR' operator");
  const top = condition.kind === 'and' ? condition.items : [condition];
  if (top.some((item) => item.kind !== 'test' && subqueries(item).length > 0)) {
    throw malformed(
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
    );
  }
}

/** @throws OrgError MALFORMED_QUERY when the two fields do not name records of the same object */
export function semiJoin(scope: Scope, left: Expression, test: Test, compile: CompileSubquery): string {
  const { soql } = scope.context;
  const name = test.target.text;
  const refuse = (message: string) => placedFault('MALFORMED_QUERY', soql, test.at, message);
  if (!left.column || !isId(left.column.field) || left.column.relationships.length > 0) {
    throw refuse(
      `The left operand field in the where expression for outer query should be an id field, cannot use: '${name}'`,
    );
  }
  const inner = compile(test.subquery as Query);
  if (!isId(inner.field)) {
    throw refuse(`semi join sub-selects can only query id fields, cannot use: '${inner.field.name}'`);
  }
  if (inner.object === scope.object.name) {
    throw refuse('The inner and outer selects should not be on the same object type');
  }
  const outer = objectsOf(left.column.field, scope.object.name);
  if (!objectsOf(inner.field, inner.object).some((object) => outer.includes(object))) {
    throw refuse(
      `The selected field '${inner.field.name}' in the subquery and the left operand field in the where expression ` +
        `in the outer query '${name}' should point to the same object type`,
    );
  }
  if (test.operator === 'IN') return `${left.sql} IN (${inner.sql})`;
  return `(${left.sql} IN (${inner.sql})) IS NOT TRUE`;
}

function isId({ type }: FieldMetadata): boolean {
  return type === 'id' || type === 'reference';
}

function objectsOf(field: FieldMetadata, holder: string): readonly string[] {
  return field.type === 'id' ? [holder] : field.referenceTo;
}
