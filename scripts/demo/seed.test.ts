/** The demo company in a local org: who is there, what happened before, and that loading it twice changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSeed } from '../local-org/seed/format.ts';
import { createLocalOrg, type LocalOrg } from '../local-org/server.ts';
import { project } from '../project.ts';
import { seedDemo } from './seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-'));
let org: LocalOrg;

beforeAll(async () => {
  const seed = readSeed(project.path('scripts', 'demo', 'bank.json'));
  org = await createLocalOrg({ port: 0, sourceDir: project.path('force-app'), seed, keysDir: folder });
  await seedDemo(org);
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

const rows = async (soql: string) => (await org.engine.platform.query(soql)).records;

describe('the demo company', () => {
  test('has its contacts proposed, one of them without a user of the org', async () => {
    const contacts = await rows(
      'SELECT Name, Role__c, Level__c, Roster_State__c, Org_Id__c, User__r.Name FROM Authorization_Contact__c ORDER BY Level__c',
    );
    expect(contacts).toMatchObject([
      {
        Name: 'Marit Jansen',
        Role__c: 'Security_lead',
        Level__c: 1,
        Roster_State__c: 'Proposed',
        User__r: null,
      },
      {
        Name: 'Friedrich Albers',
        Role__c: 'Compliance_lead',
        Level__c: 2,
        User__r: { Name: 'Friedrich Albers' },
      },
    ]);
    expect(contacts.every((contact) => contact['Org_Id__c'] === org.orgId)).toBe(true);
  });

  test('has two users of one name, one inactive user and one who is frozen', async () => {
    expect(await rows("SELECT Id FROM User WHERE Name = 'Thomas Schmidt' AND IsActive = true")).toHaveLength(
      2,
    );
    expect(await rows('SELECT Id FROM User WHERE IsActive = false')).toHaveLength(1);
    expect(await rows('SELECT Id FROM UserLogin WHERE IsFrozen = true')).toHaveLength(1);
  });

  test('nobody has a live grant, and all logins of outsiders lie more than 30 days back', async () => {
    const live = await rows('SELECT Id FROM User WHERE SuAccessExpirationDate >= TODAY');
    const recent = await rows(
      "SELECT Id FROM SetupAuditTrail WHERE Action = 'suloginaccessused' AND CreatedDate = LAST_N_DAYS:30",
    );
    expect([live, recent]).toEqual([[], []]);
    expect(await rows("SELECT Id FROM SetupAuditTrail WHERE Action = 'suloginaccessused'")).toHaveLength(3);
  });

  test('no text of the past holds a placeholder', async () => {
    const texts = (await rows('SELECT Display FROM SetupAuditTrail')).map((row) => String(row['Display']));
    expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
    expect(texts.some((text) => /login access through \d{1,2}\/\d{1,2}\/\d{4}$/.test(text))).toBe(true);
  });

  test('a second load changes nothing', async () => {
    const before = await rows('SELECT Id, SystemModstamp FROM Authorization_Contact__c ORDER BY Id');
    await seedDemo(org);
    expect(await rows('SELECT Id, SystemModstamp FROM Authorization_Contact__c ORDER BY Id')).toEqual(before);
  });

  test("a log-in that the org refuses is told with the org's reason", async () => {
    await expect(seedDemo({ ...org, adminUsername: 'nobody@hanse-kreditbank.example' })).rejects.toThrow(
      /refused the log-in of nobody@hanse-kreditbank\.example/,
    );
  });
});
