/**
 * One thing that an operator can ask the running companion for. The command line, the operator's socket and the API
 * (`POST /api/v1/operations/{name}`) all take it from the list in `index.ts`: names, flags, help and checks are written once.
 *
 * To add a command:
 * 1. Write a file in this folder, named after the command, that exports `operation({ … })`. See `mode-set.ts`.
 *    - `options` is the shape of a zod object. Each key is a flag (`timeZone` is `--time-zone`), its `.describe()` is the
 *      help. Flags arrive as texts: take numbers with `z.coerce.number()`, switches with `z.boolean().default(false)`,
 *      flags that may be repeated with `z.array(…)`. `positionals` names those that are given without a flag.
 *    - `run` answers `ok` (false: the exit code is 1), `lines` for people, `data` for `--json`, and perhaps `files`.
 *      What cannot be done is thrown as AppError with a code of core/errors.ts.
 *    - `context.orgs` are the orgs that are asked about: do the same for each of them, and name the org in the lines.
 *    - `scope` says which tokens may call it through the API; null keeps it to the owner of the data directory.
 * 2. Put it into the list in `index.ts`.
 * 3. Mention it in docs/how-to/operate.md.
 *
 * A module here is loaded by the command line as well: import types freely, but nothing that is slow to load.
 */
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import type { Scope } from '../../core/scopes.ts';
import type { Store } from '../../store/store.ts';
import type { Idp } from '../../web/idp.ts';
import type { ServedOrg } from '../health.ts';
import type { Hosts } from '../hosts.ts';

/** What a command says: lines for people, data for machines, files to write. */
export interface OperatorAnswer {
  ok: boolean;
  lines: string[];
  data: unknown;
  /** Content in base 64, by file name. */
  files?: Record<string, string>;
  /** Why the companion refused, if it did. */
  code?: ErrorCode;
}

export interface OperationContext {
  store: Store;
  /** All that the companion serves, or the one that was named; never none. */
  orgs: readonly ServedOrg[];
  /** The company's identity provider; null when none is configured. */
  idp: Idp | null;
  /** The addresses of the contacts' page. */
  hosts: Hosts;
  /** Who asks, for the ledger: `operator NAME` or `token NAME`. */
  by: string;
  now: () => Promise<Temporal.Instant>;
}

interface Definition<Shape extends z.ZodRawShape> {
  /** The words of the command, e.g. `roster seal`. */
  name: string;
  /** For the list of commands: what it does, in a few words without a full stop. */
  summary: string;
  /** For the command's own help: what a person should know before using it. */
  help?: string;
  /** Arguments after the command's words, each a call worth showing. */
  examples: readonly string[];
  options: Shape;
  positionals?: readonly (keyof Shape & string)[];
  /** Does it answer with files? Then `--out FOLDER` says where they go. */
  writesFiles?: boolean;
  scope: Scope | null;
  run(context: OperationContext, options: z.infer<z.ZodObject<Shape>>): Promise<OperatorAnswer>;
}

export interface Operation extends Omit<
  Definition<z.ZodRawShape>,
  'run' | 'options' | 'help' | 'positionals' | 'writesFiles'
> {
  help: string | null;
  options: z.ZodObject;
  positionals: readonly string[];
  writesFiles: boolean;
  /** @throws ZodError when `input` is not as `options` says */
  run(context: OperationContext, input: unknown): Promise<OperatorAnswer>;
}

export function operation<Shape extends z.ZodRawShape>(definition: Definition<Shape>): Operation {
  const options = z.strictObject(definition.options);
  const { name, summary, help = null, examples, positionals = [], writesFiles = false, scope } = definition;
  return {
    name,
    summary,
    help,
    examples,
    options,
    positionals,
    writesFiles,
    scope,
    run: async (context, input) => definition.run(context, options.parse(input)),
  };
}

/** The command as one segment of an address: `roster seal` is `roster-seal`. */
export function slugOf(name: string): string {
  return name.replaceAll(' ', '-');
}

/** The runtime of the one org that is asked about. For commands that make no sense for several. */
export function theOrg({ orgs }: OperationContext): ServedOrg {
  const [only, second] = orgs;
  if (!only || second) {
    const names = orgs.map(({ runtime: { org } }) => `${org.orgId} (${org.name})`).join(', ');
    throw new AppError('malformed', `Say which org with --org: ${names}.`);
  }
  return only;
}
