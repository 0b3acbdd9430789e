/** The rules that single objects add to what a query may do. */
import { OrgError } from '../errors.ts';
import { malformed } from './errors.ts';
import { literalValue } from './literals.ts';
import { bind } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Condition, Test } from './syntax/tree.ts';

/** The tests that every row must pass: those joined by AND at the top. */
function necessaryTests(condition: Condition | null): Test[] {
  if (!condition) return [];
  if (condition.kind === 'test') return [condition];
  return condition.kind === 'and' ? condition.items.flatMap(necessaryTests) : [];
}

function allTests(condition: Condition | null): Test[] {
  if (!condition) return [];
  if (condition.kind === 'test') return [condition];
  return condition.kind === 'not' ? allTests(condition.item) : condition.items.flatMap(allTests);
}

/** @throws OrgError MALFORMED_QUERY when the object asks for a filter that the query lacks */
export function requireFilter(scope: Scope, where: Condition | null): void {
  const fields = scope.object.restrictions.requiredFilter;
  if (!fields) return;
  const found = necessaryTests(where).some(
    ({ target, operator, subquery }) =>
      target.kind === 'path' &&
      !subquery &&
      (operator === '=' || operator === 'IN') &&
      fields.some((field) => field.toLowerCase() === target.text.toLowerCase()),
  );
  if (found) return;
  throw malformed(
    `Implementation restriction: ${scope.object.name} requires a filter by a single Id on ` +
      `${fields.filter((field) => field !== 'Id').join(' or ')} using the equals operator or multiple Id's using the IN operator.`,
  );
}

/**
 * The time window of an event log object as an SQL condition: at most `days` between the bounds, counted from the one
 * that is given, or the last `days` when none is.
 * @throws OrgError for `!=`, for three or more tests of the field, and for a wider window
 */
export function timeWindow(scope: Scope, where: Condition | null): string | null {
  const rule = scope.object.restrictions.timeWindow;
  if (!rule) return null;
  const { context } = scope;
  const tests = allTests(where).filter(({ target }) => {
    const field = target.kind === 'path' ? target : target.args[0];
    return field?.text.toLowerCase() === rule.field.toLowerCase();
  });
  if (tests.length >= 3 || tests.some(({ operator }) => operator === '!=')) {
    throw refused(`A query on ${scope.object.name} takes at most two filters on ${rule.field}, without !=.`);
  }
  const { lower, upper } = bounds(tests, context.soql, rule.field);
  const days = { hours: rule.days * 24 };
  const from = lower ?? (upper ?? context.now).subtract(days);
  const to = upper ?? from.add(days);
  if (Temporal.Instant.compare(from.add(days), to) < 0) {
    throw refused(`A query on ${scope.object.name} covers at most ${rule.days} days of ${rule.field}.`);
  }
  const column = scope.column({ kind: 'path', text: rule.field, at: 0 }).sql;
  const at = (instant: Temporal.Instant) => `${bind(context, instant.toString())}::timestamptz`;
  return `(${column} >= ${at(from)} AND ${column} <= ${at(to)})`;
}

function refused(message: string): OrgError {
  return new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', message);
}

function bounds(
  tests: Test[],
  soql: string,
  name: string,
): { lower: Temporal.Instant | null; upper: Temporal.Instant | null } {
  let lower: Temporal.Instant | null = null;
  let upper: Temporal.Instant | null = null;
  for (const { operator, values } of tests) {
    const [literal] = values;
    if (literal?.type !== 'datetime') continue;
    const instant = Temporal.Instant.from(String(literalValue(literal, 'datetime', name, soql)));
    if (operator === '>' || operator === '>=' || operator === '=') lower = instant;
    if (operator === '<' || operator === '<=' || operator === '=') upper = instant;
  }
  return { lower, upper };
}
