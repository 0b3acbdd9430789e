/**
 * `npm run mailbox -- [--port N] [--smtp-port N] [--data-dir DIR]`: a mailbox in place of a mail relay.
 * Prints one line of JSON `{url, smtp}` when it is ready; SIGINT or SIGTERM stops it.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { takeLock } from '../lock.ts';
import { project } from '../project.ts';
import { startMailbox, type Mailbox } from './server.ts';

const HELP = `npm run mailbox -- [options]

  --port N        port of the page (default 8789; 0 = any free)
  --smtp-port N   port that takes mail (default 8790; 0 = any free)
  --data-dir DIR  folder of the messages (default .local/mailbox)
  --help          show this text`;

const say = (line: string) => process.stderr.write(`${line}\n`);

process.exitCode = await run();

async function run(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    say(`${messageOf(error)}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  return serve(options);
}

async function serve(options: { port: number; smtpPort: number; dataDir: string }): Promise<number> {
  const stop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  try {
    const lock = takeLock(options.dataDir);
    try {
      const mailbox: Mailbox = await startMailbox({ ...options, onProblem: say });
      process.stdout.write(`${JSON.stringify({ url: mailbox.url, smtp: mailbox.smtp })}\n`);
      await stop;
      await mailbox.close();
    } finally {
      lock.release();
    }
    return 0;
  } catch (error) {
    say(`Could not start the mailbox. ${plain(error)}`);
    return 1;
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8789' },
      'smtp-port': { type: 'string', default: '8790' },
      'data-dir': { type: 'string', default: join(project.local, 'mailbox') },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    port: port('--port', values.port),
    smtpPort: port('--smtp-port', values['smtp-port']),
    dataDir: values['data-dir'],
    help: values.help,
  };
}

function port(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`${name} takes a whole number from 0 to 65535, not "${text}".`);
}

function plain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    const taken = 'port' in error ? ` ${String(error.port)}` : '';
    return `Port${taken} is in use by another program. Stop it, or choose others: npm run mailbox -- --port 9789 --smtp-port 9790`;
  }
  return messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
