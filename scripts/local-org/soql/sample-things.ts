/** For tests of queries: an org whose only custom object has a field of each kind, and a parent of its own kind. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_SEED } from '../seed/format.ts';
import type { SeedFile } from '../seed/format.ts';
import { createLocalOrg } from '../server.ts';
import type { LocalOrg } from '../server.ts';
import { createClock } from '../state/clock.ts';

const START = Temporal.Instant.from('2026-11-21T22:30:00Z');
/** Half past eleven in the evening of the 21st: the day of UTC and of this zone are the same, that of Tokyo is not. */
export const ZONE = 'Asia/Tokyo';

const NUMBER = '<precision>18</precision><scale>2</scale>';
const PICKS = ['Red', 'Green', 'Blue'].map(
  (name) => `<value><fullName>${name}</fullName><default>false</default><label>${name} thing</label></value>`,
);
const VALUES = `<valueSet><valueSetDefinition>${PICKS.join('')}</valueSetDefinition></valueSet>`;

const FIELDS: Record<string, string> = {
  Run__c: `<type>Number</type>${NUMBER}`,
  Text__c: '<type>Text</type><length>80</length>',
  Key__c: '<type>Text</type><length>40</length><externalId>true</externalId><unique>true</unique>',
  Number__c: `<type>Number</type>${NUMBER}`,
  Amount__c: `<type>Currency</type>${NUMBER}`,
  Day__c: '<type>Date</type>',
  At__c: '<type>DateTime</type>',
  Flag__c: '<type>Checkbox</type><defaultValue>false</defaultValue>',
  Color__c: `<type>Picklist</type>${VALUES}`,
  Areas__c: `<type>MultiselectPicklist</type><visibleLines>4</visibleLines>${VALUES}`,
  Story__c: '<type>LongTextArea</type><length>5000</length><visibleLines>3</visibleLines>',
  Parent__c:
    '<type>Lookup</type><referenceTo>Thing__c</referenceTo><relationshipName>Things</relationshipName>',
};

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function writeSource(folder: string): void {
  const object = join(folder, 'main', 'default', 'objects', 'Thing__c');
  mkdirSync(join(object, 'fields'), { recursive: true });
  writeFileSync(
    join(object, 'Thing__c.object-meta.xml'),
    `${XML}<CustomObject ${XMLNS}><label>Thing</label><pluralLabel>Things</pluralLabel>` +
      '<nameField><label>Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus>' +
      '<sharingModel>ReadWrite</sharingModel></CustomObject>',
  );
  for (const [name, rest] of Object.entries(FIELDS)) {
    writeFileSync(
      join(object, 'fields', `${name}.field-meta.xml`),
      `${XML}<CustomField ${XMLNS}><fullName>${name}</fullName><label>${name}</label>${rest}</CustomField>`,
    );
  }
}

const seed: SeedFile = {
  ...EMPTY_SEED,
  adminUsername: 'ada@things.example',
  integrationUsername: 'ada@things.example',
  profiles: [
    {
      name: 'System Administrator',
      userType: 'Standard',
      systemPermissions: ['ApiEnabled', 'ModifyAllData', 'ViewAllData', 'ViewSetup', 'ManageUsers'],
      allObjects: 'modifyAll',
      editAllFields: true,
    },
  ],
  users: ['ada', 'bob'].map((name) => ({
    username: `${name}@things.example`,
    lastName: name,
    email: `${name}@things.example`,
    profile: 'System Administrator',
    permissionSets: [],
    isActive: true,
    isFrozen: false,
    timeZone: ZONE,
    locale: 'en_US',
  })),
};

/** The source tree alone. */
export function thingSource(): { sourceDir: string; remove: () => void } {
  const sourceDir = mkdtempSync(join(tmpdir(), 'things-'));
  writeSource(sourceDir);
  return { sourceDir, remove: () => rmSync(sourceDir, { recursive: true }) };
}

export type ThingOrg = LocalOrg & {
  /** A session's token of `ada` or `bob`. */
  token(name: 'ada' | 'bob'): Promise<{ token: string; userId: string }>;
};

/** Starts the org in memory; its clock stands at START and moves on from there. */
export async function openThings(): Promise<ThingOrg> {
  const { sourceDir, remove } = thingSource();
  const clock = createClock();
  clock.set(START);
  const org = await createLocalOrg({ sourceDir, seed, keysDir: sourceDir, clock });
  return {
    ...org,
    token: async (name) => {
      const user = await org.engine.findUser(`${name}@things.example`);
      if (!user) throw new Error(`No user ${name}`);
      const { token } = await org.engine.sessions.open(user.id, { type: 'API', sourceIp: '127.0.0.1' });
      return { token, userId: user.id };
    },
    close: async () => {
      await org.close();
      remove();
    },
  };
}
