/**
 * The operator's door: a socket in the data directory that only its owner can open. Commands go through the running
 * companion, since the embedded database has room for one process, and since the ledger has one writer at a time.
 */
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, nextStep } from '../core/errors.ts';
import { type Operate, operatorRequest } from './operate.ts';
import type { OperatorAnswer } from './operations/operation.ts';

/** Above this the socket's path no longer fits into the address of a Unix socket. */
const LONGEST_PATH = 100;
const LARGEST_BODY = 64 * 1024;

/** @throws AppError configuration when the path is too long for a socket */
export function operatorSocketPath(dataDir: string): string {
  const path =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\${dataDir.replaceAll(/[\\/:]/g, '-')}`
      : join(dataDir, 'operator.sock');
  if (path.length > LONGEST_PATH) {
    throw new AppError('configuration', `DATA_DIR is too long a path for the operator's socket: ${path}`);
  }
  return path;
}

/**
 * Listens for operators until it is closed. The data directory's lock has been taken before, so a socket found there is stale.
 * @param onError gets what a command met that has no code
 */
export async function listenForOperators(
  dataDir: string,
  operate: Operate,
  onError: (error: unknown) => void,
): Promise<{ close(): Promise<void> }> {
  const path = operatorSocketPath(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32' && existsSync(path)) rmSync(path);
  const server = createServer((request, response) => void answer({ operate, onError }, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return { close: () => closed(server) };
}

/** Never throws: a command that fails must not end the companion. */
async function answer(
  { operate, onError }: { operate: Operate; onError: (error: unknown) => void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const parsed = operatorRequest.safeParse(JSON.parse(await body(request)));
    if (!parsed.success) throw new AppError('malformed', z.prettifyError(parsed.error));
    send(response, 200, await operate(parsed.data));
  } catch (error) {
    const known = error instanceof AppError || error instanceof RangeError || error instanceof SyntaxError;
    const lines = [known ? error.message : 'The command failed; the log says why.'];
    if (error instanceof AppError) lines.push(nextStep(error.code));
    const code = error instanceof AppError ? error.code : known ? 'malformed' : 'internal';
    send(response, known ? 400 : 500, { ok: false, lines, data: null, code });
    if (!known) onError(error);
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new AppError('too_large', 'The command is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, content: OperatorAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
