/** `npm run check`: everything that can be told without running the product. Prints each step and what to do on failure. */
import { spawn } from 'node:child_process';
import { project } from './project.ts';

const node = process.execPath;
/** The longest first. */
const steps: { name: string; command: string; args: string[]; mend: string }[] = [
  {
    name: 'lint',
    command: project.bin('eslint'),
    args: ['-c', 'config/eslint.config.mjs', '--max-warnings', '0', '.'],
    mend: 'Mend the lines named above; the import table is in config/eslint.config.mjs.',
  },
  { name: 'types', command: project.bin('tsc'), args: ['-p', '.'], mend: 'Mend the types named above.' },
  {
    name: 'format',
    command: project.bin('prettier'),
    args: ['--config', 'config/prettier.json', '--log-level', 'warn', '--check', '.'],
    mend: 'Run: npm run format',
  },
  {
    name: 'unused code',
    command: project.bin('knip'),
    args: ['-c', 'config/knip.json'],
    mend: 'Remove it, or use it.',
  },
  {
    name: 'metadata',
    command: node,
    args: ['--disable-warning=ExperimentalWarning', 'scripts/check-metadata/main.ts'],
    mend: 'Mend the metadata named above.',
  },
];

/** Steps run side by side, so all that one says comes out at once. @returns whether it found nothing */
async function run({ name, command, args, mend }: (typeof steps)[number]): Promise<boolean> {
  const started = performance.now();
  const step = spawn(command, args, { cwd: project.root, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [step.stdout, step.stderr]) stream.on('data', (part: Buffer) => said.push(part));
  const status = await new Promise<number | null>((resolve) => {
    step.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    step.on('close', resolve);
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(Buffer.concat(said));
  process.stdout.write(
    status === 0 ? `ok      ${name} (${seconds} s)\n` : `FAILED  ${name} (${seconds} s). ${mend}\n`,
  );
  return status === 0;
}

/** Each step keeps one core busy. */
const SIDE_BY_SIDE = 2;

const waiting = [...steps];
const passed: boolean[] = [];
async function work(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) passed.push(await run(step));
}
await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
process.exitCode = passed.every(Boolean) ? 0 : 1;
