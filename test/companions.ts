/**
 * Companions that share one database, killed again and again while requests are raised and decided: real processes, a real
 * org over HTTP, a real SMTP server. What is counted at the end is what people would notice: a request that nobody was told
 * of, a message that shows twice, a decision that is not there, or is there twice.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { GOVERNED_DAYS } from '../scripts/demo/run.ts';
import { seedDemo } from '../scripts/demo/seed.ts';
import { createLocalOrg, type LocalOrg } from '../scripts/local-org/server.ts';
import { readSeed } from '../scripts/local-org/seed/format.ts';
import { type Mailbox, startMailbox } from '../scripts/mailbox/server.ts';
import { ContactClient } from './contact-client.ts';
import { KillableCompanion } from './killable-companion.ts';
import { type OrgClient, signIn } from './org-client.ts';
import { freePort, rowsOf, within } from './polling.ts';

const root = join(import.meta.dirname, '..');
const CONTACT = 'marit.jansen@hanse-kreditbank.example';
const USER = 'anke.petersen@hanse-kreditbank.example';

/** A person who meets an error tries again after a moment. */
const RETRY_MS = 1_000;

export interface KillReport {
  kills: number;
  requests: number;
  seconds: number;
  /** What should be there and is not; what is there more than once. */
  lost: string[];
  doubled: string[];
  /** The doctor's line about the ledger. */
  ledger: string;
}

const Mails = z.array(z.object({ subject: z.string(), text: z.string(), messageId: z.string() }));

