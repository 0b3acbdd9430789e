/**
 * `npm run reset`: removes the data of the local org, the companion and the mailbox, so that the next start begins
 * with a new company under a new org id. Built bundles stay. Refuses while a part runs on that data.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isHeld } from './lock.ts';
import { project } from './project.ts';

const HELP = `npm run reset -- [options]

  --data-dir DIR  folder that "npm start" was given for its data (default .local)
  --help          show this text`;

const PARTS = ['org', 'companion', 'mailbox'];

process.exitCode = run();

function run(): number {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}\n`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  return reset(options.dataDir);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string', default: project.local },
      help: { type: 'boolean', default: false },
    },
  });
  return { dataDir: resolve(values['data-dir']), help: values.help };
}

function reset(dataDir: string): number {
  const running = PARTS.filter((part) => isHeld(join(dataDir, part)));
  if (running.length > 0) {
    const still = running.length === 1 ? 'is still running. Stop it' : 'are still running. Stop them';
    process.stderr.write(`Nothing was removed: ${running.join(' and ')} ${still} (Ctrl-C) and try again.\n`);
    return 1;
  }
  for (const part of PARTS) rmSync(join(dataDir, part), { recursive: true, force: true });
  // The sf CLI keeps what it knows of an org under its id, and its log-ins; the next org has a new id.
  if (dataDir === project.local) {
    for (const folder of [project.path('.sf', 'orgs'), join(project.local, 'home')])
      rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    'Removed the data of the local org, the companion and the mailbox. "npm start" begins anew.\n',
  );
  return 0;
}
