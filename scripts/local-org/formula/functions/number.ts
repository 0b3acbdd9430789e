import { FormulaError, FormulaEvaluationError } from '../types.ts';
import type { FormulaValue } from '../types.ts';
import type { Decimal as BaseDecimal } from 'decimal.js';
import { Decimal, compareValues } from '../values.ts';
import { finite, requireType, strict } from './definition.ts';
import type { FunctionDefinition } from './definition.ts';

const externalDigits = 33;

function scaled(value: Decimal, places: Decimal, rounding: BaseDecimal.Rounding): Decimal {
  const factor = Decimal.pow(10, places.trunc());
  return value.times(factor).toDecimalPlaces(0, rounding).div(factor);
}

/** The largest or smallest of any number of arguments, all of one type; one empty argument makes the result empty. */
function extreme(sign: 1 | -1): FunctionDefinition {
  return {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    bind(call) {
      const type = call.args.find((arg) => arg.type !== 'any')?.type ?? 'number';
      if (!['number', 'date', 'datetime', 'time'].includes(type)) {
        throw new FormulaError(
          `Incorrect parameter type for function '${call.name}()'. Expected Number`,
          call.position,
        );
      }
      call.args.forEach((arg, index) => requireType(call, arg, index, [type]));
      return {
        type,
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

function trigonometric(run: (value: number) => number): FunctionDefinition {
  return strict(['number'], 'number', ([value]) => finite(number(run(value.toNumber()))));
}

function number(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FormulaEvaluationError('The result is not a number');
  return new Decimal(value);
}

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
  SQRT: strict(['number'], 'number', ([value]) => value.sqrt()),
  EXP: strict(['number'], 'number', ([value]) => number(Math.exp(value.toNumber()))),
  LN: strict(['number'], 'number', ([value]) => value.ln()),
  LOG: strict(['number'], 'number', ([value]) => value.log(10)),
  PI: strict([], 'number', () => new Decimal(Math.PI)),
  SIN: trigonometric(Math.sin),
  COS: trigonometric(Math.cos),
  TAN: trigonometric(Math.tan),
  ASIN: trigonometric(Math.asin),
  ACOS: trigonometric(Math.acos),
  ATAN: trigonometric(Math.atan),
  ATAN2: strict(
    ['number', 'number'],
    'number',
    ([y, x]) => new Decimal(Math.atan2(y.toNumber(), x.toNumber())),
  ),
};
