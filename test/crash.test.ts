/**
 * Kills the companion where it hurts: between a contact's signature and the write to the org, and between that write and
 * the mail. Local org, mailbox and companion are real; the companion is a process of its own.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { GOVERNED_DAYS } from '../scripts/demo/run.ts';
import { seedDemo } from '../scripts/demo/seed.ts';
import { createLocalOrg, type LocalOrg } from '../scripts/local-org/server.ts';
import { readSeed } from '../scripts/local-org/seed/format.ts';
import { type Mailbox, startMailbox } from '../scripts/mailbox/server.ts';
import { ContactClient } from './contact-client.ts';
import { KillableCompanion } from './killable-companion.ts';
import { type OrgClient, signIn } from './org-client.ts';
import { type StallingProxy, startStallingProxy } from './stalling-proxy.ts';

const root = join(import.meta.dirname, '..');
const CONTACT = 'marit.jansen@hanse-kreditbank.example';
const USER = 'anke.petersen@hanse-kreditbank.example';

let folder: string;
let org: LocalOrg;
let mailbox: Mailbox;
let toOrg: StallingProxy;
let toMailbox: StallingProxy;
let companion: KillableCompanion;
let admin: OrgClient;
let contact: ContactClient;

beforeAll(async () => {
  const places = join(root, '.local', 'test');
  mkdirSync(places, { recursive: true });
  folder = mkdtempSync(join(places, 'crash-'));
  const onProblem = (message: string) => process.stderr.write(`mailbox: ${message}\n`);
  mailbox = await startMailbox({ port: 0, smtpPort: 0, dataDir: join(folder, 'mailbox'), onProblem });
  const seed = readSeed(join(root, 'scripts', 'demo', 'bank.json'));
  org = await createLocalOrg({ sourceDir: join(root, 'force-app'), seed, keysDir: join(folder, 'keys') });
  await seedDemo(org);
  toOrg = await startStallingProxy({ host: '127.0.0.1', port: portOf(org.url) });
  toMailbox = await startStallingProxy({ host: '127.0.0.1', port: portOf(mailbox.smtp) });
  companion = new KillableCompanion({
    DATA_DIR: join(folder, 'c'),
    PORT: String(await freePort()),
    COUNTERSIGN_DEMO: 'true',
    SF_LOGIN_URL: `http://localhost:${toOrg.port}`,
    SF_CLIENT_ID: org.clientId,
    SF_USERNAME: org.integrationUsername,
    SF_PRIVATE_KEY_FILE: org.privateKeyFile,
    SF_USERS_MAY_GRANT: 'yes',
    SF_POLL_SECONDS: '2',
    SMTP_URL: `smtp://127.0.0.1:${toMailbox.port}`,
    MAIL_FROM: 'Countersign <countersign@hanse-kreditbank.example>',
  });
  contact = new ContactClient(await companion.start());
  // The older support logins of the sample company lie before that.
  const since = Temporal.Now.plainDateISO('UTC').subtract({ days: GOVERNED_DAYS }).toString();
  await companion.command('mode', 'set', '--mode', 'opt-out-enabled', '--since', since);
  await companion.command('roster', 'seal');
  const [invitation] = await mails(CONTACT, /set up your passkey/, 1);
  await contact.enrol(/https?:\S+\/enrol\/\S+/.exec(invitation?.text ?? '')?.[0] ?? '');
  admin = await signIn(org, org.adminUsername);
});

afterAll(async () => {
  await companion.stop();
  await Promise.all([toOrg.close(), toMailbox.close()]);
  await org.close();
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const portOf = (url: string): number => Number(new URL(url).port);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const Mails = z.array(z.object({ subject: z.string(), text: z.string(), messageId: z.string() }));

/** Waits for as many mails as are expected at least, and gives all there are. */
async function mails(to: string, subject: RegExp, least: number) {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(`${mailbox.url}/messages?to=${encodeURIComponent(to)}`);
    const found = Mails.parse(await answer.json()).filter((mail) => subject.test(mail.subject));
    if (found.length >= least) return found;
    if (tries > 600)
      throw new Error(
        `No mail to ${to} matches ${String(subject)}.\n${companion.said.slice(-20).join('\n')}`,
      );
    await wait(100);
  }
}

async function rows(soql: string): Promise<Record<string, unknown>[]> {
  const { body } = await admin.call('GET', `/query?q=${encodeURIComponent(soql)}`);
  return z.object({ records: z.array(z.record(z.string(), z.unknown())) }).parse(body).records;
}

const stateOf = async (id: string): Promise<unknown> =>
  (await rows(`SELECT State__c FROM Access_Request__c WHERE Id = '${id}'`))[0]?.['State__c'];

