/** Completion of commands and flags for bash, and for zsh through its bash compatibility. */
import { OPERATIONS } from '../run/operations/index.ts';
import { flagsOf } from './flags.ts';

const COMMON = ['--org', '--url', '--json', '--help'];

export function completionScript(local: readonly string[]): string {
  const commands = [...local, ...OPERATIONS.map(({ name }) => name)];
  const cases = OPERATIONS.map(({ name, options }) => {
    const flags = [...flagsOf(options).map((flag) => `--${flag.name}`), ...COMMON];
    return `    "${name}"*) words="${flags.join(' ')}" ;;`;
  }).reverse();
  const firsts = [...new Set(commands.map((name) => name.split(' ')[0] ?? ''))];
  const seconds = commands.flatMap((name) => {
    const [first = '', second] = name.split(' ');
    return second === undefined ? [] : [`    ${first}) words="${secondWords(commands, first)}" ;;`];
  });
  return `# eval "$(countersign completion)"; in zsh after: autoload -U bashcompinit && bashcompinit
_countersign() {
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}" words=""
  case "$typed" in
    "") words="${firsts.join(' ')} --help --version" ;;
${[...new Set(seconds)].join('\n')}
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _countersign countersign
`;
}

function secondWords(commands: readonly string[], first: string): string {
  const seconds = commands.filter((name) => name.startsWith(`${first} `));
  const alone = commands.includes(first) ? COMMON : [];
  return [...seconds.map((name) => name.slice(first.length + 1)), ...alone].join(' ');
}
