/** The texts of `--help`, made from the list of operations. */
import { OPERATIONS } from '../run/operations/index.ts';
import type { Operation } from '../run/operations/operation.ts';
import { type Flag, flagsOf } from './flags.ts';

const COMMON_FLAGS: [string, string][] = [
  ['--org ID', 'ask about this org alone (default: each org that the companion serves)'],
  ['--json', 'print the result as one line of JSON'],
];
const OUT: [string, string] = ['--out FOLDER', 'where the files go (default ./report)'];

const WITHOUT_COMPANION: [string, string][] = [['serve', 'run the companion (default)']];

export const USAGE = `countersign: holds outside entries into a Salesforce org against the signatures of named people

${table([...WITHOUT_COMPANION, ...OPERATIONS.map(({ name, summary }): [string, string] => [name, summary])])}

  countersign COMMAND --help says more, with examples. --version shows the version.

Commands go to the running companion, which they find by DATA_DIR.
Exit codes: 0 done, 1 not done, 2 called wrongly.`;

/** @returns what `countersign COMMAND --help` prints */
export function helpOf(operation: Operation): string {
  const flags = flagsOf(operation.options).map((flag): [string, string] => [
    shown(flag, operation.positionals),
    flag.help + (flag.required ? ' (needed)' : ''),
  ]);
  const common = operation.writesFiles ? [OUT, ...COMMON_FLAGS] : COMMON_FLAGS;
  return [
    `countersign ${operation.name}: ${operation.summary}`,
    ...(operation.help === null ? [] : [operation.help]),
    table([...flags, ...common]),
    [
      'Examples:',
      ...operation.examples.map((call) => `  countersign ${operation.name} ${call}`.trimEnd()),
    ].join('\n'),
  ].join('\n\n');
}

function shown({ key, name, kind }: Flag, positionals: readonly string[]): string {
  if (positionals.includes(key)) return name.toUpperCase();
  return kind === 'switch' ? `--${name}` : `--${name} ${kind === 'list' ? 'VALUE…' : 'VALUE'}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
