/**
 * First step of every npm script: makes sure the dependencies of the lock file are installed and hands over to the
 * Node version that the project ships as an npm package. Uses only node: modules and syntax of Node 18, because it is
 * the one file that runs before anything is installed.
 *
 *   node scripts/launch.mjs <script.ts> [arguments…]
 *   node scripts/launch.mjs --installed     notes what is installed; npm runs it after each install
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const shipped = join(root, 'node_modules', 'node-' + process.platform + '-' + process.arch);
const stamp = join(root, 'node_modules', '.countersign-lock');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const [script, ...rest] = process.argv.slice(2);

if (script === '--installed') {
  writeFileSync(stamp, lock);
  process.exit(0);
}
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  install();
}
run(findNode());

function install() {
  process.stderr.write('Installing the dependencies of package-lock.json (about a minute, once)…\n');
  const npm = process.env.npm_execpath;
  const result = npm
    ? spawnSync(process.execPath, [npm, 'ci', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2], shell: true });
  if (result.status !== 0) {
    fail('npm ci failed; its message stands above. Mend that and start again: nothing else was changed.');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** The shipped Node where its package fits this machine, else the installed one if it is new enough. */
function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [join(shipped, 'bin', name), join(root, 'node_modules', '.bin', name)];
  const found = candidates.find((file) => existsSync(file));
  if (found) return found;
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath;
  return fail(
    'No Node package fits ' +
      process.platform +
      '-' +
      process.arch +
      ', and this Node is ' +
      process.versions.node +
      '. Install Node 26.10 or newer and start again.',
  );
}

function run(node) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...rest], {
    stdio: 'inherit',
    env: {
      // Compiled code of earlier runs: every command, and the sf CLI, starts in a good half of the time.
      NODE_COMPILE_CACHE: join(root, '.local', 'cache', 'compiled'),
      ...process.env,
      PATH: dirname(node) + (process.platform === 'win32' ? ';' : ':') + process.env.PATH,
    },
  });
  // Ctrl-C reaches the whole process group; this parent only waits, so that the child can stop in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function fail(message) {
  process.stderr.write(message + '\n');
  process.exit(1);
}
