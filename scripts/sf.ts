/**
 * `npm run sf -- …`: the sf CLI, unchanged, as this project pins it. It is installed at its first use, keeps what it
 * remembers in .local/home, and speaks to nothing but the orgs it is told to.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './project.ts';
import { cliEnvironment } from './sf-cli/environment.ts';
import { cliProgram, installCli } from './sf-cli/install.ts';
import { answers, localTargets } from './sf-cli/target.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const home = join(project.local, 'home');
  mkdirSync(home, { recursive: true });
  try {
    installCli(say);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
  for (const url of localTargets(args, { home, project: project.root })) {
    if (await answers(url)) continue;
    say(`The local org at ${url} does not answer. Start it (npm start, or npm run local-org) and try again.`);
    return 1;
  }
  return run(args, home);
}

function run(args: string[], home: string): Promise<number> {
  const cli = spawn(process.execPath, [cliProgram, ...args], {
    cwd: project.root,
    env: cliEnvironment(home),
    stdio: 'inherit',
  });
  // Ctrl-C reaches the CLI as well; this parent only waits for it.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => cli.on('exit', (code) => resolve(code ?? 1)));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
