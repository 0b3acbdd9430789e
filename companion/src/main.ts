#!/usr/bin/env node
/** The command `countersign`: runs the companion, or sends an operator's command to the running one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pino } from 'pino';
import { askApi } from './cli/api-client.ts';
import { type Asking, type Command, parseCommand } from './cli/commands.ts';
import { completionScript } from './cli/completion.ts';
import { LOCAL_COMMANDS, USAGE } from './cli/help.ts';
import { askCompanion } from './cli/operator-client.ts';
import { withProgress } from './cli/progress.ts';
import { verify } from './cli/verify.ts';
import { watchRequests } from './cli/watch.ts';
import { type Config, dataDirOf, describeVariables, parseConfig, tokenOf } from './config.ts';
import { AppError, type ErrorCode, nextStep } from './core/errors.ts';
import type { OperatorAnswer } from './run/operations/operation.ts';
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
    return exitCodeOf(error.code);
  }
}

async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      print(command.text);
      return 0;
    case 'usage':
      print(`${USAGE}\n\nEnvironment of serve:\n${describeVariables()}`);
      return 0;
    case 'version':
      print(version());
      return 0;
    case 'completion':
      print(completionScript(LOCAL_COMMANDS));
      return 0;
    case 'verify':
      return show(await withProgress('verify', verify(command)), { json: command.json, out: '' });
    case 'watch': {
      const { seconds, json } = command;
      const tell = (line: string, value: unknown) => print(json ? JSON.stringify(value) : line);
      return show(await watchRequests({ seconds, tell, ask: () => ask(command) }), command);
    }
    case 'operate':
      return show(await withProgress(command.request.command, ask(command)), command);
    case 'serve':
      return serve(parseConfig(process.env));
  }
}

function ask({ request, url }: Asking): Promise<OperatorAnswer> {
  if (url !== null) return askApi(url, tokenOf(process.env), request);
  return askCompanion(dataDirOf(process.env), request);
}

/** Runs until it is told to stop; a second signal while it stops changes nothing. */
async function serve(config: Config): Promise<number> {
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  const stop = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });
  // Loaded for this alone: a command to a running companion shall not wait for all of it.
  const { startCompanion } = await import('./run/companion.ts');
  const companion = await startCompanion({ config, logger });
  print(JSON.stringify({ url: companion.url, orgs: companion.orgs }));
  await stop;
  logger.info('stopping');
  await companion.close();
  return 0;
}

/** Prints an answer, writes its files, and says with the exit code what came of it. */
function show(answer: OperatorAnswer, { json, out }: { json: boolean; out: string }): number {
  const files = Object.entries(answer.files ?? {});
  const folder = resolve(out);
  if (files.length > 0) mkdirSync(folder, { recursive: true });
  for (const [name, content] of files)
    writeFileSync(join(folder, basename(name)), Buffer.from(content, 'base64'));
  if (answer.code !== undefined) complain(answer.lines.join('\n'));
  else if (json) print(JSON.stringify({ ok: answer.ok, data: answer.data }));
  else print(answer.lines.join('\n'));
  if (files.length > 0) complain(`${files.length} files were written to ${folder}.`);
  return answer.code === undefined ? (answer.ok ? 0 : 1) : exitCodeOf(answer.code);
}

/** As the help says: 2 called wrongly, 3 nobody answers, 4 refused. */
function exitCodeOf(code: ErrorCode): number {
  if (code === 'malformed' || code === 'configuration') return 2;
  return code === 'unavailable' || code === 'org_unreachable' ? 3 : 4;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
