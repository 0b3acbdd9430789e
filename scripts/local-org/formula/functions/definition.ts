import type { FormulaNode } from '../parser.ts';
import { FormulaError, FormulaEvaluationError } from '../types.ts';
import type {
  Bound,
  FormulaEnvironment,
  FormulaScope,
  FormulaType,
  FormulaUse,
  FormulaValue,
} from '../types.ts';
import { Decimal } from '../values.ts';

/** One call of a function while a formula is being compiled. `args` are already bound, `nodes` are their trees. */
export interface Call {
  name: string;
  position: number;
  nodes: readonly FormulaNode[];
  args: readonly Bound[];
  scope: FormulaScope;
}

export interface FunctionDefinition {
  least: number;
  most: number;
  /** Where alone it may stand; everywhere when absent. */
  uses?: readonly FormulaUse[];
  bind(call: Call): Bound;
}

type Base<K> = K extends 'number'
  ? Decimal
  : K extends 'text'
    ? string
    : K extends 'boolean'
      ? boolean
      : K extends 'date'
        ? Temporal.PlainDate
        : K extends 'datetime'
          ? Temporal.Instant
          : K extends 'time'
            ? Temporal.PlainTime
            : K extends 'location'
              ? string
              : never;
type Alternatives<S> = S extends `${infer A}|${infer B}` ? Base<A> | Alternatives<B> : Base<S>;
type ValueOf<S> = S extends `${infer K}?` ? Alternatives<K> | undefined : Alternatives<S>;
type Values<P extends readonly string[]> = { -readonly [I in keyof P]: ValueOf<P[I]> };

/**
 * A function that needs all its arguments. Parameters are named by type, alternatives with `|`, optional ones with
 * a trailing `?`. An empty text arrives as '', any other empty argument makes the result empty.
 */
export function strict<const P extends readonly string[]>(
  parameters: P,
  returns: FormulaType | ((types: readonly FormulaType[]) => FormulaType),
  run: (args: Values<P>, environment: FormulaEnvironment) => FormulaValue,
): FunctionDefinition {
  const accepted = parameters.map((parameter) => parameter.replace('?', '').split('|') as FormulaType[]);
  return {
    least: parameters.filter((parameter) => !parameter.endsWith('?')).length,
    most: parameters.length,
    bind(call) {
      call.args.forEach((arg, index) => requireType(call, arg, index, accepted[index] ?? []));
      const type = typeof returns === 'string' ? returns : returns(call.args.map((arg) => arg.type));
      return { type, run: (environment) => apply(call.args, accepted, environment, run as Apply) };
    },
  };
}

type Apply = (args: FormulaValue[], environment: FormulaEnvironment) => FormulaValue;

function apply(
  args: readonly Bound[],
  accepted: readonly FormulaType[][],
  environment: FormulaEnvironment,
  run: Apply,
): FormulaValue {
  const values: FormulaValue[] = [];
  for (const [index, arg] of args.entries()) {
    const value = arg.run(environment);
    if (value !== null) values.push(value);
    else if (accepted[index]?.includes('text')) values.push('');
    else return null;
  }
  return finite(run(values, environment));
}

/** Refuses numbers that are none, as a logarithm of zero. */
export function finite(value: FormulaValue): FormulaValue {
  if (value instanceof Decimal && !value.isFinite())
    throw new FormulaEvaluationError('The result is not a number');
  return value;
}

const typeNames: Readonly<Record<FormulaType, string>> = {
  text: 'Text',
  number: 'Number',
  percent: 'Number',
  currency: 'Number',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  picklist: 'Picklist',
  multipicklist: 'Multi-Select Picklist',
  location: 'Geolocation',
  any: 'Null',
};

/** The name of a type as compile errors show it. */
export function typeName(type: FormulaType): string {
  return typeNames[type];
}

/** Refuses an argument whose type is not among the accepted ones; NULL fits everywhere. */
export function requireType(call: Call, arg: Bound, index: number, accepted: readonly FormulaType[]): void {
  if (arg.type === 'any' || accepted.includes(arg.type)) return;
  const position = call.nodes[index]?.position ?? call.position;
  throw new FormulaError(
    `Incorrect parameter type for function '${call.name}()'. Expected ${accepted.map(typeName).join(', ')}, received ${typeName(arg.type)}`,
    position,
  );
}

/** The one type of several results (branches of IF and CASE). Throws FormulaError when they differ. */
export function commonType(call: Call, results: readonly Bound[]): FormulaType {
  let type: FormulaType = 'any';
  for (const result of results) {
    if (type === 'any') type = result.type;
    else if (result.type !== 'any' && result.type !== type) {
      const index = call.args.indexOf(result);
      requireType(call, result, index, [type]);
    }
  }
  return type;
}

/** Refuses picklists, which only a few functions may take. */
export function refusePicklist(call: Call, index: number): void {
  const arg = call.args[index];
  if (arg?.type !== 'picklist' && arg?.type !== 'multipicklist') return;
  const node = call.nodes[index];
  const field = node?.kind === 'field' ? node.path : 'The value';
  throw new FormulaError(
    `Field ${field} is a picklist field. Picklist fields are only supported in certain functions.`,
    node?.position ?? call.position,
  );
}

/** The argument at a place that the arity check has already secured. */
export function argument(call: Call, index: number): Bound {
  const arg = call.args[index];
  if (!arg) throw new FormulaError(`Missing parameter of function '${call.name}()'`, call.position);
  return arg;
}
