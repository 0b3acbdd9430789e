import { FormulaError, FormulaEvaluationError } from '../types.ts';
import type { Bound, FormulaEnvironment, FormulaValue } from '../types.ts';
import { Decimal, sameValue } from '../values.ts';
import { argument, commonType, refusePicklist, requireType } from './definition.ts';
import type { Call, FunctionDefinition } from './definition.ts';

const unlimited = Number.POSITIVE_INFINITY;

function isEmpty(value: FormulaValue): boolean {
  return value === null || value === '';
}

function requireAll(call: Call, accepted: 'boolean'): void {
  call.args.forEach((arg, index) => requireType(call, arg, index, [accepted]));
}

const conjunction: FunctionDefinition = {
  least: 1,
  most: unlimited,
  bind(call) {
    requireAll(call, 'boolean');
    return { type: 'boolean', run: (env) => call.args.every((arg) => arg.run(env) === true) };
  },
};

const disjunction: FunctionDefinition = {
  least: 1,
  most: unlimited,
  bind(call) {
    requireAll(call, 'boolean');
    return { type: 'boolean', run: (env) => call.args.some((arg) => arg.run(env) === true) };
  },
};

/** An empty condition stays empty, and an empty condition is not met: NOT(NULL) is not true. */
const negation: FunctionDefinition = {
  least: 1,
  most: 1,
  bind(call) {
    requireAll(call, 'boolean');
    const operand = argument(call, 0);
    return {
      type: 'boolean',
      run(env) {
        const value = operand.run(env);
        return value === null ? null : value !== true;
      },
    };
  },
};

const condition: FunctionDefinition = {
  least: 3,
  most: 3,
  bind(call) {
    const [test, yes, no] = [argument(call, 0), argument(call, 1), argument(call, 2)];
    requireType(call, test, 0, ['boolean']);
    refusePicklist(call, 1);
    refusePicklist(call, 2);
    const type = commonType(call, [yes, no]);
    return { type, run: (env) => (test.run(env) === true ? yes : no).run(env) };
  },
};

const selection: FunctionDefinition = {
  least: 4,
  most: unlimited,
  bind(call) {
    if (call.args.length % 2 !== 0) {
      throw new FormulaError(
        `Incorrect number of parameters for function 'CASE()'. Expected ${call.args.length - 1}, received ${call.args.length}`,
        call.position,
      );
    }
    const subject = argument(call, 0);
    const otherwise = argument(call, call.args.length - 1);
    refuseTruth(call);
    const pairs: { when: Bound; then: Bound }[] = [];
    for (let index = 1; index < call.args.length - 1; index += 2) {
      const when = argument(call, index);
      requireType(call, when, index, [subject.type === 'picklist' ? 'text' : subject.type]);
      if (subject.type === 'picklist') requireLiteral(call, index);
      pairs.push({ when, then: argument(call, index + 1) });
    }
    const type = commonType(call, [...pairs.map((pair) => pair.then), otherwise]);
    return { type, run: (env) => choose(subject, pairs, otherwise, env) };
  },
};

/** An empty number or date is equal to nothing; an empty text equals an empty text. */
function choose(
  subject: Bound,
  pairs: readonly { when: Bound; then: Bound }[],
  otherwise: Bound,
  env: FormulaEnvironment,
): FormulaValue {
  // Unlike IF, CASE computes all that it is given, and fails when one of them does.
  const value = subject.run(env);
  const answers = pairs.map(({ when, then }) => ({ when: when.run(env), then: then.run(env) }));
  const other = otherwise.run(env);
  const textual = subject.type === 'text' || subject.type === 'picklist';
  if (value === null && !textual) return other;
  const found = answers.find(({ when }) => sameValue(value, when));
  return found ? found.then : other;
}

function requireLiteral(call: Call, index: number): void {
  const node = call.nodes[index];
  if (node?.kind === 'string') return;
  throw new FormulaError(
    `Incorrect parameter for function '${call.name}()'. Expected a text literal`,
    node?.position ?? call.position,
  );
}

/** CASE takes and gives no true or false. */
function refuseTruth(call: Call): void {
  const index = call.args.findIndex(({ type }) => type === 'boolean' || type === 'location');
  if (index < 0) return;
  throw new FormulaError(
    "Incorrect argument type for function 'CASE()'.",
    call.nodes[index]?.position ?? call.position,
  );
}

const blankTest: FunctionDefinition = {
  least: 1,
  most: 1,
  bind(call) {
    const operand = argument(call, 0);
    return { type: 'boolean', run: (env) => isEmpty(operand.run(env)) };
  },
};

