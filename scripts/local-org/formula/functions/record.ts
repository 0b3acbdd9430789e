import { FormulaError } from '../types.ts';
import type { FormulaEnvironment, FormulaType } from '../types.ts';
import { readPath, sameValue, toFormulaValue } from '../values.ts';
import type { Call, FunctionDefinition } from './definition.ts';

function field(call: Call): { path: string; type: FormulaType } {
  const node = call.nodes[0];
  if (node?.kind !== 'field' || node.path.startsWith('$') || node.path.includes('.')) {
    throw new FormulaError(
      `Incorrect parameter for function '${call.name}()'. Expected a field of this record`,
      node?.position ?? call.position,
    );
  }
  if (call.scope.isFormula?.(node.path)) {
    throw new FormulaError(
      `The ${call.name} function cannot reference the ${node.path} field.`,
      node.position,
    );
  }
  return { path: node.path, type: call.scope.fieldType(node.path) ?? 'any' };
}

function changed(env: FormulaEnvironment, path: string, type: FormulaType): boolean {
  if (env.isNew || !env.prior) return false;
  const before = toFormulaValue(readPath(env.prior, path), type);
  return !sameValue(before, toFormulaValue(readPath(env.record, path), type));
}

const uses = ['rule'] as const;

/** Functions that look at the saved record: what is new, what has changed, what stood there before. */
export const recordFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ISNEW: { least: 0, most: 0, uses, bind: () => ({ type: 'boolean', run: (env) => env.isNew }) },
  ISCLONE: {
    least: 0,
    most: 0,
    uses,
    bind: () => ({ type: 'boolean', run: (env) => env.isNew && env.isClone === true }),
  },
  ISCHANGED: {
    least: 1,
    most: 1,
    uses,
    bind(call) {
      const { path, type } = field(call);
      return { type: 'boolean', run: (env) => changed(env, path, type) };
    },
  },
  PRIORVALUE: {
    least: 1,
    most: 1,
    uses,
    bind(call) {
      field(call);
      const current = call.args[0];
      if (!current) throw new FormulaError("Missing parameter of function 'PRIORVALUE()'", call.position);
      return {
        type: current.type,
        run: (env) => current.run(env.isNew || !env.prior ? env : { ...env, record: env.prior }),
      };
    },
  },
};
