/** An SMTP server that tells the moment at which it has a message whole. */
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface TrappedMail {
  to: readonly string[];
  subject: string;
  text: string;
  /** By `performance.now()`. */
  at: number;
}

export interface MailTrap {
  /** `smtp://127.0.0.1:PORT` */
  url: string;
  /** The first mail to `address` whose subject holds `words`, come or coming. */
  mail(address: string, words: string): Promise<TrappedMail>;
  close(): Promise<void>;
}

/** How long a mail may take before the bench gives up. */
const PATIENCE_MS = 60_000;

export async function openMailTrap(): Promise<MailTrap> {
  const mails: TrappedMail[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const at = performance.now();
        const to = session.envelope.rcptTo.map(({ address }) => address);
        done();
        void PostalMime.parse(Buffer.concat(chunks)).then(({ subject = '', text = '' }) => {
          mails.push({ to, subject, text, at });
          for (const look of waiting) look();
        });
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mail: (address, words) =>
      new Promise((resolve, reject) => {
        const patience = setTimeout(() => {
          waiting.delete(look);
          const seen = mails.map(({ to, subject }) => `${to.join()}: ${subject}`).join('\n');
          reject(new Error(`No mail to ${address} about "${words}" came. There are:\n${seen}`));
        }, PATIENCE_MS);
        const look = () => {
          const found = mails.find(({ to, subject }) => to.includes(address) && subject.includes(words));
          if (!found) return;
          clearTimeout(patience);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
