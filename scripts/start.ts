/**
 * `npm start`: the local org, the mailbox and the companion, each a process of its own, on a seeded company.
 *
 *   npm start -- [--port-base N] [--data-dir DIR] [--event-log] [--json]
 *
 * Ctrl-C stops all of them in order. Data stays in .local/ until `npm run reset`.
 */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describePlaces, runDemo, type Demo } from './demo/run.ts';
import { busyPorts, DEFAULT_PORT_BASE, type Ports, portsFrom } from './ports.ts';
import { project } from './project.ts';

const HELP = `npm start -- [options]

  --port-base N   first of four ports: org N, companion N+1, mailbox N+2, SMTP N+3 (default ${DEFAULT_PORT_BASE}; 0 = any free)
  --data-dir DIR  where the data lies (default .local)
  --event-log     give the local org the event log licence (default: without it, as most orgs)
  --json          print one line of JSON with all addresses once ready, and nothing else on stdout
  --help          show this text`;

const LAST_PORT_BASE = 65_532;
const WRONG_ARGUMENTS = 2;

interface Options {
  portBase: number;
  dataDir: string;
  eventLog: boolean;
  json: boolean;
  help: boolean;
}

process.exit(await main());

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions();
  } catch (error) {
    say(`${messageOf(error)}\n\n${HELP}`);
    return WRONG_ARGUMENTS;
  }
  if (options.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const ports = portsFrom(options.portBase);
  const busy = await busyPorts(ports);
  if (busy.length > 0) {
    const free = options.portBase + 100 <= LAST_PORT_BASE ? options.portBase + 100 : DEFAULT_PORT_BASE;
    const which = busy.length === 1 ? `Port ${busy.join()} is` : `Ports ${busy.join(' and ')} are`;
    return refuse(
      `${which} in use by another program. Stop that program, or choose others: npm start -- --port-base ${free}`,
    );
  }
  return start(options, ports);
}

/** @throws Error with a sentence when an argument is unknown or unreadable */
function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      'port-base': { type: 'string', default: String(DEFAULT_PORT_BASE) },
      'data-dir': { type: 'string', default: project.local },
      'event-log': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const base = values['port-base'];
  if (!/^\d+$/.test(base) || Number(base) > LAST_PORT_BASE) {
    throw new Error(`--port-base takes a whole number from 0 to ${LAST_PORT_BASE}, not "${base}".`);
  }
  return {
    portBase: Number(base),
    dataDir: resolve(values['data-dir']),
    eventLog: values['event-log'],
    json: values.json,
    help: values.help,
  };
}

async function start({ dataDir, eventLog, json }: Options, ports: Ports): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  let demo: Demo;
  try {
    demo = await runDemo({ ports, eventLog, dataDir, say, signal: stop.signal });
  } catch (error) {
    return stop.signal.aborted ? 0 : refuse(messageOf(error));
  }
  process.stdout.write(
    json ? `${JSON.stringify(demo.places)}\n` : describePlaces(demo.places, keptIn(dataDir)),
  );
  const stopped = new Promise<null>((done) => {
    if (stop.signal.aborted) done(null);
    stop.signal.addEventListener('abort', () => done(null), { once: true });
  });
  const failure = await Promise.race([stopped, demo.failed]);
  if (failure) say(failure);
  say('Stopping…');
  await demo.stop();
  say(`Stopped. ${keptIn(dataDir)}`);
  return failure ? 1 : 0;
}

function keptIn(dataDir: string): string {
  return `Data is kept in ${shown(dataDir)}; "${resetCommand(dataDir)}" removes it.`;
}

/** A folder as a person would type it here. */
function shown(folder: string): string {
  return relative(process.cwd(), folder) || '.';
}

function resetCommand(dataDir: string): string {
  return dataDir === project.local ? 'npm run reset' : `npm run reset -- --data-dir ${shown(dataDir)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Progress goes to stderr, so that stdout holds the addresses alone. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(message: string): number {
  process.stderr.write(`Could not start. ${message}\n`);
  return 1;
}
