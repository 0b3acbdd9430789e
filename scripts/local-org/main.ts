/** `npm run local-org`: the stand-in alone. Prints one line of JSON when it is ready. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { project } from '../project.ts';
import { BuildError } from './faces/lightning/build/bundle.ts';
import { prepareLightning } from './faces/lightning/routes.ts';
import { readSeed } from './seed/format.ts';
import { createLocalOrg } from './server.ts';
import type { LocalOrg } from './server.ts';

const HELP = `A stand-in for a Salesforce org, for development and tests on this machine.

  npm run local-org -- [options]

  --port N        port on 127.0.0.1 (default 8787; 0 = any free one)
  --data-dir DIR  where its data lies (default .local/org)
  --memory        keep nothing: data lives in memory
  --seed FILE     company to load; "empty" = one administrator and one API-only user (default empty)
  --source DIR    SFDX source tree to load metadata from (default force-app)
  --event-log     start with the licence that makes the *EventLog objects known
  --scenario FILE let a saved scenario happen before the ready line
  --json          print nothing but the ready line
  --help          this text

The ready line: {"url", "orgId", "adminUsername", "integrationUsername", "clientId", "privateKeyFile"}.
Log in with a JWT (RS256) for clientId, signed with the key in privateKeyFile.
`;

const DEFAULT_PORT = 8787;

interface Arguments {
  port: number;
  dataDir: string | null;
  seed: string;
  source: string;
  eventLog: boolean;
  scenario: string | null;
  json: boolean;
  help: boolean;
}

/** @throws Error with a sentence when an argument is unknown or unreadable */
function readArguments(argv: string[]): Arguments {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      'data-dir': { type: 'string', default: join(project.local, 'org') },
      memory: { type: 'boolean', default: false },
      seed: { type: 'string', default: 'empty' },
      source: { type: 'string', default: project.path('force-app') },
      'event-log': { type: 'boolean', default: false },
      scenario: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port takes a number, not ${values.port}`);
  return {
    port,
    dataDir: values.memory ? null : resolve(values['data-dir']),
    seed: values.seed,
    source: resolve(values.source),
    eventLog: values['event-log'],
    scenario: values.scenario === undefined ? null : resolve(values.scenario),
    json: values.json,
    help: values.help,
  };
}

async function serve(options: Arguments): Promise<void> {
  const org = await createLocalOrg({
    port: options.port,
    ...(options.dataDir ? { dataDir: options.dataDir } : {}),
    sourceDir: options.source,
    seed: options.seed === 'empty' ? 'empty' : readSeed(options.seed),
    eventLogLicence: options.eventLog,
    keysDir: join(options.dataDir ?? join(project.local, 'org-memory'), 'keys'),
  });
  stopOnSignal(org);
  if (options.scenario !== null) await replay(org, options.scenario);
  await prepareLightning(org.engine.metadata).catch((error: unknown) => {
    if (!(error instanceof BuildError)) throw error;
    // The org is of use without its panels; every page shows the same text.
    process.stderr.write(`The panels do not compile:\n${error.message}\n`);
  });
  const { url, orgId, adminUsername, integrationUsername, clientId, privateKeyFile } = org;
  if (!options.json)
    process.stderr.write(`Local org at ${url}: log in there as any of its people. Ctrl-C stops it.\n`);
  const ready = { url, orgId, adminUsername, integrationUsername, clientId, privateKeyFile };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** @throws Error that names the file and, where it did not go through, the step */
async function replay(org: LocalOrg, file: string): Promise<void> {
  try {
    await org.replayScenario(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    await org.close();
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** One clean stop however many signals come. */
function stopOnSignal(org: LocalOrg): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    org.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

try {
  const options = readArguments(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await serve(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
