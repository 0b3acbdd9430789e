/** Carries out what is asked for, for each org that the companion serves or for the one that is named. */
import { userInfo } from 'node:os';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { Idp } from '../web/idp.ts';
import type { Store } from '../store/store.ts';
import type { Operations } from '../web/api/ports.ts';
import type { ServedOrg } from './health.ts';
import type { Hosts } from './hosts.ts';
import { OPERATIONS } from './operations/index.ts';
import { type OperatorAnswer, slugOf } from './operations/operation.ts';

/** One command as it crosses the socket: its words, perhaps one org, and the command's own options beside them. */
export const operatorRequest = z.looseObject({
  command: z.string().min(1).max(100),
  org: z.string().max(18).optional(),
});
export type OperatorRequest = z.infer<typeof operatorRequest>;

/** @throws AppError malformed for an unknown command or wrong options, not_found for an org that is not served */
export type Operate = (request: OperatorRequest) => Promise<OperatorAnswer>;

export interface OperateDeps {
  store: Store;
  orgs: readonly ServedOrg[];
  /** The company's identity provider; null when none is configured. */
  idp: Idp | null;
  now: () => Promise<Temporal.Instant>;
  hosts: Hosts;
}

/** The operating system's name of whoever opened the door; only the owner of the data directory can. */
const operator = (): string => `operator ${userInfo().username}`;

export function createOperate(deps: OperateDeps): Operate {
  return ({ command, org, ...options }) => run(deps, { command, org: org ?? null, by: operator(), options });
}

/** The commands that tokens may call, each for the token's own org alone. */
export function createOperations(deps: OperateDeps): Operations {
  return {
    list: OPERATIONS.flatMap(({ name, summary, help, options, scope }) =>
      scope === null ? [] : [{ name, slug: slugOf(name), summary, help, options, scope }],
    ),
    run: ({ org, name }, command, options) => run(deps, { command, org, by: `token ${name}`, options }),
  };
}

async function run(
  { store, orgs: served, idp, now, hosts }: OperateDeps,
  {
    command,
    org,
    by,
    options,
  }: { command: string; org: string | null; by: string; options: Record<string, unknown> },
): Promise<OperatorAnswer> {
  const operation = OPERATIONS.find(({ name }) => name === command);
  if (!operation) throw new AppError('malformed', `There is no command "${command}".`);
  const orgs = served.filter(({ runtime }) => org === null || runtime.org.orgId === org);
  if (orgs.length === 0) throw new AppError('not_found', `The org ${org ?? ''} is not served here.`);
  try {
    return await operation.run({ store, orgs, idp, by, hosts, now: () => now() }, options);
  } catch (error) {
    if (error instanceof z.ZodError) throw new AppError('malformed', z.prettifyError(error));
    throw error;
  }
}
