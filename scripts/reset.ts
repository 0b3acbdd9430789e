/**
 * `npm run reset`: removes the data of the local org, the companion and the mailbox, so that the next start begins
 * with a new company under a new org id. Built bundles stay. Refuses while a part runs on that data.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { project } from './project.ts';

const Lock = z.object({ pid: z.number().int().positive() });
const PARTS = ['org', 'companion', 'mailbox'];

const running = PARTS.filter((part) => isHeld(join(project.local, part, 'lock.json')));
if (running.length > 0) {
  process.stderr.write(
    `Nothing was removed: ${running.join(', ')} still running. Stop it (Ctrl-C) and try again.\n`,
  );
  process.exit(1);
}
for (const part of PARTS) rmSync(join(project.local, part), { recursive: true, force: true });
// The sf CLI keeps what it knows of an org under its id; the next org has a new one.
rmSync(project.path('.sf', 'orgs'), { recursive: true, force: true });
process.stdout.write(
  'Removed the data of the local org, the companion and the mailbox. "npm start" begins anew.\n',
);

function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  const { pid } = Lock.parse(JSON.parse(readFileSync(file, 'utf8')));
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
