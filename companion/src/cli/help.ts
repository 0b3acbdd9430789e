/** The texts of `--help`, made from the list of operations. */
import { OPERATIONS } from '../run/operations/index.ts';
import type { Operation } from '../run/operations/operation.ts';
import { type Flag, flagsOf } from './flags.ts';

const URL_FLAG: [string, string] = [
  '--url ADDRESS',
  'ask the companion there, with the token in COUNTERSIGN_TOKEN',
];
const COMMON_FLAGS: [string, string][] = [
  ['--org ID', 'ask about this org alone (default: each org that the companion serves)'],
  ['--json', 'print the result as one line of JSON'],
];
const OUT: [string, string] = ['--out FOLDER', 'where the files go (default ./report)'];

const LOCAL: [string, string][] = [
  ['serve', 'run the companion (default)'],
  ['verify', "check a report's bundle offline"],
  ['completion', 'print the completion script for bash and zsh'],
  ['requests watch', 'follow access requests as they change'],
];
export const LOCAL_COMMANDS = LOCAL.map(([name]) => name);

export const USAGE = `countersign: holds outside entries into a Salesforce org against the signatures of named people

${table([...LOCAL, ...OPERATIONS.map(({ name, summary }): [string, string] => [name, summary])])}

  countersign COMMAND --help says more, with examples. --version shows the version.

Commands go to the running companion, which they find by DATA_DIR, or to the one at --url with the token in
COUNTERSIGN_TOKEN. Results go to stdout, all else to stderr.
Exit codes: 0 done; 1 done, and a problem was found; 2 called wrongly; 3 nobody answers; 4 refused.`;

export const LOCAL_HELP = {
  verify: `countersign verify BUNDLE: check a report's bundle offline

The checks are those of this installation, not of the verify.mjs that came with the bundle. The exit code is 1 when
something does not hold.

${table([
  ['BUNDLE', 'folder, or .zip file (needed)'],
  ['--trust-keys FILE', 'keys that you know to be right: FINGERPRINT = CONTACT-ID or = ledger, one per line'],
  ['--json', 'print the result as one line of JSON'],
])}

Examples:
  countersign verify countersign-report-2026-07-01-to-2026-09-30.zip --trust-keys keys.txt`,
  watch: `countersign requests watch: follow access requests as they change

Says each request once, and again when its state is another. It takes the flags of requests list, and ends with Ctrl-C.

${table([
  ['--every SECONDS', 'pause between two looks (default 10)'],
  ['--json', 'one line of JSON per change'],
])}

Examples:
  countersign requests watch --state Awaiting_decision --every 5`,
} as const;

/** @returns what `countersign COMMAND --help` prints */
export function helpOf(operation: Operation): string {
  const flags = flagsOf(operation.options).map((flag): [string, string] => [
    shown(flag, operation.positionals),
    flag.help + (flag.required ? ' (needed)' : ''),
  ]);
  const common = [
    ...(operation.writesFiles ? [OUT] : []),
    ...(operation.scope === null ? [] : [URL_FLAG]),
    ...COMMON_FLAGS,
  ];
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
