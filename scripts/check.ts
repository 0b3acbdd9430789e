/** `npm run check`: everything that can be told without running the product. Prints each step and what to do on failure. */
import { spawnSync } from 'node:child_process';
import { project } from './project.ts';

const node = process.execPath;
const steps: { name: string; command: string; args: string[]; mend: string }[] = [
  { name: 'types', command: project.bin('tsc'), args: ['-p', '.'], mend: 'Mend the types named above.' },
  {
    name: 'lint',
    command: project.bin('eslint'),
    args: ['-c', 'config/eslint.config.mjs', '--max-warnings', '0', '.'],
    mend: 'Mend the lines named above; the import table is in config/eslint.config.mjs.',
  },
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

const failed = steps.filter(({ name, command, args, mend }) => {
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: project.root, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    status === 0 ? `ok      ${name} (${seconds} s)\n` : `FAILED  ${name} (${seconds} s). ${mend}\n`,
  );
  return status !== 0;
});
process.exit(failed.length === 0 ? 0 : 1);
