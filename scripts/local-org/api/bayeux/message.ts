/** Bayeux messages as they travel: a JSON array of these in both directions. */
import { z } from 'zod';

export const incoming = z.looseObject({
  channel: z.string(),
  id: z.union([z.string(), z.number()]).optional(),
  clientId: z.string().optional(),
  connectionType: z.string().optional(),
  subscription: z.union([z.string(), z.array(z.string())]).optional(),
  advice: z.looseObject({ timeout: z.number().optional() }).optional(),
  ext: z.looseObject({ replay: z.unknown() }).optional(),
});

export type Incoming = z.infer<typeof incoming>;
export type Outgoing = Record<string, unknown> & { channel: string };

/** How long a connect is held, and how long a client may stay away after an answer, as the platform documents them. */
export const holdMilliseconds = 110_000;
export const absenceMilliseconds = 40_000;

/** The positive answer to a message. */
export function accepted(message: Incoming, more: Record<string, unknown> = {}): Outgoing {
  const { channel, id, clientId } = message;
  return {
    ...(clientId ? { clientId } : {}),
    channel,
    ...(id === undefined ? {} : { id }),
    successful: true,
    ...more,
  };
}

/** The negative answer; `error` in the form `403::Unknown client`. */
export function refused(message: Incoming, error: string, more: Record<string, unknown> = {}): Outgoing {
  return { ...accepted(message), successful: false, error, ...more };
}
