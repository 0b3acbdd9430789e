/** The file of channels: where notices go besides mail. Addresses of webhooks are secrets, so it is its owner's alone. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

interface ChannelBase {
  /** As the roster names it. */
  name: string;
  url: string;
  /** Ids of the orgs that may use it; absent: all. */
  orgs?: string[];
  /** It lies in a private network. */
  allowPrivate?: boolean;
}

/** A destination of notices besides mail; its address is a secret. */
export type ChannelConfig =
  (ChannelBase & { kind: 'slack' | 'teams' }) | (ChannelBase & { kind: 'webhook'; secrets: string[] });

/** Short, and fit for a log, a label and a metric. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const BUILT_IN = ['mail', 'web-push'];
/** As Standard Webhooks writes a secret: the prefix, then base 64 of 24 to 64 bytes. */
const WEBHOOK_SECRET = /^whsec_(?:[A-Za-z0-9+/]{4}){8,22}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const channelBase = {
  url: z.url(),
  orgs: z.exactOptional(z.array(z.string().length(18)).min(1)),
  allowPrivate: z.exactOptional(z.boolean()),
};
const channelsFile = z.record(
  z
    .string()
    .regex(NAME)
    .refine((name) => !BUILT_IN.includes(name), 'is built in'),
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('slack'), ...channelBase }),
    z.strictObject({ kind: z.literal('teams'), ...channelBase }),
    z.strictObject({
      kind: z.literal('webhook'),
      ...channelBase,
      secrets: z
        .array(z.string().regex(WEBHOOK_SECRET, 'must be whsec_ and base 64 of 24 to 64 bytes'))
        .min(1),
    }),
  ]),
);

/**
 * @returns the channels, and every fault with no value in it; none without a file
 */
export function readChannelsFile(
  file: string | undefined,
  demonstration: boolean,
): { channels: ChannelConfig[]; faults: string[] } {
  if (file === undefined) return { channels: [], faults: [] };
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      return { channels: [], faults: ['CHANNELS_FILE: others may read it; make it mode 600'] };
    }
    const parsed = channelsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    const channels = Object.entries(parsed).map(([name, channel]) => ({ name, ...channel }));
    const faults = channels
      .filter(({ url }) => !isAllowed(url, demonstration))
      .map(({ name }) => `CHANNELS_FILE: ${name}: its address must begin with https://`);
    return { channels, faults };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : 'it cannot be read as JSON';
    return { channels: [], faults: [`CHANNELS_FILE: ${why}`] };
  }
}

/** Servers of this machine are for the demonstration alone. */
function isAllowed(text: string, demonstration: boolean): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (demonstration && protocol === 'http:' && hostname === 'localhost');
}