/** Text is never null for ISNULL and NULLVALUE: it is empty, which is another thing. */
const nullTest: FunctionDefinition = {
  least: 1,
  most: 1,
  bind(call) {
    const operand = argument(call, 0);
    const textual = operand.type === 'text' || operand.type === 'picklist';
    return { type: 'boolean', run: (env) => !textual && operand.run(env) === null };
  },
};

function substitute(replaces: (value: FormulaValue, textual: boolean) => boolean): FunctionDefinition {
  return {
    least: 2,
    most: 2,
    bind(call) {
      refusePicklist(call, 0);
      const [value, other] = [argument(call, 0), argument(call, 1)];
      if (value.type === 'boolean') {
        throw new FormulaError(`Incorrect argument type for function '${call.name}()'.`, call.position);
      }
      const type = commonType(call, [value, other]);
      return {
        type,
        run(env) {
          // Both are computed, whichever is taken.
          const own = value.run(env);
          const instead = other.run(env);
          return replaces(own, type === 'text') ? instead : own;
        },
      };
    },
  };
}

const onError: FunctionDefinition = {
  least: 2,
  most: 2,
  bind(call) {
    const [value, other] = [argument(call, 0), argument(call, 1)];
    return {
      type: commonType(call, [value, other]),
      run(env) {
        try {
          return value.run(env);
        } catch (error) {
          if (error instanceof FormulaEvaluationError) return other.run(env);
          throw error;
        }
      },
    };
  },
};

const membership: FunctionDefinition = {
  least: 2,
  most: unlimited,
  bind(call) {
    commonType(call, call.args);
    const [subject, ...candidates] = call.args;
    return {
      type: 'boolean',
      run(env) {
        const value = subject?.run(env) ?? null;
        return !isEmpty(value) && candidates.some((candidate) => sameValue(value, candidate.run(env)));
      },
    };
  },
};

const picklistTest: FunctionDefinition = {
  least: 2,
  most: 2,
  bind(call) {
    const [field, literal] = [argument(call, 0), argument(call, 1)];
    requireType(call, field, 0, ['picklist']);
    requireType(call, literal, 1, ['text']);
    if (call.nodes[1]?.kind !== 'string') {
      throw new FormulaError(
        "Incorrect parameter for function 'ISPICKVAL()'. Expected a text literal",
        call.position,
      );
    }
    return { type: 'boolean', run: (env) => sameValue(field.run(env), literal.run(env)) };
  },
};

const inclusion: FunctionDefinition = {
  least: 2,
  most: 2,
  bind(call) {
    const [field, literal] = [argument(call, 0), argument(call, 1)];
    requireType(call, field, 0, ['multipicklist']);
    requireType(call, literal, 1, ['text']);
    requireValue(call);
    return {
      type: 'boolean',
      run(env) {
        const chosen = field.run(env);
        const wanted = literal.run(env);
        return typeof chosen === 'string' && typeof wanted === 'string' && chosen.split(';').includes(wanted);
      },
    };
  },
};

function requireValue(call: Call): void {
  const [field, literal] = call.nodes;
  const known = field?.kind === 'field' ? call.scope.picklistValues?.(field.path) : undefined;
  if (literal?.kind === 'string' && (!known || known.includes(literal.value))) return;
  throw new FormulaError(
    `Incorrect parameter for function ${call.name}(). Text Literal must be a valid value for this multi-select picklist field.`,
    literal?.position ?? call.position,
  );
}

const chosenCount: FunctionDefinition = {
  least: 1,
  most: 1,
  bind(call) {
    const field = argument(call, 0);
    requireType(call, field, 0, ['multipicklist']);
    return {
      type: 'number',
      run(env) {
        const chosen = field.run(env);
        return new Decimal(typeof chosen === 'string' && chosen !== '' ? chosen.split(';').length : 0);
      },
    };
  },
};

/** Logical functions. AND, OR, IF, CASE and the like compute only the arguments they need. */
export const logicFunctions: Readonly<Record<string, FunctionDefinition>> = {
  AND: conjunction,
  OR: disjunction,
  NOT: negation,
  IF: condition,
  CASE: selection,
  ISBLANK: blankTest,
  ISNULL: nullTest,
  BLANKVALUE: substitute(isEmpty),
  NULLVALUE: substitute((value, textual) => !textual && value === null),
  IFERROR: onError,
  IN: membership,
  ISPICKVAL: picklistTest,
  INCLUDES: inclusion,
  PICKLISTCOUNT: chosenCount,
};
