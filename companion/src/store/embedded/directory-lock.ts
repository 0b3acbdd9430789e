/**
 * The lock of a data directory. PGlite takes none itself: two processes on one directory lose rows without an error.
 * The file names the holder by pid and start time, so that a lock left by a killed process is told from a live one
 * even when the pid has been given to another process.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface DirectoryLock {
  release(): void;
}

const lockFile = (dataDir: string): string => path.join(dataDir, 'lock.json');

/** Start time of a process in clock ticks since boot; null where /proc is not there or the process is gone. */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isLive(holder: Holder): boolean {
  if (!isRunning(holder.pid)) return false;
  const start = startOf(holder.pid);
  return start === null || start === holder.startedAt;
}

/** Who holds the directory now; null when nobody does. */
export function lockHolder(dataDir: string): { pid: number } | null {
  let text: string;
  try {
    text = fs.readFileSync(lockFile(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const holder = holderSchema.safeParse(safeJson(text));
  return holder.success && isLive(holder.data) ? { pid: holder.data.pid } : null;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws AppError configuration when a live process holds the directory */
export function takeLock(dataDir: string): DirectoryLock {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = lockFile(dataDir);
  const body = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) ?? '' } satisfies Holder);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      fs.writeFileSync(file, body, { flag: 'wx', mode: 0o600 });
      return { release: () => fs.rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = lockHolder(dataDir);
      if (holder) throw heldBy(dataDir, holder.pid);
      fs.rmSync(file, { force: true });
    }
  }
  throw heldBy(dataDir, null);
}

function heldBy(dataDir: string, pid: number | null): AppError {
  return new AppError(
    'configuration',
    `Another process${pid ? ` (pid ${pid})` : ''} uses the data directory.`,
    {
      details: { dataDir, pid },
    },
  );
}
