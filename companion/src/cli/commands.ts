/** The command line: what was asked for, in one typed value. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { OperatorRequest } from '../run/operate.ts';
import { OPERATIONS } from '../run/operations/index.ts';
import type { Operation } from '../run/operations/operation.ts';
import { flagsOf, parseOptionsOf } from './flags.ts';
import { helpOf, USAGE } from './help.ts';

export type Command =
  | { kind: 'serve' }
  | { kind: 'usage' }
  | { kind: 'help'; text: string }
  | { kind: 'version' }
  | { kind: 'operate'; request: OperatorRequest; json: boolean; out: string };

const COMMON = {
  org: { type: 'string' },
  out: { type: 'string', default: 'report' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @throws Error with one sentence or more when the call is wrong */
export function parseCommand(args: readonly string[]): Command {
  const [first] = args;
  if (first === '--version') return { kind: 'version' };
  if (first === '--help' || first === 'help') return { kind: 'usage' };
  if (first === undefined || (first === 'serve' && args.length === 1)) return { kind: 'serve' };
  const operation = named(args);
  if (!operation) throw new Error(`There is no command "${wordsOf(args).join(' ')}".\n\n${USAGE}`);
  return operate(operation, args.slice(operation.name.split(' ').length));
}

function operate(operation: Operation, args: readonly string[]): Command {
  const flags = flagsOf(operation.options);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...parseOptionsOf(flags), ...COMMON },
  });
  if (values.help) return { kind: 'help', text: helpOf(operation) };
  const surplus = positionals[operation.positionals.length];
  if (surplus !== undefined) throw new Error(`"${surplus}" is one word too many.\n\n${helpOf(operation)}`);
  const byName: Record<string, unknown> = values;
  const options: Record<string, unknown> = {};
  for (const { key, name } of flags) {
    const given = byName[name] ?? positionals[operation.positionals.indexOf(key)];
    if (given !== undefined) options[key] = given;
  }
  const checked = operation.options.safeParse(options);
  if (!checked.success) throw new Error(`${z.prettifyError(checked.error)}\n\n${helpOf(operation)}`);
  const org = values.org === undefined ? {} : { org: values.org };
  return {
    kind: 'operate',
    request: { command: operation.name, ...org, ...options },
    json: values.json,
    out: values.out,
  };
}

/** The operation whose words the call begins with; of several the one with the most words. */
function named(args: readonly string[]): Operation | undefined {
  const words = wordsOf(args).join(' ');
  return OPERATIONS.filter(({ name }) => `${words} `.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)
    .at(0);
}

function wordsOf(args: readonly string[]): string[] {
  const flag = args.findIndex((arg) => arg.startsWith('-'));
  return args.slice(0, flag === -1 ? args.length : flag);
}
