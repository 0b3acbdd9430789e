/**
 * `npm run test:sf`: the real sf CLI against a local org. Installs the CLI when it is not there yet. Arguments go to
 * jest. The last line sums the run: `N passed, N failed`.
 */
import { runJest } from './jest.ts';
import { installCli } from './sf-cli/install.ts';

try {
  installCli((line) => process.stderr.write(`${line}\n`));
  process.exitCode = await runJest('jest.sf.config.cjs', process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
