/** Waiting for what other processes bring about, and looking at what they left in the org. */
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { OrgClient } from './org-client.ts';

/** Much longer than any step takes: who needs it has lost something. */
const PATIENCE_MS = 120_000;
const Rows = z.object({ records: z.array(z.record(z.string(), z.unknown())) });

export async function within(what: string | (() => string), check: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await check())) {
    if (performance.now() > until)
      throw new Error(`It did not come about: ${typeof what === 'string' ? what : what()}`);
    await wait(50);
  }
}

export async function rowsOf(client: OrgClient, soql: string): Promise<Record<string, unknown>[]> {
  const { body } = await client.call('GET', `/query?q=${encodeURIComponent(soql)}`);
  return Rows.parse(body).records;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
