/**
 * Stands between two parts over TCP and passes everything on, until a text goes by: from then on that connection is held
 * at exactly this point, so that a process can be killed between two of its steps.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Stall {
  /** Held as soon as the client sends this. */
  text: string;
  /** `request`: what the client sends from here on goes nowhere. `answer`: it arrives, and no answer comes back. */
  what: 'request' | 'answer';
}

export interface StallingProxy {
  port: number;
  /** Arms the proxy; the promise settles when a connection is held. */
  stall(stall: Stall): Promise<void>;
  /** Passes everything on again; connections that are held stay so until their client is gone. */
  resume(): void;
  /** How often this text was sent by a client and passed on, since the start. */
  passed(text: string): number;
  close(): Promise<void>;
}

/** Enough to find a text that comes in two pieces. */
const TAIL = 200;

export async function startStallingProxy(target: { host: string; port: number }): Promise<StallingProxy> {
  let armed: (Stall & { held: () => void }) | null = null;
  let sent = '';
  const sockets = new Set<Socket>();

  const server: Server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    let held: Stall['what'] | null = null;
    let tail = '';
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk: Buffer) => {
      const seen = tail + chunk.toString('latin1');
      tail = seen.slice(-TAIL);
      if (held === null && armed && seen.includes(armed.text)) {
        held = armed.what;
        armed.held();
      }
      if (held === 'request') return;
      sent += chunk.toString('latin1');
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (held !== 'answer') client.write(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => {
      if (held === null) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stall: (stall) =>
      new Promise((held) => {
        armed = { ...stall, held };
      }),
    resume: () => {
      armed = null;
    },
    passed: (text) => sent.split(text).length - 1,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
