/**
 * The whole product for the browser's journeys: local org, mailbox and companion, real and over HTTP, on one clock
 * that the test sets. The mail goes through a real SMTP server.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { parseConfig } from '../companion/src/config.ts';
import { emptyDataDir } from '../companion/src/store/fixtures/empty-database.ts';
import { type Companion, startCompanion } from '../companion/src/run/companion.ts';
import { GOVERNED_DAYS } from '../scripts/demo/run.ts';
import { seedDemo } from '../scripts/demo/seed.ts';
import { createLocalOrg, type LocalOrg } from '../scripts/local-org/server.ts';
import { readSeed } from '../scripts/local-org/seed/format.ts';
import { type Mailbox, startMailbox } from '../scripts/mailbox/server.ts';

const root = join(import.meta.dirname, '..');

const Mail = z.object({
  id: z.string(),
  to: z.array(z.unknown()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  messageId: z.string(),
});
export type Mail = z.infer<typeof Mail>;

export interface World {
  org: LocalOrg;
  mailbox: Mailbox;
  /** The one that runs now. */
  readonly companion: Companion;
  /** Stops the companion and starts it again at the same port, with more in its environment. */
  restart(change: Record<string, string>): Promise<void>;
  /** Where this world keeps its data; removed at the end. */
  folder: string;
  /** Moves the clock of org and companion, then lets the companion look and do what is due. */
  advance(duration: string): Promise<void>;
  /** Lets the companion look at the org and do all that is due, until nothing is left to do. */
  settle(): Promise<void>;
  mailsTo(address: string): Promise<Mail[]>;
  /** The one mail to `address` whose subject matches, waited for. */
  mail(address: string, subject: RegExp): Promise<Mail>;
  close(): Promise<void>;
}

export interface WorldOptions {
  eventLog?: boolean;
  /** Whether the policy that the org holds from the start allows break-glass. */
  breakGlass?: boolean;
  /** Gets every line of the companion's log, down to the finest level. */
  onLog?: (line: string) => void;
}

export async function openWorld({
  eventLog = false,
  breakGlass = false,
  onLog,
}: WorldOptions = {}): Promise<World> {
  const places = join(root, '.local', 'test');
  mkdirSync(places, { recursive: true });
  const folder = mkdtempSync(join(places, 'w-'));
  const mailbox = await startMailbox({
    port: 0,
    smtpPort: 0,
    dataDir: join(folder, 'mailbox'),
    onProblem: (message) => process.stderr.write(`mailbox: ${message}\n`),
  });
  const org = await createLocalOrg({
    sourceDir: breakGlass ? withBreakGlass(folder) : join(root, 'force-app'),
    seed: readSeed(join(root, 'scripts', 'demo', 'bank.json')),
    keysDir: join(folder, 'org-keys'),
    eventLogLicence: eventLog,
  });
  await seedDemo(org);
  await emptyDataDir(join(folder, 'c'));
  const environment = {
    DATA_DIR: join(folder, 'c'),
    PORT: '0',
    COUNTERSIGN_DEMO: 'true',
    SF_LOGIN_URL: org.url,
    SF_CLIENT_ID: org.clientId,
    SF_USERNAME: org.integrationUsername,
    SF_PRIVATE_KEY_FILE: org.privateKeyFile,
    SF_USERS_MAY_GRANT: 'yes',
    SMTP_URL: mailbox.smtp,
    MAIL_FROM: 'Countersign <countersign@hanse-kreditbank.example>',
  };
  const start = (change: Record<string, string> = {}) =>
    startCompanion({
      config: parseConfig({ ...environment, ...change }),
      logger: onLog
        ? pino({ level: 'trace' }, { write: onLog })
        : pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }, pino.destination(2)),
      now: () => org.clock.now(),
    });
  let companion = await start();
  const since = org.clock.now().toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: GOVERNED_DAYS });
  for (const request of [
    { command: 'mode set', mode: 'opt-out-enabled', since: since.toString() },
    { command: 'roster seal' },
  ] as const) {
    const { ok, lines } = await companion.operate(request);
    if (!ok) throw new Error(lines.join('\n'));
  }
  const mailsTo = async (address: string) => {
    const answer = await fetch(`${mailbox.url}/messages?to=${encodeURIComponent(address)}`);
    return z.array(Mail).parse(await answer.json());
  };
  return {
    org,
    mailbox,
    get companion() {
      return companion;
    },
    restart: async (change) => {
      const { port } = new URL(companion.url);
      await companion.close();
      companion = await start({ PORT: port, ...change });
    },
    folder,
    settle: () => companion.settle(),
    advance: async (duration) => {
      org.clock.advance(Temporal.Duration.from(duration));
      await companion.settle();
    },
    mailsTo,
    mail: (address, subject) => oneMail(mailsTo, address, subject),
    close: async () => {
      await companion.close();
      await org.close();
      await mailbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns a copy of the metadata, in which the policy allows break-glass */
function withBreakGlass(folder: string): string {
  const copy = join(folder, 'force-app');
  cpSync(join(root, 'force-app'), copy, { recursive: true });
  const file = join(copy, 'main/access/customMetadata/Access_Policy.Default.md-meta.xml');
  const value = '<field>Break_Glass__c</field><value xsi:type="xsd:string">Allowed</value>';
  const policy = readFileSync(file, 'utf8').replace(
    '</CustomMetadata>',
    `<values>${value}</values></CustomMetadata>`,
  );
  writeFileSync(file, policy);
  return copy;
}

/** How long a mail may take on a slow machine before the test gives up. */
const PATIENCE = Temporal.Duration.from({ seconds: 60 });

async function oneMail(
  mailsTo: (address: string) => Promise<Mail[]>,
  address: string,
  subject: RegExp,
): Promise<Mail> {
  const until = performance.now() + PATIENCE.total('milliseconds');
  for (;;) {
    const mails = await mailsTo(address);
    const found = mails.filter((mail) => subject.test(mail.subject));
    if (found.length === 1 && found[0]) return found[0];
    if (found.length > 1) throw new Error(`${found.length} mails to ${address} match ${String(subject)}`);
    if (performance.now() > until) {
      const subjects = mails.map((mail) => mail.subject).join('; ');
      throw new Error(`No mail to ${address} matches ${String(subject)}. There are: ${subjects || 'none'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
