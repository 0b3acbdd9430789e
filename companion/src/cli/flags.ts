/** An operation's options as flags of the command line: read from the zod object that checks them. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { z } from 'zod';

export interface Flag {
  /** The key in the options. */
  key: string;
  /** As it is typed, without the dashes. */
  name: string;
  help: string;
  kind: 'text' | 'switch' | 'list';
  required: boolean;
}

/** @returns one flag per key of the object, in its order */
export function flagsOf(options: z.ZodObject): Flag[] {
  return Object.entries(options.shape as Record<string, z.ZodType>).map(([key, schema]) => ({
    key,
    name: key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    help: schema.description ?? '',
    kind: kindOf(schema),
    required: !schema.safeParse(undefined).success,
  }));
}

/** What the value is beneath defaults and the like. */
function kindOf(schema: z.ZodType): Flag['kind'] {
  const { def } = schema as z.ZodType & { def: { type: string; innerType?: z.ZodType } };
  if (def.innerType) return kindOf(def.innerType);
  if (def.type === 'boolean') return 'switch';
  return def.type === 'array' ? 'list' : 'text';
}

/** @returns the flags as node:util parses them */
export function parseOptionsOf(flags: readonly Flag[]): ParseArgsOptionsConfig {
  return Object.fromEntries(
    flags.map(({ name, kind }) => [
      name,
      { type: kind === 'switch' ? 'boolean' : 'string', multiple: kind === 'list' },
    ]),
  );
}
