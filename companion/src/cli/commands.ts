/** The command line: what was asked for, in one typed value. */
import { parseArgs } from 'node:util';
import type { OperatorRequest } from '../run/operator-socket.ts';

export const USAGE = `countersign: holds outside entries into a Salesforce org against the signatures of named people

  serve                                   run the companion (default)
  roster seal                             seal the founding roster: its contacts are invited, later rows stay pending
  mode set --mode MODE --since DATE       set the governance mode: standard or opt-out-enabled
  report --from DATE --to DATE [--zone Z] make a report's bundle; --out FOLDER says where (default ./report)
  doctor                                  say what is readable, what is missing and what to do

  --json      print the result as JSON     --help      show this text     --version   show the version

Commands go to the running companion, which they find by DATA_DIR. Dates are YYYY-MM-DD.
Exit codes: 0 done, 1 not done, 2 called wrongly.`;

export type Command =
  | { kind: 'serve' }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'operate'; request: OperatorRequest; json: boolean; out: string };

/** @throws Error with one sentence when the call is wrong */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mode: { type: 'string' },
      since: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      zone: { type: 'string', default: 'UTC' },
      out: { type: 'string', default: 'report' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const operate = (request: OperatorRequest): Command => ({
    kind: 'operate',
    request,
    json: values.json,
    out: values.out,
  });
  switch (positionals.join(' ')) {
    case '':
    case 'serve':
      return { kind: 'serve' };
    case 'roster seal':
      return operate({ command: 'roster seal' });
    case 'mode set':
      return operate({
        command: 'mode set',
        mode: modeOf(values.mode),
        since: needed('since', values.since),
      });
    case 'report':
      return operate({
        command: 'report',
        from: needed('from', values.from),
        to: needed('to', values.to),
        timeZone: values.zone,
      });
    case 'doctor':
      return operate({ command: 'doctor' });
    default:
      throw new Error(`There is no command "${positionals.join(' ')}".`);
  }
}

function modeOf(text: string | undefined): 'Standard' | 'Opt_out_enabled' {
  if (text === 'standard') return 'Standard';
  if (text === 'opt-out-enabled') return 'Opt_out_enabled';
  throw new Error('--mode takes standard or opt-out-enabled.');
}

function needed(name: string, value: string | undefined): string {
  if (value === undefined) throw new Error(`--${name} is needed.`);
  return value;
}
