/** The command line: what was asked for, in one typed value. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { OperatorRequest } from '../run/operate.ts';
import { OPERATIONS } from '../run/operations/index.ts';
import type { Operation } from '../run/operations/operation.ts';
import { requestsList } from '../run/operations/requests-list.ts';
import { flagsOf, parseOptionsOf } from './flags.ts';
import { helpOf, LOCAL_HELP, USAGE } from './help.ts';

/** How an answer is wanted, and whom to ask: the companion of this machine, or the one at `url`. */
export interface Asking {
  request: OperatorRequest;
  json: boolean;
  out: string;
  url: string | null;
}

export type Command =
  | { kind: 'serve' }
  | { kind: 'usage' }
  | { kind: 'help'; text: string }
  | { kind: 'version' }
  | { kind: 'completion' }
  | { kind: 'verify'; path: string; trustKeys: string | null; json: boolean }
  | ({ kind: 'watch'; seconds: number } & Asking)
  | ({ kind: 'operate' } & Asking);

const COMMON = {
  org: { type: 'string' },
  url: { type: 'string' },
  out: { type: 'string', default: 'report' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** @throws Error with one sentence or more when the call is wrong */
export function parseCommand(args: readonly string[]): Command {
  const [first, second] = args;
  if (first === '--version') return { kind: 'version' };
  if (first === '--help' || first === 'help') return { kind: 'usage' };
  if (first === undefined || (first === 'serve' && args.length === 1)) return { kind: 'serve' };
  if (first === 'completion' && args.length === 1) return { kind: 'completion' };
  if (first === 'verify') return verifyCommand(args.slice(1));
  if (first === 'requests' && second === 'watch') return watchCommand(args.slice(2));
  const operation = named(args);
  if (!operation) throw new Error(`There is no command "${wordsOf(args).join(' ')}".\n\n${USAGE}`);
  return operate(operation, args.slice(operation.name.split(' ').length));
}

function verifyCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'trust-keys': { type: 'string' }, json: COMMON.json, help: COMMON.help },
  });
  if (values.help) return { kind: 'help', text: LOCAL_HELP.verify };
  const [path, surplus] = positionals;
  if (path === undefined || surplus !== undefined)
    throw new Error(`Name one bundle.\n\n${LOCAL_HELP.verify}`);
  return { kind: 'verify', path, trustKeys: values['trust-keys'] ?? null, json: values.json };
}

const MOST_SECONDS = 3600;

function watchCommand(args: readonly string[]): Command {
  const at = args.indexOf('--every');
  const seconds = at === -1 ? 10 : Number(args[at + 1]);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MOST_SECONDS) {
    throw new Error(`--every takes seconds from 1 to ${MOST_SECONDS}.\n\n${LOCAL_HELP.watch}`);
  }
  const rest = at === -1 ? args : args.toSpliced(at, 2);
  const command = operate(requestsList, rest);
  if (command.kind === 'help') return { kind: 'help', text: LOCAL_HELP.watch };
  return command.kind === 'operate' ? { ...command, kind: 'watch', seconds } : command;
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
    url: values.url ?? null,
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
