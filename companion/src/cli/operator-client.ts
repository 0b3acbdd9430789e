/** Sends one command to the running companion through the operator's socket. */
import { request } from 'node:http';
import { AppError } from '../core/errors.ts';
import type { OperatorRequest } from '../run/operate.ts';
import type { OperatorAnswer } from '../run/operations/operation.ts';
import { operatorSocketPath } from '../run/operator-socket.ts';

/** @throws AppError unavailable when no companion runs on this data directory */
export async function askCompanion(dataDir: string, command: OperatorRequest): Promise<OperatorAnswer> {
  const socketPath = operatorSocketPath(dataDir);
  const text = await new Promise<string>((resolve, reject) => {
    const call = request({
      socketPath,
      path: '/',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    });
    call.on('error', (cause) => {
      const message = `No companion is running on ${dataDir}. Start it first: npm run companion -- serve`;
      reject(new AppError('unavailable', message, { cause }));
    });
    call.end(JSON.stringify(command));
  });
  return JSON.parse(text) as OperatorAnswer;
}
