/** Which local org a command is for, and whether it answers: the CLI itself tries for a minute before it says so. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Names = z.record(z.string(), z.string());
const Aliases = z.object({ orgs: Names.default({}) });
const LoginFile = z.object({ instanceUrl: z.string() });

const ORG_FLAGS = ['-o', '--target-org', '-v', '--target-dev-hub'];
const URL_FLAGS = ['-r', '--instance-url'];
const LOOPBACK = ['localhost', '127.0.0.1'];
const PATIENCE_MILLISECONDS = 5000;

interface Places {
  /** The CLI's home. */
  home: string;
  /** The project in which the command is run. */
  project: string;
}

/** The addresses on this machine that a command will speak to. */
export function localTargets(args: readonly string[], places: Places): string[] {
  const addresses = (orgs: string[]) => orgs.flatMap((org) => instanceUrl(org, places.home) ?? []);
  // Short flags mean other things in other commands: what names no org that is logged in is none.
  const named = [...valuesOf(args, URL_FLAGS), ...addresses(valuesOf(args, ORG_FLAGS))];
  const urls = named.length > 0 ? named : addresses(defaultOrgs(places.project));
  return [...new Set(urls)].filter((url) => URL.canParse(url) && LOOPBACK.includes(new URL(url).hostname));
}

/** Whether a local org answers at the address; one that takes long is there all the same. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/services/data', url), {
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    return response.ok;
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError';
  }
}

/** `--flag value`, `--flag=value` and `-fvalue`. */
function valuesOf(args: readonly string[], flags: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    if (flags.includes(argument)) return args[index + 1] ?? [];
    const flag = flags.find((name) => argument.startsWith(name.startsWith('--') ? `${name}=` : name));
    if (flag === undefined || (flag.length === 2 && argument.startsWith('--'))) return [];
    return argument.slice(flag.startsWith('--') ? flag.length + 1 : flag.length);
  });
}

function defaultOrgs(project: string): string[] {
  const config = readJson(join(project, '.sf', 'config.json'), Names);
  return [config?.['target-org'], config?.['target-dev-hub']].filter((name) => name !== undefined);
}

function instanceUrl(org: string, home: string): string | undefined {
  const aliases = readJson(join(home, '.sfdx', 'alias.json'), Aliases)?.orgs;
  const username = aliases?.[org] ?? org;
  return readJson(join(home, '.sfdx', `${username}.json`), LoginFile)?.instanceUrl;
}

function readJson<T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    // Half written or edited by hand: the CLI will say what is wrong with it.
    return undefined;
  }
}
