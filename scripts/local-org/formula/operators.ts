import { FormulaError, FormulaEvaluationError } from './types.ts';
import type { Bound, FormulaEnvironment, FormulaType, FormulaValue } from './types.ts';
import { Decimal, calendar, compareValues, sameValue } from './values.ts';
import { typeName } from './functions/definition.ts';

const millisecondsPerDay = 86_400_000;

/** Binds an operator with two operands. Throws FormulaError when their types do not go together. */
export function bindBinary(operator: string, left: Bound, right: Bound, position: number): Bound {
  if (operator === '&&' || operator === '||') return logical(operator, left, right, position);
  if (['=', '<>', '<', '<=', '>', '>='].includes(operator))
    return comparison(operator, left, right, position);
  if (operator === '&') return concatenation(left, right, position);
  if (operator === '+' || operator === '-') return sum(operator, left, right, position);
  requireNumber(operator, left, position);
  requireNumber(operator, right, position);
  return numeric(left, right, arithmetic[operator] ?? refuseOperator);
}

/** Binds a sign or `!`. */
export function bindUnary(operator: string, operand: Bound, position: number): Bound {
  if (operator === '!') {
    if (operand.type !== 'boolean' && operand.type !== 'any')
      throw wrongType('!', ['boolean'], operand, position);
    return { type: 'boolean', run: (env) => negate(operand.run(env)) };
  }
  requireNumber(operator, operand, position);
  return {
    type: 'number',
    run(env) {
      const value = operand.run(env);
      return value instanceof Decimal && operator === '-' ? value.negated() : value;
    },
  };
}

function negate(value: FormulaValue): FormulaValue {
  return value === null ? null : value !== true;
}

function wrongType(
  operator: string,
  expected: FormulaType[],
  received: Bound,
  position: number,
): FormulaError {
  return new FormulaError(
    `Incorrect parameter type for operator '${operator}'. Expected ${expected.map(typeName).join(', ')}, received ${typeName(received.type)}`,
    position,
  );
}

function requireNumber(operator: string, operand: Bound, position: number): void {
  if (operand.type !== 'number' && operand.type !== 'any')
    throw wrongType(operator, ['number'], operand, position);
}

function logical(operator: string, left: Bound, right: Bound, position: number): Bound {
  for (const operand of [left, right]) {
    if (operand.type !== 'boolean' && operand.type !== 'any')
      throw wrongType(operator, ['boolean'], operand, position);
  }
  const run = (env: FormulaEnvironment) =>
    operator === '&&'
      ? left.run(env) === true && right.run(env) === true
      : left.run(env) === true || right.run(env) === true;
  return { type: 'boolean', run };
}

/** Comparing with an empty value is neither true nor false, but empty texts are equal, and never smaller or larger. */
function comparison(operator: string, left: Bound, right: Bound, position: number): Bound {
  for (const operand of [left, right]) refusePicklist(operator, operand, position);
  if (left.type !== right.type && left.type !== 'any' && right.type !== 'any') {
    throw wrongType(operator, [left.type], right, position);
  }
  const textual = left.type === 'text' || right.type === 'text';
  const order = operator !== '=' && operator !== '<>';
  return {
    type: 'boolean',
    run(env) {
      const a = left.run(env) ?? (textual ? '' : null);
      const b = right.run(env) ?? (textual ? '' : null);
      if (order && (a === '' || b === '')) return false;
      return a === null || b === null ? null : holds(operator, a, b);
    },
  };
}

