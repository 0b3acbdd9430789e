/**
 * A world on a working morning, and what the tests of its unhappy ways share: the org's rows as they are, requests raised
 * over the API, what outsiders and users do, and a contact with a passkey in a browser of his own.
 */
import type { Browser } from 'playwright-core';
import { launchBrowser, type Person, personWith } from './browser.ts';
import { signIn } from './org-client.ts';
import * as people from './people.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

export const MARIT = 'marit.jansen@hanse-kreditbank.example';
export const FRIEDRICH = 'friedrich.albers@hanse-kreditbank.example';
export const KATRIN = 'katrin.brandt@hanse-kreditbank.example';
export const JONAS = 'jonas.lueders@hanse-kreditbank.example';
export const ANKE = 'anke.petersen@hanse-kreditbank.example';
export const MEHMET = 'mehmet.yildiz@hanse-kreditbank.example';
export const TAMA = 'tama.ngata@hanse-kreditbank.example';
export const LEILANI = 'leilani.kealoha@hanse-kreditbank.example';

/** Subject of an invitation, in the language of its reader: Marit Jansen's English, Friedrich Albers' German. */
export const INVITATION = /set up your passkey|Richten Sie Ihren Passkey ein/;

export type Row = Record<string, unknown>;

export interface Wish {
  /** Username of the user as whom Support wants to log in. */
  as: string;
  hours: number;
  caseNumber: string;
  /** API name; a support escalation unless said. Of a security incident the second level is asked after 30 minutes. */
  incidentType?: string;
}

export interface Scene {
  world: World;
  browser: Browser;
  /** Rows as the org holds them, whoever may see them. */
  rows(soql: string): Promise<Row[]>;
  request(id: string): Promise<Row>;
  userId(username: string): Promise<string>;
  /** Raises a request as Katrin Brandt over the API, and lets the companion do its part. @returns its id */
  raise(wish: Wish): Promise<string>;
  /** Address of a request on the contact's page. */
  page(requestId: string): string;
  /** Address of a request in Lightning. */
  panel(requestId: string): string;
  /** Has the simulator do what an outsider or a user does. */
  simulate(command: 'login' | 'logout' | 'grant', order: object): Promise<Row>;
  /** The link to enrol of the newest invitation to this address. */
  invitation(address: string): Promise<string>;
  person(): Promise<Person>;
  /** Marit Jansen, signed in with the passkey she made by her invitation. */
  contact(): Promise<Person>;
  close(): Promise<void>;
}

export async function openScene(options: WorldOptions = {}): Promise<Scene> {
  const [world, browser] = await Promise.all([openWorld(options), launchBrowser()]);
  await startOfWork(world);
  const { org } = world;
  const rows = async (soql: string): Promise<Row[]> => (await org.engine.platform.query(soql)).records;
  const userId = async (username: string) => {
    const [user] = await rows(`SELECT Id FROM User WHERE Username = '${username}'`);
    return String(user?.['Id']);
  };
  const invitation = async (address: string) =>
    people.linkIn((await world.mail(address, INVITATION)).text, '/enrol/');
  return {
    world,
    browser,
    rows,
    userId,
    request: async (id) => {
      const [row] = await rows(`SELECT ${REQUEST_FIELDS} FROM Access_Request__c WHERE Id = '${id}'`);
      if (!row) throw new Error(`The org has no request ${id}`);
      return row;
    },
    raise: async (wish) => {
      const id = await raise(world, wish, await userId(wish.as));
      await world.settle();
      return id;
    },
    page: (id) => `${world.companion.url}/requests/${org.orgId}/${id}`,
    panel: (id) => `/lightning/n/Access?c__request=${id}`,
    simulate: (command, order) => simulate(org.url, command, order),
    invitation,
    person: () => personWith(browser),
    contact: async () => {
      const contact = await personWith(browser);
      await people.enrol(contact.page, await invitation(MARIT), () => Promise.resolve());
      return contact;
    },
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
}

const REQUEST_FIELDS = [
  ...['Id', 'Name', 'State__c', 'Outcome__c', 'Decided_By__c', 'Decided_At__c', 'Deadline__c', 'Frozen__c'],
  ...['Window_Start__c', 'Window_End__c', 'Grant_Step__c', 'Restored_At__c', 'Gates__c', 'Check_Phrase__c'],
  ...['Freeze_Ended_By__c', 'Freeze_Ended_At__c'],
].join(', ');

const OFFICE = 'Europe/Berlin';
const MORNING = Temporal.PlainTime.from('09:00');
const WEEKEND = [6, 7];

/** Moves the clock to the next working morning: what is told of a grant depends on days and on working hours. */
async function startOfWork(world: World): Promise<void> {
  const now = world.org.clock.now().toZonedDateTimeISO(OFFICE);
  let day = now.toPlainDate().add({ days: 1 });
  while (WEEKEND.includes(day.dayOfWeek)) day = day.add({ days: 1 });
  const morning = day.toZonedDateTime({ timeZone: OFFICE, plainTime: MORNING });
  await world.advance(now.until(morning, { smallestUnit: 'seconds' }).toString());
}

async function raise(
  { org }: World,
  { hours, caseNumber, incidentType = 'Support_escalation' }: Omit<Wish, 'as'>,
  target: string,
): Promise<string> {
  const requester = await signIn(org, KATRIN);
  const { status, body } = await requester.call('POST', '/sobjects/Access_Request__c', {
    State__c: 'Submitted',
    Support_Case_Number__c: caseNumber,
    Requesting_Party__c: 'Salesforce_employee',
    Incident_Type__c: incidentType,
    Purpose__c: 'Look at the failing nightly import together with the customer.',
    Necessity__c: 'The fault shows only as this user.',
    Data_Viewed__c: 'Yes',
    Environment__c: 'Production',
    Hours_Wanted__c: hours,
    Target_User__c: target,
    Requested_By__c: requester.userId,
  });
  if (status !== 201) throw new Error(`The org refused the request: ${JSON.stringify(body)}`);
  return (body as { id: string }).id;
}

async function simulate(orgUrl: string, command: string, order: object): Promise<Row> {
  const answer = await fetch(`${orgUrl}/simulator/${command}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  const body = (await answer.json()) as Row;
  if (!answer.ok) throw new Error(`The simulator refused ${command}: ${JSON.stringify(body)}`);
  return body;
}
