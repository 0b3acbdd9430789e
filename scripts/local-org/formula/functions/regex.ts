/** REGEX, which matches the whole text, in Java's dialect. For validation rules alone, as on the platform. */
import { FormulaEvaluationError } from '../types.ts';
import { strict } from './definition.ts';
import type { FunctionDefinition } from './definition.ts';
import { compileJavaRegex } from './java-regex.ts';

const compiled = new Map<string, RegExp>();
const mostKept = 500;

function expression(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  if (compiled.size >= mostKept) compiled.clear();
  try {
    const regex = compileJavaRegex(pattern);
    compiled.set(pattern, regex);
    return regex;
  } catch (error) {
    throw new FormulaEvaluationError(`Invalid regular expression: ${(error as Error).message}`);
  }
}

export const regex: FunctionDefinition = {
  ...strict(['text', 'text'], 'boolean', ([source, pattern]) => expression(pattern).test(source)),
  uses: ['rule'],
};
