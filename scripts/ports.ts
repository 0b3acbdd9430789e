/** The four ports of a run on this machine, and whether they are free. All of them are bound to 127.0.0.1. */
import { createServer } from 'node:net';

export interface Ports {
  org: number;
  companion: number;
  mailbox: number;
  smtp: number;
}

export const DEFAULT_PORT_BASE = 8787;

/** Port 0 asks the system for any free port, as the tests do; then all four are 0. */
export function portsFrom(base: number): Ports {
  const at = (offset: number) => (base === 0 ? 0 : base + offset);
  return { org: at(0), companion: at(1), mailbox: at(2), smtp: at(3) };
}

/** @returns the ports of `ports` that another program holds. */
export async function busyPorts(ports: Ports): Promise<number[]> {
  const states = await Promise.all(
    Object.values(ports).map(async (port: number) => ({ port, free: port === 0 || (await isFree(port)) })),
  );
  return states.filter(({ free }) => !free).map(({ port }) => port);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
