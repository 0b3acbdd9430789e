/**
 * One process per data folder. The embedded database does not lock its files, and two writers lose rows without a
 * word, so each part takes `<folder>/lock.json` before it opens anything.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The companion writes its own lock: there `startedAt` is the mark. */
const Holder = z
  .object({
    pid: z.number().int().positive(),
    startedAt: z.string(),
    mark: z.string().nullable().optional(),
  })
  .transform(({ pid, startedAt, mark }) => ({
    pid,
    startedAt,
    mark: mark ?? (/^\d+$/.test(startedAt) ? startedAt : null),
  }));

export interface Lock {
  /** Gives the folder free; calling it twice is harmless. */
  release(): void;
}

/** @throws Error with a sentence for a person when a living process holds the folder. */
export function takeLock(folder: string): Lock {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock.json');
  const text = JSON.stringify({
    pid: process.pid,
    startedAt: Temporal.Now.instant().toString(),
    mark: startMark(process.pid),
  });
  if (!create(file, text)) {
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new Error(
        `${folder} is in use by process ${holder.pid} since ${holder.startedAt}. Stop it, or choose another folder.`,
      );
    }
    // Left over from a process that was killed.
    rmSync(file, { force: true });
    if (!create(file, text)) throw new Error(`${folder} was taken by another process at the same moment.`);
  }
  return { release: () => release(file) };
}

/** @returns whether a living process holds the folder, a part of this checkout or the companion */
export function isHeld(folder: string): boolean {
  const holder = readHolder(join(folder, 'lock.json'));
  return holder !== null && isAlive(holder);
}

function create(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function release(file: string): void {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

function readHolder(file: string): z.infer<typeof Holder> | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // A lock cut short by a crash names nobody, and a missing one neither: both count as free.
    return null;
  }
}

/** A number alone is not enough: after a restart of the machine another process may carry it. */
function isAlive({ pid, mark }: z.infer<typeof Holder>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process lives and belongs to somebody else.
    if (codeOf(error) !== 'EPERM') return false;
  }
  return mark === null || startMark(pid) === mark;
}

/** What tells two processes of one number apart: the start time the kernel keeps. Null where it cannot be read. */
function startMark(pid: number): string | null {
  try {
    // Field 22 of /proc/<pid>/stat; the name in brackets before it may hold blanks (proc(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Not by `instanceof`: the tests run in a realm of their own, the file system in another. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}
