/**
 * What the worst-placed person of the org, an administrator with Modify All Data and every field, may not write, through
 * each way in. Whoever takes the companion's permission for himself can write it: that is for the companion to observe.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProjectFiles } from '../scripts/local-org/deploy/check/files.ts';
import { buildProject } from '../scripts/local-org/deploy/check/project.ts';
import { textOf } from '../scripts/local-org/deploy/check/xml.ts';
import { seedDemo } from '../scripts/demo/seed.ts';
import { readSeed } from '../scripts/local-org/seed/format.ts';
import { createLocalOrg, type LocalOrg } from '../scripts/local-org/server.ts';
import { project } from '../scripts/project.ts';
import { signIn, type OrgClient } from './org-client.ts';
import { writeChannels, type Fields, type WriteChannel } from './write-channels.ts';

const REQUEST = 'Access_Request__c';
const DECISION = 'Access_Decision__c';
const CHECKPOINT = 'Ledger_Checkpoint__c';
const PROPOSAL = 'Governance_Proposal__c';
const DIGEST = 'ab'.repeat(32);
const START = '2026-11-21T10:00:00.000Z';
const END = '2026-11-21T14:00:00.000Z';

const folder = mkdtempSync(join(tmpdir(), 'forbidden-'));
const metadata = buildProject(readProjectFiles(project.root));
let org: LocalOrg;
let admin: OrgClient;
let companion: OrgClient;
/** Ids of one record of each object, as the companion and a person left them. */
const present = { [REQUEST]: '', [DECISION]: '', [CHECKPOINT]: '', [PROPOSAL]: '' };
let contactId: string;
let otherAdminId: string;

/** What the rule itself says, read from its metadata. */
function messageOf(object: string, name: string): string {
  const rule = metadata.of('ValidationRule').find((item) => item.object === object && item.name === name);
  if (!rule) throw new Error(`${object} has no validation rule ${name}`);
  return textOf(rule.root, 'errorMessage');
}

const rows = async (soql: string) => (await org.engine.platform.query(soql)).records;
const idOf = async (soql: string) => String((await rows(soql))[0]?.['Id']);

/** Every field of every row of these objects, deleted ones included. */
async function everything(): Promise<unknown> {
  const tables = Object.keys(present).map(async (object) => {
    const fields = [...(org.engine.metadata.objects.get(object.toLowerCase())?.fields.values() ?? [])];
    return rows(`SELECT ${fields.map(({ name }) => name).join(', ')} FROM ${object} ORDER BY Id`);
  });
  return Promise.all(tables);
}

const request = (change: Fields = {}): Fields => ({
  State__c: 'Submitted',
  Support_Case_Number__c: '47103852',
  Requesting_Party__c: 'Salesforce_employee',
  Incident_Type__c: 'Support_escalation',
  Purpose__c: 'Look at the failing nightly sync together with the customer.',
  Necessity__c: 'The fault shows only as this user.',
  Data_Viewed__c: 'Yes',
  Environment__c: 'Production',
  Hours_Wanted__c: 2,
  Target_User__c: otherAdminId,
  Requested_By__c: admin.userId,
  ...change,
});
const decision = (key: string): Fields => ({
  Decision_Key__c: `${org.orgId}:${key}`,
  Access_Request__c: present[REQUEST],
  Authorization_Contact__c: contactId,
  Decision__c: 'Approve',
  Digest__c: DIGEST,
});
const checkpoint = (key: string): Fields => ({
  Checkpoint_Key__c: `${org.orgId}:${key}`,
  Tree_Size__c: 7,
  Root_Hash__c: DIGEST,
});

const proposal = (change: Fields = {}): Fields => ({
  ...{ Mode__c: 'Standard', Effective_Date__c: '2999-01-01', Time_Zone__c: 'Europe/Berlin' },
  ...{ Reason__c: 'The opt-out contract ends.', Proposed_By__c: admin.userId },
  ...change,
});

async function written(
  channel: WriteChannel,
  client: OrgClient,
  object: string,
  fields: Fields,
): Promise<string> {
  const { id, messages } = await channel.insert(client, object, fields);
  expect(messages).toEqual([]);
  return String(id);
}

