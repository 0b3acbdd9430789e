/** Runs jest and sums the run: `N passed, N failed`, where a suite that could not run counts as one failure. */
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

/**
 * Runs the tests of a configuration, prints the sum as the last line and gives the exit code.
 * A run without any test is a failure.
 * @param config name of a file in config/
 * @param args go to jest
 */
export async function runJest(config: string, args: readonly string[]): Promise<number> {
  const results = join(project.local, 'test-results');
  mkdirSync(results, { recursive: true });
  const output = join(results, `${config}.json`);
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      project.path('node_modules', 'jest', 'bin', 'jest.js'),
      '--config',
      project.path('config', config),
      '--json',
      // Jest leaves one core to the person at the machine; this run is what the person waits for.
      '--maxWorkers=100%',
      `--outputFile=${output}`,
      ...args,
    ],
    { cwd: project.root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exitCode = await new Promise<number>((resolve) => jest.on('exit', (code) => resolve(code ?? 1)));
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = Summary.parse(
    JSON.parse(readFileSync(output, 'utf8')),
  );
  const counted = numFailedTests + numRuntimeErrorTestSuites;
  const failed = counted === 0 && (exitCode !== 0 || numPassedTests === 0) ? 1 : counted;
  process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