function holds(operator: string, left: NonNullable<FormulaValue>, right: NonNullable<FormulaValue>): boolean {
  if (operator === '=') return sameValue(left, right);
  if (operator === '<>') return !sameValue(left, right);
  const order = compareValues(left, right);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function refusePicklist(operator: string, operand: Bound, position: number): void {
  if (!['picklist', 'multipicklist', 'location'].includes(operand.type)) return;
  throw wrongType(operator, ['number', 'text', 'date', 'datetime'], operand, position);
}

function concatenation(left: Bound, right: Bound, position: number): Bound {
  for (const operand of [left, right]) {
    if (operand.type !== 'text' && operand.type !== 'any') throw wrongType('&', ['text'], operand, position);
  }
  const write = (value: FormulaValue) => (typeof value === 'string' ? value : '');
  return { type: 'text', run: (env) => write(left.run(env)) + write(right.run(env)) };
}

type Sum = (left: NonNullable<FormulaValue>, right: NonNullable<FormulaValue>) => FormulaValue;

function sum(operator: '+' | '-', left: Bound, right: Bound, position: number): Bound {
  const [a, b] = [left.type, right.type];
  if (operator === '+' && (a === 'text' || b === 'text')) {
    return concatenation(left, right, position);
  }
  const moments: FormulaType[] = ['date', 'datetime', 'time'];
  if (moments.includes(a) && a === b && operator === '-') return either('number', left, right, difference);
  if (moments.includes(a) && (b === 'number' || b === 'any')) {
    return either(a, left, right, (moment, amount) =>
      shift(moment, operator === '+' ? amount : opposite(amount)),
    );
  }
  if (moments.includes(b) && (a === 'number' || a === 'any') && operator === '+') {
    return either(b, left, right, (amount, moment) => shift(moment, amount));
  }
  for (const operand of [left, right]) {
    if (operand.type !== 'number' && operand.type !== 'any') {
      throw wrongType(operator, ['number', 'date', 'datetime'], operand, position);
    }
  }
  return numeric(left, right, (x, y) => (operator === '+' ? x.plus(y) : x.minus(y)));
}

function either(type: FormulaType, left: Bound, right: Bound, run: Sum): Bound {
  return {
    type,
    run(env) {
      const [a, b] = [left.run(env), right.run(env)];
      return a === null || b === null ? null : run(a, b);
    },
  };
}

function opposite(amount: NonNullable<FormulaValue>): NonNullable<FormulaValue> {
  return amount instanceof Decimal ? amount.negated() : amount;
}

/** Whole days for a date, fractions of days to the second for a date-time, milliseconds (past midnight) for a time. */
function shift(moment: NonNullable<FormulaValue>, amount: NonNullable<FormulaValue>): FormulaValue {
  if (!(amount instanceof Decimal)) throw new FormulaEvaluationError('A date moves by a number only');
  if (moment instanceof Temporal.PlainDate)
    return calendar(() => moment.add({ days: amount.trunc().toNumber() }));
  if (moment instanceof Temporal.PlainTime) return moveTime(moment, amount.trunc().toNumber());
  if (!(moment instanceof Temporal.Instant))
    throw new FormulaEvaluationError('Only dates and times can be moved');
  const seconds = amount
    .times(millisecondsPerDay / 1000)
    .round()
    .toNumber();
  return calendar(() => moment.add({ seconds }));
}

/** Forward a time runs past midnight, backward it may not. */
function moveTime(moment: Temporal.PlainTime, milliseconds: number): Temporal.PlainTime {
  const midnight = Temporal.PlainTime.from('00:00');
  if (midnight.until(moment).total('milliseconds') + milliseconds < 0)
    throw new FormulaEvaluationError('A time cannot go below midnight');
  return moment.add({ milliseconds });
}

function difference(left: NonNullable<FormulaValue>, right: NonNullable<FormulaValue>): FormulaValue {
  if (left instanceof Temporal.PlainDate && right instanceof Temporal.PlainDate)
    return new Decimal(right.until(left).days);
  if (left instanceof Temporal.Instant && right instanceof Temporal.Instant)
    return new Decimal(left.epochMilliseconds - right.epochMilliseconds).div(millisecondsPerDay);
  if (left instanceof Temporal.PlainTime && right instanceof Temporal.PlainTime)
    return new Decimal((right.until(left).total('milliseconds') + millisecondsPerDay) % millisecondsPerDay);
  throw new FormulaEvaluationError('Only dates and times have a distance');
}

type Arithmetic = (left: Decimal, right: Decimal) => Decimal;

const arithmetic: Readonly<Record<string, Arithmetic>> = {
  '*': (left, right) => left.times(right),
  '/'(left, right) {
    if (right.isZero()) throw new FormulaEvaluationError('Division by zero');
    return left.div(right);
  },
  '^': power,
};

const powerDigits = 18;
const largestPower = 64;
const smallestPower = new Decimal('1e-39');

/** Whole exponents alone, 18 digits, nothing beyond 10^64, and nothing but zero below 10^-39: so the platform counts. */
function power(left: Decimal, right: Decimal): Decimal {
  const magnitude = left.isZero() ? -Infinity : left.abs().log(10).toNumber() * right.toNumber();
  if (!right.isInteger() || magnitude > largestPower || (left.isZero() && right.isNegative())) {
    throw new FormulaEvaluationError('Out of range argument to POWER() function');
  }
  const result = left.pow(right).toSignificantDigits(powerDigits);
  return result.abs().lt(smallestPower) ? new Decimal(0) : result;
}

function refuseOperator(): Decimal {
  throw new FormulaEvaluationError('Unknown operator');
}

function numeric(left: Bound, right: Bound, run: Arithmetic): Bound {
  return either('number', left, right, (a, b) => {
    if (a instanceof Decimal && b instanceof Decimal) return run(a, b);
    throw new FormulaEvaluationError('A number was expected');
  });
}
