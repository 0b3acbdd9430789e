/** One part of the running whole: a child process that prints one line of JSON when it is ready. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { project } from './project.ts';

/** How long a part may take to stop before it is killed; long enough for an upload in flight, short enough for a person. */
const STOP_PATIENCE_MS = 8_000;

export interface Part {
  readonly name: string;
  /** The parsed ready line. Rejects with the last lines of the part's own messages if it ends before it is ready. */
  readonly ready: Promise<unknown>;
  /** Settles when the process has ended; `expected` is true after {@link Part.stop}. */
  readonly ended: Promise<{ code: number; expected: boolean }>;
  /** Asks the process to stop in order and waits for it. Calling it twice is harmless. */
  stop(): Promise<void>;
}

export interface PartOptions {
  name: string;
  /** Path of the TypeScript entry below the checkout's root. */
  script: string;
  args?: string[];
  env?: Record<string, string>;
  /** Called with each line that the part writes for people. */
  onMessage?: (line: string) => void;
}

export function startPart({ name, script, args = [], env = {}, onMessage }: PartOptions): Part {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', project.path(script), ...args],
    { cwd: project.root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    tail.push(line);
    if (tail.length > 12) tail.shift();
    onMessage?.(line);
  });
  let stopping = false;
  const ended = new Promise<{ code: number; expected: boolean }>((resolve) => {
    child.once('exit', (code) => resolve({ code: code ?? 1, expected: stopping }));
  });
  return {
    name,
    ready: readyLine(name, child, ended, tail),
    ended,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (!stopping) child.kill('SIGTERM');
      stopping = true;
      const timer = setTimeout(() => {
        process.stderr.write(
          `The ${name} did not stop within ${STOP_PATIENCE_MS / 1000} s and is ended by force.\n`,
        );
        child.kill('SIGKILL');
      }, STOP_PATIENCE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function readyLine(
  name: string,
  child: ChildProcess,
  ended: Promise<{ code: number }>,
  tail: string[],
): Promise<unknown> {
  if (!child.stdout) throw new Error(`${name} has no output to read`);
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve) => lines.once('line', resolve));
  const outcome = await Promise.race([first, ended]);
  if (typeof outcome !== 'string') {
    throw new Error(`${name} ended before it was ready.\n${tail.join('\n')}`);
  }
  return JSON.parse(outcome) as unknown;
}

/** Runs one command of a part to its end. @returns its exit code and what it printed. */
export async function runCommand(options: PartOptions): Promise<{ code: number; output: string }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', project.path(options.script), ...(options.args ?? [])],
    { cwd: project.root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  const code = await new Promise<number>((resolve) => child.once('exit', (value) => resolve(value ?? 1)));
  return { code, output: output.join('') };
}