beforeAll(async () => {
  const seed = readSeed(project.path('scripts', 'demo', 'bank.json'));
  org = await createLocalOrg({ port: 0, sourceDir: project.path('force-app'), seed, keysDir: folder });
  await seedDemo(org);
  admin = await signIn(org, org.adminUsername);
  companion = await signIn(org, org.integrationUsername);
  contactId = await idOf('SELECT Id FROM Authorization_Contact__c ORDER BY Level__c LIMIT 1');
  otherAdminId = await idOf("SELECT Id FROM User WHERE Name = 'Jonas Lüders'");
  const [rest] = writeChannels;
  if (!rest) throw new Error('There is no way to write');
  present[REQUEST] = await written(rest, admin, REQUEST, request());
  present[DECISION] = await written(rest, companion, DECISION, decision('first'));
  present[PROPOSAL] = await written(rest, admin, PROPOSAL, proposal());
  present[CHECKPOINT] = await written(rest, companion, CHECKPOINT, checkpoint('first'));
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

interface ForbiddenInsert {
  what: string;
  object: string;
  rule: string;
  fields: () => Fields;
}
const inserts: ForbiddenInsert[] = [
  {
    what: 'insert a request as approved',
    object: REQUEST,
    rule: 'Starts_As_Draft_Or_Submitted',
    fields: () => request({ State__c: 'Approved' }),
  },
  {
    what: 'insert a request with a window',
    object: REQUEST,
    rule: 'Companion_Writes_Window',
    fields: () => request({ Window_Start__c: START, Window_End__c: END }),
  },
  {
    what: 'insert a request in the name of another',
    object: REQUEST,
    rule: 'Requested_By_Is_Yourself',
    fields: () => request({ Requested_By__c: otherAdminId }),
  },
  {
    what: 'insert a decision',
    object: DECISION,
    rule: 'Only_the_Companion_Writes',
    fields: () => decision('forged'),
  },
  {
    what: 'insert a checkpoint',
    object: CHECKPOINT,
    rule: 'Only_the_Companion_Writes',
    fields: () => checkpoint('forged'),
  },
  {
    what: 'insert a governance mode as accepted',
    object: PROPOSAL,
    rule: 'Starts_As_Proposed',
    fields: () => proposal({ State__c: 'Accepted' }),
  },
];

interface ForbiddenPatch {
  what: string;
  object: keyof typeof present;
  rule: string;
  /** A rule that refuses it, too; its message stands first. */
  also?: string;
  fields: () => Fields;
}
const patches: ForbiddenPatch[] = [
  {
    what: 'approve a submitted request',
    object: REQUEST,
    rule: 'People_Submit_Or_Cancel',
    also: 'Break_Glass_Alone_Skips_The_Decision',
    fields: () => ({ State__c: 'Approved' }),
  },
  {
    what: 'set the window',
    object: REQUEST,
    rule: 'Companion_Writes_Window',
    fields: () => ({ Window_Start__c: START, Window_End__c: END }),
  },
  {
    what: 'set the end of the window alone',
    object: REQUEST,
    rule: 'Companion_Writes_Window',
    fields: () => ({ Window_End__c: END }),
  },
  {
    what: 'hand the request to another requester',
    object: REQUEST,
    rule: 'Requested_By_Is_Yourself',
    fields: () => ({ Requested_By__c: otherAdminId }),
  },
  {
    what: 'turn a decision round',
    object: DECISION,
    rule: 'Only_the_Companion_Writes',
    fields: () => ({ Decision__c: 'Deny' }),
  },
  {
    what: 'change the root of a checkpoint',
    object: CHECKPOINT,
    rule: 'Only_the_Companion_Writes',
    fields: () => ({ Root_Hash__c: 'cd'.repeat(32) }),
  },
  {
    what: 'accept a proposed governance mode',
    object: PROPOSAL,
    rule: 'Companion_Accepts_Proposals',
    fields: () => ({ State__c: 'Accepted' }),
  },
];

describe.each(writeChannels)('through $name an administrator with Modify All Data', (channel) => {
  test.each(inserts)(
    'does not $what: the rule refuses and nothing changes [A3 A14 D105]',
    async ({ object, rule, fields }) => {
      const before = await everything();
      const { id, messages } = await channel.insert(admin, object, fields());
      expect(id).toBeNull();
      expect(messages).toEqual([messageOf(object, rule)]);
      expect(await everything()).toEqual(before);
    },
  );

  test.each(patches)(
    'does not $what: the rule refuses and nothing changes [A3 A14 D105]',
    async ({ object, rule, also, fields }) => {
      const before = await everything();
      const { id, messages } = await channel.update(admin, object, present[object], fields());
      expect(id).toBeNull();
      const rules = also === undefined ? [rule] : [also, rule];
      // A GraphQL mutation tells all of them in one message.
      expect(messages.join('; ')).toBe(rules.map((name) => messageOf(object, name)).join('; '));
      expect(await everything()).toEqual(before);
    },
  );
});

describe('an administrator who assigns the permission of the companion to himself', () => {
  beforeAll(async () => {
    const permissionSet = await idOf("SELECT Id FROM PermissionSet WHERE Name = 'Companion_Integration'");
    const assigned = await admin.call('POST', '/sobjects/PermissionSetAssignment', {
      AssigneeId: admin.userId,
      PermissionSetId: permissionSet,
    });
    expect(assigned).toMatchObject({ status: 201, body: { success: true } });
  });

  describe.each(writeChannels)('through $name', (channel) => {
    test('approves a submitted request: the rules alone do not hold him [A14]', async () => {
      const id = await written(channel, admin, REQUEST, request());
      const asked = await channel.update(admin, REQUEST, id, { State__c: 'Awaiting_decision' });
      expect(asked).toEqual({ id, messages: [] });
      const approved = await channel.update(admin, REQUEST, id, {
        State__c: 'Approved',
        Window_Start__c: START,
      });
      expect(approved).toEqual({ id, messages: [] });
      expect(await rows(`SELECT State__c FROM ${REQUEST} WHERE Id = '${id}'`)).toMatchObject([
        { State__c: 'Approved' },
      ]);
    });

    test('still makes no step that the state table does not have [A14]', async () => {
      const id = await written(channel, admin, REQUEST, request());
      const { messages } = await channel.update(admin, REQUEST, id, { State__c: 'Completed' });
      expect(messages).toEqual([messageOf(REQUEST, 'State_Follows_The_Table')]);
    });

    test('inserts a decision and a checkpoint, which bear his name [A14 D105]', async () => {
      for (const [object, fields] of [
        [DECISION, decision(channel.name)],
        [CHECKPOINT, checkpoint(channel.name)],
      ] as const) {
        const id = await written(channel, admin, object, fields);
        expect(await rows(`SELECT CreatedById FROM ${object} WHERE Id = '${id}'`)).toMatchObject([
          { CreatedById: admin.userId },
        ]);
      }
    });
  });
});
