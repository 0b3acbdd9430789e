/** A local org in this process and the real sf CLI beside it, with a home and a project of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createLocalOrg } from '../../local-org/server.ts';
import type { LocalOrg, LocalOrgOptions } from '../../local-org/server.ts';
import { cliEnvironment } from '../environment.ts';
import { cliProgram } from '../install.ts';

/** What a command answered with `--json`. */
const Answer = z.looseObject({
  status: z.number(),
  result: z.unknown().optional(),
  name: z.string().optional(),
  message: z.string().optional(),
  warnings: z.array(z.unknown()).optional(),
});
type Answer = z.infer<typeof Answer>;

export interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CliOrg extends LocalOrg {
  /** Folder of the sfdx project in which commands run. */
  project: string;
  /** Runs a command with `--json`; its answer, failed or not. */
  sf(...args: string[]): Promise<Answer>;
  /** The result of a command, checked by its shape. @throws Error with the CLI's message when the command failed */
  result<T extends z.ZodType>(schema: T, ...args: string[]): Promise<z.output<T>>;
  /** Runs a command as a person does, in the project or in another folder. */
  run(args: string[], environment?: NodeJS.ProcessEnv, folder?: string): Promise<Output>;
  /** Logs in as the administrator by JWT: the Dev Hub under the alias `hub`, default for all commands. */
  logIn(): Promise<void>;
}

const PROJECT = {
  packageDirectories: [{ path: 'app', default: true }],
  name: 'suite',
  namespace: '',
  sourceApiVersion: '68.0',
};

/** Starts the org with `options`; without any it is empty but for its administrator. */
export async function startCliOrg(options: Partial<LocalOrgOptions> = {}): Promise<CliOrg> {
  const folder = mkdtempSync(join(tmpdir(), 'sf-suite-'));
  const project = join(folder, 'project');
  mkdirSync(join(project, 'app'), { recursive: true });
  writeFileSync(join(project, 'sfdx-project.json'), JSON.stringify(PROJECT));
  const org = await createLocalOrg({
    sourceDir: null,
    seed: 'empty',
    keysDir: join(folder, 'keys'),
    ...options,
  });
  const environment = cliEnvironment(join(folder, 'home'));
  mkdirSync(join(folder, 'home'));
  const run = (args: string[], more: NodeJS.ProcessEnv = {}, at = project) =>
    runCli(args, { cwd: at, env: { ...environment, ...more } });
  const sf = async (...args: string[]) => answerOf(await run([...args, '--json']));
  return {
    ...org,
    project,
    run,
    sf,
    result: async (schema, ...args) => {
      const answer = await sf(...args);
      if (answer.status !== 0)
        throw new Error(`sf ${args.join(' ')}: ${answer.message ?? JSON.stringify(answer)}`);
      return schema.parse(answer.result);
    },
    logIn: async () => {
      const { status, message } = await sf(
        ...['org', 'login', 'jwt', '--username', org.adminUsername, '--client-id', org.clientId],
        ...['--jwt-key-file', org.privateKeyFile, '--instance-url', org.url],
        ...['--alias', 'hub', '--set-default', '--set-default-dev-hub'],
      );
      if (status !== 0) throw new Error(message);
    },
    close: async () => {
      await org.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runCli(args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<Output> {
  return new Promise((resolve, reject) => {
    const cli = spawn(process.execPath, [cliProgram, ...args], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    cli.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    cli.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    cli.on('error', reject);
    cli.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

function answerOf({ stdout, stderr }: Output): Answer {
  try {
    return Answer.parse(JSON.parse(stdout));
  } catch {
    throw new Error(`The CLI answered no JSON.\n${stdout}\n${stderr}`);
  }
}

/** Signs up a scratch org under an alias and gives its user name. */
export async function createScratch(org: CliOrg, alias: string, ...more: string[]): Promise<string> {
  const { username } = await org.result(
    z.object({ username: z.string() }),
    ...['org', 'create', 'scratch', '--alias', alias],
    ...(more.includes('--definition-file') ? more : ['--edition', 'developer', ...more]),
  );
  return username;
}

/** A folder of this suite's own samples. */
export function fixtures(name: string): string {
  return join(import.meta.dirname, 'fixtures', name);
}
