/**
 * `npm test`: every jest project, the browser's journeys included. Arguments go to jest, so that
 * `npm test -- --selectProjects lwc` runs one part. The last line sums the run: `N passed, N failed`, where a suite
 * that could not run counts as one failure and a run without any test fails.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { project } from './project.ts';

const Summary = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

const results = join(project.local, 'test-results');
mkdirSync(results, { recursive: true });
const output = join(results, 'jest.json');
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    project.path('node_modules', 'jest', 'bin', 'jest.js'),
    '--config',
    project.path('config', 'jest.config.cjs'),
    '--json',
    // Jest leaves one core to the person at the machine; this run is what the person waits for.
    '--maxWorkers=100%',
    `--outputFile=${output}`,
    ...process.argv.slice(2),
  ],
  { cwd: project.root, stdio: ['ignore', 'ignore', 'inherit'] },
);
const exitCode = await new Promise<number>((resolve) => jest.on('exit', (code) => resolve(code ?? 1)));
const summary = Summary.parse(JSON.parse(readFileSync(output, 'utf8')));
const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
process.stdout.write(`${summary.numPassedTests} passed, ${failed} failed\n`);
process.exit(exitCode !== 0 || failed > 0 || summary.numPassedTests === 0 ? 1 : 0);
