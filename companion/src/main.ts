/** The command `countersign`: runs the companion, or sends an operator's command to the running one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pino } from 'pino';
import { type Command, parseCommand } from './cli/commands.ts';
import { USAGE } from './cli/help.ts';
import { askCompanion } from './cli/operator-client.ts';
import { type Config, dataDirOf, describeVariables, parseConfig } from './config.ts';
import { AppError, nextStep } from './core/errors.ts';
import { startCompanion } from './run/companion.ts';
import { version } from './run/version.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let command: Command;
  try {
    command = parseCommand(args);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return 2;
  }
  try {
    return await run(command);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    complain(`${error.message}\n${nextStep(error.code)}`);
    return 1;
  }
}

async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      print(command.text);
      return 0;
    case 'usage':
      print(`${USAGE}\n\nEnvironment:\n${describeVariables()}`);
      return 0;
    case 'version':
      print(version());
      return 0;
    case 'operate':
      return operate(command, dataDirOf(process.env));
    case 'serve':
      return serve(parseConfig(process.env));
  }
}

/** Runs until it is told to stop; a second signal while it stops changes nothing. */
async function serve(config: Config): Promise<number> {
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  const stop = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });
  const companion = await startCompanion({ config, logger });
  print(JSON.stringify({ url: companion.url, orgs: companion.orgs }));
  await stop;
  logger.info('stopping');
  await companion.close();
  return 0;
}

async function operate(
  { request, json, out }: Extract<Command, { kind: 'operate' }>,
  dataDir: string,
): Promise<number> {
  const answer = await askCompanion(dataDir, request);
  const files = Object.entries(answer.files ?? {});
  const folder = resolve(out);
  if (files.length > 0) mkdirSync(folder, { recursive: true });
  for (const [name, content] of files)
    writeFileSync(join(folder, basename(name)), Buffer.from(content, 'base64'));
  const written = files.length > 0 ? [`${files.length} files were written to ${folder}.`] : [];
  print(
    json ? JSON.stringify({ ok: answer.ok, data: answer.data }) : [...answer.lines, ...written].join('\n'),
  );
  return answer.ok ? 0 : 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
