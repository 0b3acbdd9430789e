/** The SMTP door: takes every message on this machine, without a password, and hands it on whole. */
import { SMTPServer } from 'smtp-server';
import type { Messages } from './messages.ts';

/** Larger than any mail of a service, small enough that a runaway sender does not fill the disk unseen. */
const MAXIMUM_BYTES = 10 * 1024 * 1024;

/** @returns the bound port and a stop that waits for open conversations. */
export async function listenSmtp(
  port: number,
  messages: Messages,
  onProblem: (message: string) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'mailbox of the demonstration',
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAXIMUM_BYTES,
    closeTimeout: 2_000,
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(new Error('Message exceeds the size limit'));
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const to = session.envelope.rcptTo.map(({ address }) => address);
        messages.add({ from, to }, Buffer.concat(chunks)).then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      // A client that hangs up in mid-sentence is its own affair; without a listener it would end the process.
      server.on('error', (error: Error) => onProblem(`SMTP: ${error.message}`));
      resolve();
    });
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The SMTP port could not be bound.');
  return {
    port: address.port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
