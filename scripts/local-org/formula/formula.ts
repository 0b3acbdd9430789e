import { calendarFunctions } from './functions/calendar.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import { typeName } from './functions/definition.ts';
import { geolocationFunctions } from './functions/geolocation.ts';
import { logicFunctions } from './functions/logic.ts';
import { numberFunctions } from './functions/number.ts';
import { recordFunctions } from './functions/record.ts';
import { textFunctions } from './functions/text.ts';
import { webFunctions } from './functions/web.ts';
import { bindBinary, bindUnary } from './operators.ts';
import { parseFormula, type FormulaNode } from './parser.ts';
import { bindReference } from './references.ts';
import { FormulaError } from './types.ts';
import type {
  Bound,
  CompiledFormula,
  FormulaEnvironment,
  FormulaScope,
  FormulaType,
  FormulaValue,
} from './types.ts';
import { Decimal } from './values.ts';

export { FormulaError, FormulaEvaluationError } from './types.ts';
export type {
  CompiledFormula,
  FormulaEnvironment,
  FormulaRecord,
  FormulaScope,
  FormulaType,
  FormulaUse,
  FormulaValue,
} from './types.ts';
export { formulaTypeOf, Decimal } from './values.ts';

const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries({
    ...logicFunctions,
    ...recordFunctions,
    ...textFunctions,
    ...numberFunctions,
    ...calendarFunctions,
    ...webFunctions,
    ...geolocationFunctions,
  }),
);

/**
 * Compiles a formula: parses it, resolves its fields and checks its types.
 * `returns` is the type the place asks for (`boolean` for a validation rule). Throws FormulaError with a position.
 */
export function compileFormula(source: string, scope: FormulaScope, returns?: FormulaType): CompiledFormula {
  const references = new Set<string>();
  const bound = bind(parseFormula(source), scope, references);
  const expected = returns && plainType(returns);
  if (expected && bound.type !== 'any' && bound.type !== expected) {
    throw new FormulaError(
      `Formula result is data type (${typeName(bound.type)}), incompatible with expected data type (${expected === 'boolean' ? 'true or false' : typeName(expected)}).`,
      0,
    );
  }
  return { source, type: bound.type, run: (env) => bound.run(env), references: [...references] };
}

/** Evaluates a compiled formula. Empty text becomes null. Throws FormulaEvaluationError, e.g. for a division by zero. */
export function evaluate(compiled: CompiledFormula, environment: FormulaEnvironment): FormulaValue {
  const value = compiled.run(environment);
  return value === '' ? null : value;
}

function plainType(type: FormulaType): FormulaType {
  if (type === 'percent' || type === 'currency') return 'number';
  return type === 'picklist' || type === 'multipicklist' ? 'text' : type;
}

function bind(node: FormulaNode, scope: FormulaScope, references: Set<string>): Bound {
  switch (node.kind) {
    case 'number': {
      const value = new Decimal(node.text);
      return { type: 'number', run: () => value };
    }
    case 'string':
      return { type: 'text', run: () => node.value };
    case 'boolean':
      return { type: 'boolean', run: () => node.value };
    case 'null':
      return { type: 'any', run: () => null };
    case 'field':
      references.add(node.path);
      return bindReference(node.path, node.position, scope);
    case 'unary':
      return bindUnary(node.operator, bind(node.operand, scope, references), node.position);
    case 'binary': {
      const left = bind(node.left, scope, references);
      return bindBinary(node.operator, left, bind(node.right, scope, references), node.position);
    }
    case 'call':
      return bindCall(node, scope, references);
  }
}

function bindCall(node: FormulaNode & { kind: 'call' }, scope: FormulaScope, references: Set<string>): Bound {
  const definition = functions.get(node.name);
  if (definition?.uses && scope.use && !definition.uses.includes(scope.use)) {
    throw new FormulaError(`Function ${node.name} may not be used in this type of formula`, node.position);
  }
  if (!definition) {
    throw new FormulaError(`Unknown function ${node.name}. Check spelling.`, node.position);
  }
  const count = node.args.length;
  if (count < definition.least || count > definition.most) {
    const expected = count < definition.least ? definition.least : definition.most;
    throw new FormulaError(
      `Incorrect number of parameters for function '${node.name}()'. Expected ${expected}, received ${count}`,
      node.position,
    );
  }
  const args = node.args.map((arg) => bind(arg, scope, references));
  return definition.bind({ name: node.name, position: node.position, nodes: node.args, args, scope });
}
