/** The one HTTP server: bound before anything is served, stopped in order. */
import type { RequestListener, Server } from 'node:http';
import { AppError } from '../core/errors.ts';

/** @throws AppError configuration when the port is taken */
export async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      const message = busy
        ? `Port ${port} is in use. Stop the other program, or choose another PORT.`
        : `Port ${port} cannot be bound.`;
      reject(new AppError('configuration', message, { cause: error }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

const STOP_PATIENCE_MS = 2_500;

/** Requests in flight are answered; after that, connections that are only kept open are cut. */
export async function stopServing(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), STOP_PATIENCE_MS);
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

/** Answers until all is put together: without it a request of that moment would never get an answer. */
export const starting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'retry-after': '2', 'cache-control': 'no-store' }).end();
};
