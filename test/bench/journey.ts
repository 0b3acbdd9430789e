/** The running product, as processes of their own: its start, the way of a request to a mail, and of a signature to the org. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Demo, runDemo } from '../../scripts/demo/run.ts';
import { portsFrom } from '../../scripts/ports.ts';
import { project } from '../../scripts/project.ts';
import { ContactClient } from '../contact-client.ts';
import { type OrgClient, signIn } from '../org-client.ts';
import { type Figure, inMilliseconds, percentile, time } from './figure.ts';
import { type MailTrap, openMailTrap } from './mail-trap.ts';

const REQUESTS = 20;
/** New requests each second, whatever became of those before them, and for how many seconds. */
const RATE = 20;
const RATE_SECONDS = 5;
const CONTACT = 'marit.jansen@hanse-kreditbank.example';

/** Runs all figures on one demo company in a folder of its own. */
export async function journey(): Promise<Figure[]> {
  const places = join(project.local, 'bench');
  mkdirSync(places, { recursive: true });
  const dataDir = mkdtempSync(join(places, 'demo-'));
  const trap = await openMailTrap();
  const start = () =>
    runDemo({
      ports: portsFrom(0),
      eventLog: false,
      dataDir,
      say: () => undefined,
      companionEnv: { SMTP_URL: trap.url },
    });
  let demo: Demo | null = null;
  try {
    const first = await time(async () => (demo = await start()));
    await running(demo).stop();
    const again = await time(async () => (demo = await start()));
    const starts = await startFigures(first, again);
    return [...starts, ...(await requestFigures(running(demo), trap))];
  } finally {
    if (demo) await running(demo).stop();
    await trap.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function running(demo: Demo | null): Demo {
  if (!demo) throw new Error('The demo does not run.');
  return demo;
}

async function startFigures(first: number, again: number): Promise<Figure[]> {
  const bare = await time(async () => {
    const processes = [1, 2, 3].map(() => spawn(process.execPath, ['--eval', '']));
    await Promise.all(processes.map((child) => once(child, 'exit')));
  });
  const limit = { what: 'three bare Node processes', measured: inMilliseconds(bare) };
  return [
    {
      what: 'Start with a new company, seeded',
      measured: inMilliseconds(first),
      limit,
      ratio: first / bare,
    },
    {
      what: 'Start again with the same data',
      measured: inMilliseconds(again),
      limit,
      ratio: again / bare,
      budget: '≤ 6 s',
    },
  ];
}

async function requestFigures({ places }: Demo, trap: MailTrap): Promise<Figure[]> {
  const admin = await signIn(places.org, places.org.adminUsername);
  const contact = new ContactClient(places.companion.url);
  const [link] = /https?:\S+\/enrol\/\S+/.exec((await trap.mail(CONTACT, 'passkey')).text) ?? [];
  await contact.enrol(String(link));
  const target = await idOf(admin, "SELECT Id FROM User WHERE Name = 'Anke Petersen'");
  const bare = await bareRoundTrips();
  const asked: string[] = [];
  const mails: number[] = [];
  for (let count = 0; count < REQUESTS; count += 1) {
    const caseNumber = String(47_000_000 + count);
    const id = await raise(admin, target, caseNumber);
    const saved = performance.now();
    mails.push((await trap.mail(CONTACT, caseNumber)).at - saved);
    asked.push(id);
  }
  const atRate = await mailsAtRate(admin, target, trap);
  const signatures: number[] = [];
  for (const id of asked) signatures.push(await decide({ contact, admin }, places.org.orgId, id));
  return [
    inShares('Request saved → mail handed over', mails, bare, 'p99 ≤ 1 s'),
    inShares(`The same, ${RATE} new requests each second`, atRate, bare, 'p99 ≤ 1 s'),
    inShares('Sign → stored and visible in the org', signatures, bare, 'p95 ≤ 300 ms'),
  ];
}

/** @returns milliseconds from each request that the org has saved to the hand-over of its mail */
async function mailsAtRate(admin: OrgClient, target: string, trap: MailTrap): Promise<number[]> {
  const started = performance.now();
  const times: Promise<number>[] = [];
  for (let count = 0; count < RATE * RATE_SECONDS; count += 1) {
    await wait(Math.max(0, started + (count * 1000) / RATE - performance.now()));
    const caseNumber = String(47_100_000 + count);
    times.push(
      raise(admin, target, caseNumber).then(async () => {
        const saved = performance.now();
        return (await trap.mail(CONTACT, caseNumber)).at - saved;
      }),
    );
  }
  return Promise.all(times);
}

function inShares(what: string, times: readonly number[], bare: readonly number[], budget: string): Figure {
  const shares = [0.5, 0.95, 0.99].map(
    (share) => `p${share * 100} ${inMilliseconds(percentile(times, share))}`,
  );
  return {
    what: `${what} (${times.length} requests)`,
    measured: shares.join(', '),
    limit: { what: 'bare HTTP round trip, p50', measured: inMilliseconds(percentile(bare, 0.5)) },
    ratio: percentile(times, 0.5) / percentile(bare, 0.5),
    budget,
  };
}

export async function raise(admin: OrgClient, target: string, caseNumber: string): Promise<string> {
  const { status, body } = await admin.call('POST', '/sobjects/Access_Request__c', {
    State__c: 'Submitted',
    Support_Case_Number__c: caseNumber,
    Requesting_Party__c: 'Salesforce_employee',
    Incident_Type__c: 'Support_escalation',
    Purpose__c: 'Look at the failing nightly sync together with the customer.',
    Necessity__c: 'The fault shows only as this user.',
    Data_Viewed__c: 'Yes',
    Environment__c: 'Production',
    Hours_Wanted__c: 2,
    Target_User__c: target,
    Requested_By__c: admin.userId,
  });
  if (status !== 201) throw new Error(`The org refused the request: ${JSON.stringify(body)}`);
  return (body as { id: string }).id;
}

/** @returns milliseconds from the signature to the decision that anybody can read in the org */
async function decide(
  { contact, admin }: { contact: ContactClient; admin: OrgClient },
  org: string,
  id: string,
): Promise<number> {
  const snapshot = await contact.start(org, id);
  const notAfter = Temporal.Now.instant().add({ hours: 24 }).round('second').toString();
  const signed = await contact.signed(snapshot, {
    decision: 'Approve',
    reason: 'Known incident, supervised by the platform team.',
    window: { maxMinutes: 60, notBefore: null, notAfter },
  });
  return time(async () => {
    await contact.must('POST', `/api/requests/${org}/${id}/decide`, signed);
    await idOf(admin, `SELECT Id FROM Access_Decision__c WHERE Access_Request__c = '${id}'`);
  });
}

/** @throws Error when there is no such row */
export async function idOf(client: OrgClient, soql: string): Promise<string> {
  const { body } = await client.call('GET', `/query?q=${encodeURIComponent(soql)}`);
  const { records } = body as { records: { Id: string }[] };
  if (!records[0]) throw new Error(`The org has no row for: ${soql}`);
  return records[0].Id;
}

/** What one exchange with a process of this machine takes. */
async function bareRoundTrips(): Promise<number[]> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const times: number[] = [];
  for (let count = 0; count < 100; count += 1) {
    times.push(await time(async () => (await fetch(`http://127.0.0.1:${port}/`)).text()));
  }
  server.closeAllConnections();
  server.close();
  return times;
}