/** @param databaseUrl of an empty PostgreSQL database; null: one companion on the embedded one */
export async function killCompanions(databaseUrl: string | null, rounds: number): Promise<KillReport> {
  const places = join(root, '.local', 'test');
  mkdirSync(places, { recursive: true });
  const folder = mkdtempSync(join(places, 'kills-'));
  const scene = await Scene.open(folder, databaseUrl);
  const started = performance.now();
  try {
    for (let round = 0; round < rounds; round += 1) await scene.round(round);
    const { lost, doubled } = await scene.count(rounds);
    const seconds = Math.round((performance.now() - started) / 1000);
    return { kills: rounds, requests: rounds, seconds, lost, doubled, ledger: await scene.ledger() };
  } finally {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Parts {
  org: LocalOrg;
  mailbox: Mailbox;
  companions: readonly KillableCompanion[];
  urls: readonly string[];
  admin: OrgClient;
  contact: ContactClient;
  targetUser: string;
}

class Scene {
  readonly #parts: Parts;
  readonly #ids: string[] = [];
  #starting: Promise<unknown> = Promise.resolve();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async open(folder: string, databaseUrl: string | null): Promise<Scene> {
    const onProblem = (message: string) => process.stderr.write(`mailbox: ${message}\n`);
    const mailbox = await startMailbox({ port: 0, smtpPort: 0, dataDir: join(folder, 'mailbox'), onProblem });
    const seed = readSeed(join(root, 'scripts', 'demo', 'bank.json'));
    const org = await createLocalOrg({
      sourceDir: join(root, 'force-app'),
      seed,
      keysDir: join(folder, 'keys'),
    });
    await seedDemo(org);
    const ports = await Promise.all((databaseUrl === null ? [1] : [1, 2]).map(() => freePort()));
    const urls = ports.map((port) => `http://localhost:${port}`);
    const companions = ports.map(
      (port, index) =>
        new KillableCompanion({
          ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
          DATA_DIR: join(folder, `c${index}`),
          SIGNING_KEY_FILE: join(folder, 'ledger.pem'),
          SESSION_SECRET_FILE: join(folder, 'session-secret'),
          VAPID_KEY_FILE: join(folder, 'vapid.json'),
          PORT: String(port),
          COUNTERSIGN_ORIGIN: urls[0] ?? '',
          COUNTERSIGN_DEMO: 'true',
          SF_LOGIN_URL: org.url,
          SF_CLIENT_ID: org.clientId,
          SF_USERNAME: org.integrationUsername,
          SF_PRIVATE_KEY_FILE: org.privateKeyFile,
          SF_USERS_MAY_GRANT: 'yes',
          SF_POLL_SECONDS: '2',
          TRUSTED_PROXIES: '1',
          SMTP_URL: mailbox.smtp,
          MAIL_FROM: 'Countersign <countersign@hanse-kreditbank.example>',
        }),
    );
    // The first makes the keys that the others share.
    for (const companion of companions) await companion.start();
    const [first] = companions;
    if (!first) throw new Error('There is no companion.');
    const since = Temporal.Now.plainDateISO('UTC').subtract({ days: GOVERNED_DAYS }).toString();
    await first.command('mode', 'set', '--mode', 'opt-out-enabled', '--since', since);
    await first.command('roster', 'seal');
    const admin = await signIn(org, org.adminUsername);
    const contact = new ContactClient(urls[0] ?? '');
    const [user] = await rowsOf(admin, `SELECT Id FROM User WHERE Username = '${USER}'`);
    const scene = new Scene({
      ...{ org, mailbox, companions, urls, admin, contact },
      targetUser: String(user?.['Id']),
    });
    const [invitation] = await scene.mails(CONTACT, /set up your passkey/, 1);
    await contact.enrol(/https?:\S+\/enrol\/\S+/.exec(invitation?.text ?? '')?.[0] ?? '');
    return scene;
  }

  /** Raises a request, has it decided, and kills one companion at a moment that is another one in each round. */
  async round(number: number): Promise<void> {
    const victim = this.#parts.companions[number % this.#parts.companions.length];
    const other = (number + 1) % this.#parts.companions.length;
    if (!victim) return;
    await this.#starting;
    // The companions count attempts by address, together: no address makes more than those of one round.
    this.#parts.contact.forwarded = { 'x-forwarded-for': `192.0.2.${number % 250}` };
    const id = await this.#raise(caseOf(number));
    this.#ids.push(id);
    // The steps from the look to the mail take a few hundred milliseconds, and so do those of a decision.
    const moment = (number * 37) % 400;
    if (number % 2 === 0) {
      await wait(moment);
      await this.#killed(victim);
      await this.#approve(id, other);
    } else {
      await this.mails(CONTACT, new RegExp(`Decision needed: case ${caseOf(number)}`), 1);
      const deciding = this.#approve(id, number % 4 === 1 ? other : number % this.#parts.companions.length);
      await wait(moment);
      await this.#killed(victim);
      await deciding;
    }
  }

  async #killed(victim: KillableCompanion): Promise<void> {
    await victim.kill();
    this.#starting = victim.start();
    // Its failure is met where it is waited for.
    this.#starting.catch(() => undefined);
    if (this.#parts.companions.length === 1) await this.#starting;
  }

  async #raise(caseNumber: string): Promise<string> {
    const { body } = await this.#parts.admin.call('POST', '/sobjects/Access_Request__c', {
      Support_Case_Number__c: caseNumber,
      Requesting_Party__c: 'Salesforce_employee',
      Incident_Type__c: 'Support_escalation',
      Purpose__c: 'See why the credit score of one customer is wrong.',
      Necessity__c: 'The fault shows only with the data of this user.',
      Data_Viewed__c: 'Yes',
      Target_User__c: this.#parts.targetUser,
      Environment__c: 'Production',
      Hours_Wanted__c: 4,
      Requested_By__c: this.#parts.admin.userId,
      Client_Key__c: `kills-${caseNumber}`,
      State__c: 'Submitted',
    });
    return z.object({ id: z.string() }).parse(body).id;
  }

  /** As a person would: signs, and if the page does not answer looks whether it counted, and signs again. */
  async #approve(id: string, at: number): Promise<void> {
    let problem = 'none';
    const isDecided = async () => ['Approved', 'Window_open'].includes(String(await this.#stateOf(id)));
    await within(
      () => `a decision on ${id}; last: ${problem}; ${this.#said()}`,
      async () => {
        this.#parts.contact.base = this.#parts.urls[at] ?? this.#parts.contact.base;
        if (await isDecided()) return true;
        if ((await this.#stateOf(id)) !== 'Awaiting_decision') return false;
        try {
          const snapshot = await this.#parts.contact.start(this.#parts.org.orgId, id);
          const notAfter = Temporal.Now.instant().add({ hours: 10 }).round('second').toString();
          const window = { maxMinutes: 60, notBefore: null, notAfter };
          const choice = { decision: 'Approve', reason: 'The case is ours.', window } as const;
          const signed = await this.#parts.contact.signed(snapshot, choice);
          await this.#parts.contact.must(
            'POST',
            `/api/requests/${this.#parts.org.orgId}/${id}/decide`,
            signed,
          );
        } catch (error) {
          // The companion was killed, is starting, or has counted the first signature.
          problem = String(error);
          await wait(RETRY_MS);
        }
        return isDecided();
      },
    );
  }

  async #stateOf(id: string): Promise<unknown> {
    const [row] = await rowsOf(
      this.#parts.admin,
      `SELECT State__c FROM Access_Request__c WHERE Id = '${id}'`,
    );
    return row?.['State__c'];
  }

  /** Waits for as many as are expected at least, and gives all there are. */
  async mails(to: string, subject: RegExp, least: number): Promise<z.infer<typeof Mails>> {
    let found: z.infer<typeof Mails> = [];
    await within(`a mail to ${to} about ${String(subject)}`, async () => {
      const answer = await fetch(`${this.#parts.mailbox.url}/messages?to=${encodeURIComponent(to)}`);
      found = Mails.parse(await answer.json()).filter((mail) => subject.test(mail.subject));
      return found.length >= least;
    });
    return found;
  }

  /** After all rounds, when everything that is still under way has come to its end. */
  async count(rounds: number): Promise<{ lost: string[]; doubled: string[] }> {
    await this.#starting;
    const lost: string[] = [];
    const doubled: string[] = [];
    const note = (what: string, found: number) => {
      if (found === 0) lost.push(what);
      if (found > 1) doubled.push(`${what}: ${found}`);
    };
    for (let round = 0; round < rounds; round += 1) {
      const caseNumber = caseOf(round);
      const id = this.#ids[round] ?? '';
      const told = await this.mails(CONTACT, new RegExp(`Decision needed: case ${caseNumber}`), 1);
      note(`the notice of ${caseNumber}`, told.length);
      const asked = await this.mails(USER, new RegExp(`grant login access.*${caseNumber}`), 1);
      note(`the mail to the grantor of ${caseNumber}`, asked.length);
      await within(`the window of ${caseNumber}`, async () => (await this.#stateOf(id)) === 'Window_open');
      const decisions = await rowsOf(
        this.#parts.admin,
        `SELECT Id FROM Access_Request_Event__c WHERE Access_Request__c = '${id}' AND Text_Key__c LIKE 'notice.request.%' AND Actor__c = null AND Summary__c LIKE '%Marit%'`,
      );
      note(`the receipt of the notice of ${caseNumber}`, decisions.length);
      const windows = await rowsOf(
        this.#parts.admin,
        `SELECT Id FROM Access_Request_Event__c WHERE Access_Request__c = '${id}' AND Kind__c = 'Decision'`,
      );
      note(`the decision on ${caseNumber}`, windows.length);
    }
    const findings = await rowsOf(this.#parts.admin, 'SELECT Title__c FROM Access_Finding__c');
    doubled.push(...findings.map((row) => `a finding: ${String(row['Title__c'])}`));
    return { lost, doubled };
  }

  #said(): string {
    return this.#parts.companions.flatMap(({ said }) => ['--', ...said.slice(-10)]).join('\n');
  }

  async ledger(): Promise<string> {
    // It ends with 1 where the sample company withholds a permission; its lines come all the same.
    const said = await (this.#parts.companions[0]?.command('doctor') ?? Promise.resolve('')).catch(String);
    return said.split('\n').find((line) => line.includes('ledger')) ?? said;
  }

  async close(): Promise<void> {
    await this.#starting.catch(() => undefined);
    await Promise.all(this.#parts.companions.map((companion) => companion.stop()));
    await this.#parts.org.close();
    await this.#parts.mailbox.close();
  }
}

const caseOf = (round: number): string => String(48_000_000 + round);
