/** The pinned CLI: installed from its own lock file when it is first needed, and again when the lock file changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const stamp = join(folder, 'node_modules', '.installed-lock');

/** The CLI's program, to be run by Node. */
export const cliProgram = join(folder, 'node_modules', '@salesforce', 'cli', 'bin', 'run.js');

/**
 * Installs what the lock file names unless it is there.
 * @param say hears of the installation, which takes about a minute
 * @throws Error with a sentence when npm fails; its own message stands on stderr
 */
export function installCli(say: (line: string) => void): void {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing the sf CLI from scripts/sf-cli/package-lock.json (300 MB, about a minute, once)…');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(
      'The sf CLI could not be installed; the message of npm stands above. Mend that and try again.',
    );
  writeFileSync(stamp, lock);
  say('The sf CLI is installed.');
}
