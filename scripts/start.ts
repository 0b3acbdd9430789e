/**
 * `npm start`: the local org, the mailbox and the companion, each a process of its own, on a seeded company.
 *
 *   npm start -- [--port-base N] [--event-log] [--json]
 *
 * Ctrl-C stops all of them in order. Data stays in .local/ until `npm run reset`.
 */
import { parseArgs } from 'node:util';
import { describePlaces, runDemo, type Demo } from './demo/run.ts';
import { busyPorts, DEFAULT_PORT_BASE, portsFrom } from './ports.ts';

const HELP = `npm start -- [options]

  --port-base N   first of four ports: org N, companion N+1, mailbox N+2, SMTP N+3 (default ${DEFAULT_PORT_BASE}; 0 = any free)
  --event-log     give the local org the event log licence (default: without it, as most orgs)
  --json          print one line of JSON with all addresses once ready, and nothing else on stdout
  --help          show this text`;

const { values: options } = parseArgs({
  options: {
    'port-base': { type: 'string', default: String(DEFAULT_PORT_BASE) },
    'event-log': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
process.exit(await start());

async function start(): Promise<number> {
  const base = Number(options['port-base']);
  if (!Number.isInteger(base) || base < 0 || base > 65_532) {
    return refuse(`--port-base takes a whole number from 0 to 65532, not "${options['port-base']}".`);
  }
  const ports = portsFrom(base);
  const busy = await busyPorts(ports);
  if (busy.length > 0) {
    return refuse(
      `Port ${busy.join(' and port ')} is in use by another program. Stop that program, or choose others: npm start -- --port-base ${base + 100}`,
    );
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  let demo: Demo;
  try {
    demo = await runDemo({ ports, eventLog: options['event-log'], say, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) return 0;
    return refuse(error instanceof Error ? error.message : String(error));
  }
  process.stdout.write(options.json ? `${JSON.stringify(demo.places)}\n` : describePlaces(demo.places));
  const stopped = new Promise<null>((resolve) => {
    if (stop.signal.aborted) resolve(null);
    stop.signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const failure = await Promise.race([stopped, demo.failed]);
  if (failure) process.stderr.write(`${failure}\n`);
  say('Stopping…');
  await demo.stop();
  say('Stopped. Your data is kept in .local/; "npm run reset" removes it.');
  return failure ? 1 : 0;
}

/** Progress goes to stderr, so that stdout holds the addresses alone. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(message: string): number {
  process.stderr.write(`Could not start. ${message}\n`);
  return 1;
}