async function reaches(id: string, state: string): Promise<void> {
  for (let tries = 0; (await stateOf(id)) !== state; tries += 1) {
    if (tries > 600)
      throw new Error(
        `${id} is ${String(await stateOf(id))}, not ${state}.\n${companion.said.slice(-20).join('\n')}`,
      );
    await wait(100);
  }
}

async function raise(caseNumber: string): Promise<string> {
  const [user] = await rows(`SELECT Id FROM User WHERE Username = '${USER}'`);
  const { body } = await admin.call('POST', '/sobjects/Access_Request__c', {
    Support_Case_Number__c: caseNumber,
    Requesting_Party__c: 'Salesforce_employee',
    Incident_Type__c: 'Support_escalation',
    Purpose__c: 'See why the credit score of one customer is wrong.',
    Necessity__c: 'The fault shows only with the data of this user.',
    Data_Viewed__c: 'Yes',
    Target_User__c: user?.['Id'],
    Environment__c: 'Production',
    Hours_Wanted__c: 4,
    Requested_By__c: admin.userId,
    Client_Key__c: `crash-${caseNumber}`,
    State__c: 'Submitted',
  });
  const { id } = z.object({ id: z.string() }).parse(body);
  await mails(CONTACT, new RegExp(`Decision needed: case ${caseNumber}`), 1);
  return id;
}

/** Signs an approval; the answer may never come. */
async function approve(id: string): Promise<{ answered: Promise<unknown> }> {
  const snapshot = await contact.start(org.orgId, id);
  const notAfter = Temporal.Now.instant().add({ hours: 10 }).round('second').toString();
  const window = { maxMinutes: 60, notBefore: null, notAfter };
  const signed = await contact.signed(snapshot, { decision: 'Approve', reason: 'The case is ours.', window });
  const answered = contact.send('POST', `/api/requests/${org.orgId}/${id}/decide`, signed).catch(() => null);
  return { answered };
}

/** The decision stands in the org once, and the ledger says so too. */
async function isDecidedOnce(id: string): Promise<void> {
  const decisions = await rows(
    `SELECT Decision__c, Ledger_Leaf__c FROM Access_Decision__c WHERE Access_Request__c = '${id}'`,
  );
  expect(decisions).toEqual([expect.objectContaining({ Decision__c: 'Approve' })]);
  const approvals = await rows(
    `SELECT Id FROM Access_Request_Event__c WHERE Access_Request__c = '${id}' AND Kind__c = 'Decision'`,
  );
  expect(approvals).toHaveLength(1);
  expect(await rows(`SELECT Title__c FROM Access_Finding__c`)).toEqual([]);
  // The doctor also names a permission that the sample company does not give, and so ends with 1.
  expect(await companion.command('doctor').catch(String)).toMatch(/agree with head and checkpoints/);
}

test('killed between the signature and the write to the org, it settles the decision once after a restart', async () => {
  const id = await raise('46010001');
  const held = toOrg.stall({ text: 'sobjects/Access_Decision__c/', what: 'request' });
  const { answered } = await approve(id);
  await held;
  await companion.kill();
  await answered;
  expect(await stateOf(id)).toBe('Awaiting_decision');
  toOrg.resume();

  await companion.start();
  await reaches(id, 'Window_open');
  await mails(USER, /support case 46010001/, 1);
  await isDecidedOnce(id);
});

test('killed after the write whose answer never came, it writes the decision once', async () => {
  const id = await raise('46010002');
  const held = toOrg.stall({ text: 'sobjects/Access_Decision__c/', what: 'answer' });
  const { answered } = await approve(id);
  await held;
  await reaches(id, 'Approved');
  await companion.kill();
  await answered;
  toOrg.resume();

  await companion.start();
  await reaches(id, 'Window_open');
  await mails(USER, /support case 46010002/, 1);
  await isDecidedOnce(id);
});

test.each([
  { moment: 'before it is handed over', what: 'request', caseNumber: '46010003', sent: 1 },
  { moment: 'after it was handed over', what: 'answer', caseNumber: '46010004', sent: 2 },
] as const)(
  'killed between the write and the mail, $moment, the mail shows once',
  async ({ what, caseNumber, sent }) => {
    const id = await raise(caseNumber);
    const subject = `Subject: Please grant login access for support case ${caseNumber}`;
    const held = toMailbox.stall({ text: subject, what });
    const { answered } = await approve(id);
    await held;
    if (what === 'answer') await mails(USER, new RegExp(`grant login access.*${caseNumber}`), 1);
    await companion.kill();
    await answered;
    toMailbox.resume();

    await companion.start();
    await reaches(id, 'Window_open');
    for (let tries = 0; toMailbox.passed(subject) < sent && tries < 600; tries += 1) await wait(100);
    expect(toMailbox.passed(subject)).toBe(sent);
    expect(await mails(USER, new RegExp(`grant login access.*${caseNumber}`), 1)).toHaveLength(1);
    await isDecidedOnce(id);
  },
);
