/** The companion as a process of its own, on the system's clock, that can be killed at any moment and started again. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const MAIN = join(import.meta.dirname, '..', 'companion', 'src', 'main.ts');
const QUIET = ['--disable-warning=ExperimentalWarning'];

export class KillableCompanion {
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;
  /** The last lines it wrote for people. */
  readonly said: string[] = [];

  constructor(env: Record<string, string>) {
    this.#env = env;
  }

  /** @returns its address, once it is ready */
  async start(): Promise<string> {
    const child = spawn(process.execPath, [...QUIET, MAIN, 'serve'], {
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    createInterface({ input: child.stderr }).on('line', (line) => this.said.push(line));
    const ended = new Promise<never>((_, reject) => {
      child.once('exit', () =>
        reject(new Error(`It ended before it was ready:\n${this.said.slice(-10).join('\n')}`)),
      );
    });
    const ready = new Promise<string>((resolve) =>
      createInterface({ input: child.stdout }).once('line', resolve),
    );
    const line = await Promise.race([ready, ended]);
    ended.catch(() => undefined);
    return (JSON.parse(line) as { url: string }).url;
  }

  /** SIGKILL: nothing is finished, nothing is written. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** Runs one of its commands against the running one. @throws Error with what it printed when it fails */
  async command(...args: string[]): Promise<string> {
    const options = { env: { ...process.env, ...this.#env } };
    const run = promisify(execFile)(process.execPath, [...QUIET, MAIN, ...args], options);
    const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${args.join(' ')}: ${error.stdout}${error.stderr}`);
    });
    return stdout;
  }
}
