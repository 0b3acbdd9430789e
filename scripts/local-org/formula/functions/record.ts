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
  return { path: node.path, type: call.scope.fieldType(node.path) ?? 'any' };
}

function changed(env: FormulaEnvironment, path: string, type: FormulaType): boolean {
  if (env.isNew || !env.prior) return false;
  const before = toFormulaValue(readPath(env.prior, path), type);
  return !sameValue(before, toFormulaValue(readPath(env.record, path), type));
}

/** Functions that look at the saved record: what is new, what has changed, what stood there before. */
export const recordFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ISNEW: { least: 0, most: 0, bind: () => ({ type: 'boolean', run: (env) => env.isNew }) },
  ISCHANGED: {
    least: 1,
    most: 1,
    bind(call) {
      const { path, type } = field(call);
      return { type: 'boolean', run: (env) => changed(env, path, type) };
    },
  },
  PRIORVALUE: {
    least: 1,
    most: 1,
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
