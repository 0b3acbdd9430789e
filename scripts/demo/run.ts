/**
 * The whole product on one machine: local org, mailbox and companion as three child processes that know each other
 * by address alone, with the demo company loaded. Used by `npm start` and by the browser tests.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runCommand, startPart, type Part } from '../child.ts';
import type { Ports } from '../ports.ts';
import { project } from '../project.ts';
import { seedDemo } from './seed.ts';

const OrgReady = z.object({
  url: z.url(),
  orgId: z.string(),
  adminUsername: z.string(),
  integrationUsername: z.string(),
  clientId: z.string(),
  privateKeyFile: z.string(),
});
const MailboxReady = z.object({ url: z.url(), smtp: z.string() });
const CompanionReady = z.object({ url: z.url() });

/** How long the demo company has been in its mode at its first start; older log-ins in the seed lie before it. */
export const GOVERNED_DAYS = 30;

/** In the companion's folder once the company is governed; it goes with the folder. */
const GOVERNED_MARK = 'demo-governed';

export type OrgPlace = z.infer<typeof OrgReady>;

export interface Places {
  org: OrgPlace;
  companion: { url: string };
  mailbox: { url: string; smtp: string };
}

export interface Demo {
  places: Places;
  /** The environment the companion runs with; its commands need the same. */
  companionEnv: Record<string, string>;
  parts: { org: Part; mailbox: Part; companion: Part };
  /** Settles with a sentence when a part ended by itself. */
  failed: Promise<string>;
  stop(): Promise<void>;
}

export interface DemoOptions {
  ports: Ports;
  eventLog: boolean;
  say: (line: string) => void;
  signal?: AbortSignal;
  /** Folder for all data; default `.local/`. */
  dataDir?: string;
  companionEnv?: Record<string, string>;
}

/** @throws Error with a sentence for a person when a part does not start; all others are stopped first. */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const started: Part[] = [];
  const stopAll = async () => {
    for (const part of [...started].reverse()) await part.stop();
  };
  options.signal?.addEventListener('abort', () => void stopAll(), { once: true });
  try {
    return await compose(options, started, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function compose(options: DemoOptions, started: Part[], stop: () => Promise<void>): Promise<Demo> {
  const { ports, say } = options;
  const data = options.dataDir ?? project.local;
  const launch = (part: Part) => {
    started.push(part);
    return part;
  };

  say('Starting the mailbox and the local org…');
  const mailbox = launch(startMailbox(ports, data));
  const org = launch(startOrg(options, data));
  const [mailboxPlace, orgPlace] = await Promise.all([
    mailbox.ready.then((line) => MailboxReady.parse(line)),
    org.ready.then((line) => OrgReady.parse(line)),
  ]);

  say('Loading the demo company…');
  await seedDemo({ ...orgPlace });

  say('Starting the companion…');
  const companionEnv = {
    ...environmentOfCompanion(orgPlace, mailboxPlace.smtp, ports, data),
    ...options.companionEnv,
  };
  const companion = launch(
    startPart({ name: 'companion', script: 'companion/src/main.ts', args: ['serve'], env: companionEnv }),
  );
  const companionPlace = CompanionReady.parse(await companion.ready);
  await governOnce(join(data, 'companion', GOVERNED_MARK), companionEnv, say);

  return {
    places: { org: orgPlace, companion: { url: companionPlace.url }, mailbox: mailboxPlace },
    companionEnv,
    parts: { org, mailbox, companion },
    failed: Promise.race(
      started.map(async (part) => {
        const { code, expected } = await part.ended;
        return expected
          ? new Promise<string>(() => undefined)
          : `The ${part.name} ended by itself (exit code ${code}).`;
      }),
    ),
    stop,
  };
}

function startMailbox(ports: Ports, data: string): Part {
  return startPart({
    name: 'mailbox',
    script: 'scripts/mailbox/main.ts',
    args: [
      '--port',
      String(ports.mailbox),
      '--smtp-port',
      String(ports.smtp),
      '--data-dir',
      join(data, 'mailbox'),
    ],
  });
}

function startOrg({ ports, eventLog }: DemoOptions, data: string): Part {
  return startPart({
    name: 'local org',
    script: 'scripts/local-org/main.ts',
    args: [
      ...['--port', String(ports.org), '--data-dir', join(data, 'org'), '--json'],
      ...['--seed', project.path('scripts', 'demo', 'bank.json')],
      ...(eventLog ? ['--event-log'] : []),
    ],
  });
}

function environmentOfCompanion(
  org: OrgPlace,
  smtp: string,
  ports: Ports,
  data: string,
): Record<string, string> {
  return {
    DATA_DIR: join(data, 'companion'),
    PORT: String(ports.companion),
    SF_LOGIN_URL: org.url,
    SF_CLIENT_ID: org.clientId,
    SF_USERNAME: org.integrationUsername,
    SF_PRIVATE_KEY_FILE: org.privateKeyFile,
    SMTP_URL: smtp,
    MAIL_FROM: 'Countersign <countersign@hanse-kreditbank.example>',
    COUNTERSIGN_DEMO: 'true',
    SF_USERS_MAY_GRANT: 'yes',
  };
}

/**
 * Governs a company that was not governed before: what people decided since stays theirs, and each command is a process.
 * A database of its own may have been emptied while the folder stayed, so there the mark says nothing.
 */
async function governOnce(
  mark: string,
  env: Record<string, string>,
  say: (line: string) => void,
): Promise<void> {
  const isElsewhere = (env['DATABASE_URL'] ?? process.env['DATABASE_URL'] ?? '') !== '';
  if (!isElsewhere && existsSync(mark)) return;
  await governDemo(env, say);
  writeFileSync(mark, '');
}

/** What an operator does once in a new company: name the mode with its date, and seal the founding roster. */
async function governDemo(env: Record<string, string>, say: (line: string) => void): Promise<void> {
  const since = Temporal.Now.plainDateISO('UTC').subtract({ days: GOVERNED_DAYS }).toString();
  const commands = [
    {
      doing: `Setting the governance mode: Opt-out enabled since ${since}…`,
      args: ['mode', 'set', '--mode', 'opt-out-enabled', '--since', since],
    },
    { doing: 'Sealing the founding roster…', args: ['roster', 'seal'] },
  ];
  const run = async ({ doing, args }: (typeof commands)[number]) => {
    say(doing);
    const { code, output } = await runCommand({
      name: 'companion',
      script: 'companion/src/main.ts',
      args,
      env,
    });
    if (code !== 0) throw new Error(`"companion ${args.join(' ')}" failed:\n${output}`);
  };
  await Promise.all(commands.map(run));
}

/** The addresses with one line each on who should open it; `kept` tells where the data is. */
export function describePlaces({ org, companion, mailbox }: Places, kept: string): string {
  return `
Countersign is ready.

  ${org.url}   Administrators: raise an access request in Lightning (pick a user on the log-in page).
  ${org.url}/lightning/settings/personal/GrantLoginAccess/home   Users: grant or revoke login access.
  ${org.url}/simulator   You as the outside world: Salesforce Support logs in as a user.
  ${companion.url}   Authorization contacts: approve or deny (the invitation is in the mailbox).
  ${mailbox.url}   Everybody's mail.

Press Ctrl-C to stop. ${kept}
`;
}
