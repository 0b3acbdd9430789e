import { FormulaEvaluationError } from '../types.ts';
import type { FormulaValue } from '../types.ts';
import type { Decimal as BaseDecimal } from 'decimal.js';
import { Decimal, compareValues } from '../values.ts';
import { finite, requireType, strict } from './definition.ts';
import type { FunctionDefinition } from './definition.ts';

const externalDigits = 33;

/** Digits before the point that rounding would not keep leave nothing: ROUND(6, -1) is 0, ROUND(16, -1) is 20. */
function scaled(value: Decimal, places: Decimal, rounding: BaseDecimal.Rounding): Decimal {
  const wholeDigits = value.abs().lt(1) ? 1 : value.e + 1;
  if (wholeDigits + places.trunc().toNumber() <= 0) return new Decimal(0);
  const factor = Decimal.pow(10, places.trunc());
  return value.times(factor).toDecimalPlaces(0, rounding).div(factor);
}

/** The largest or smallest of any number of numbers; one empty argument makes the result empty. */
function extreme(sign: 1 | -1): FunctionDefinition {
  return {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    bind(call) {
      call.args.forEach((arg, index) => requireType(call, arg, index, ['number']));
      return {
        type: 'number',
        run(env) {
          const values = call.args.map((arg) => arg.run(env));
          if (values.includes(null)) return null;
          return values.reduce((best, value) => (isBeyond(value, best, sign) ? value : best)) ?? null;
        },
      };
    },
  };
}

function isBeyond(value: FormulaValue, best: FormulaValue, sign: 1 | -1): boolean {
  return value !== null && best !== null && compareValues(value, best) * sign > 0;
}

/** Cuts the noise of a division off before whole numbers are sought: 1/9*9 is 1, not 0.999…9. */
function settled(value: Decimal, rounding: BaseDecimal.Rounding = Decimal.ROUND_HALF_UP): Decimal {
  return value.toSignificantDigits(externalDigits, rounding);
}

/** The remainder keeps the sign of the number divided. */
function modulo([value, divisor]: [Decimal, Decimal]): Decimal {
  if (divisor.isZero()) throw new FormulaEvaluationError('Division by zero');
  return value.mod(divisor);
}

/** The engine of the platform computes these in double precision, so their last digits are those of a double. */
function binary(run: (value: number) => number): FunctionDefinition {
  return strict(['number'], 'number', ([value]) => finite(number(run(value.toNumber()))));
}

function number(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FormulaEvaluationError('The result is not a number');
  return new Decimal(value);
}

/** The one function of numbers that fails on an empty argument instead of being empty. */
const arcTangent: FunctionDefinition = {
  least: 2,
  most: 2,
  bind(call) {
    call.args.forEach((arg, index) => requireType(call, arg, index, ['number']));
    return {
      type: 'number',
      run(env) {
        const [y, x] = call.args.map((arg) => arg.run(env));
        if (!(y instanceof Decimal) || !(x instanceof Decimal))
          throw new FormulaEvaluationError('ATAN2() needs two numbers');
        return number(Math.atan2(y.toNumber(), x.toNumber()));
      },
    };
  },
};

/**
 * Numbers. CEILING and FLOOR round away from and towards zero, MCEILING and MFLOOR up and down: so the platform
 * computes them, whatever their names suggest.
 */
export const numberFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ABS: strict(['number'], 'number', ([value]) => value.abs()),
  ROUND: strict(['number', 'number'], 'number', ([value, places]) =>
    scaled(value, places, Decimal.ROUND_HALF_UP),
  ),
  TRUNC: strict(['number', 'number?'], 'number', ([value, places]) =>
    scaled(value, places ?? new Decimal(0), Decimal.ROUND_DOWN),
  ),
  CEILING: strict(['number'], 'number', ([value]) =>
    settled(value, Decimal.ROUND_HALF_DOWN).toDecimalPlaces(0, Decimal.ROUND_UP),
  ),
  FLOOR: strict(['number'], 'number', ([value]) => settled(value).toDecimalPlaces(0, Decimal.ROUND_DOWN)),
  MCEILING: strict(['number'], 'number', ([value]) => settled(value, Decimal.ROUND_HALF_DOWN).ceil()),
  MFLOOR: strict(['number'], 'number', ([value]) => settled(value).floor()),
  MOD: strict(['number', 'number'], 'number', modulo),
  MIN: extreme(-1),
  MAX: extreme(1),
  SQRT: binary(Math.sqrt),
  EXP: binary(Math.exp),
  LN: binary(Math.log),
  LOG: binary((value) => Math.log(value) / Math.log(10)),
  PI: strict([], 'number', () => new Decimal(Math.PI)),
  SIN: binary(Math.sin),
  COS: binary(Math.cos),
  TAN: binary(Math.tan),
  ASIN: binary(Math.asin),
  ACOS: binary(Math.acos),
  ATAN: binary(Math.atan),
  ATAN2: arcTangent,
};
