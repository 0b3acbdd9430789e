/** The simulator over HTTP: a page, its state as JSON, and one POST per command. No session: it stands for outsiders. */
import type { AbsoluteRoute, ApiResponse } from '../../api/route.ts';
import type { Engine } from '../../state/engine.ts';
import { ownOrigin } from '../chrome/origin.ts';
import { readAccess } from '../settings/login-access.ts';
import { COMMANDS, type Command } from './orders.ts';
import type { AuditRow, Person } from './fields.ts';
import { simulatorPage } from './page.ts';
import { worldOf } from './world.ts';

const AUDIT_ROWS = 12;

async function readPeople(org: Engine): Promise<Person[]> {
  const { records } = await org.platform.query(
    "SELECT Id, Username, Name, Profile.Name FROM User WHERE IsActive = true AND UserType = 'Standard' ORDER BY Name, Username",
  );
  return Promise.all(
    records.map(async (row) => ({
      username: String(row['Username']),
      name: String(row['Name']),
      profile: nameIn(row['Profile']),
      grants: (await readAccess(org, String(row['Id'])))
        .flatMap(({ grantee, until }) => (until ? [`${grantee.label} until ${until.toString()}`] : []))
        .join(', '),
    })),
  );
}

async function readAudit(org: Engine): Promise<AuditRow[]> {
  const { records } = await org.platform.query(
    `SELECT Action, Display, CreatedDate, CreatedBy.Name, DelegateUser FROM SetupAuditTrail ORDER BY CreatedDate DESC, Id DESC LIMIT ${AUDIT_ROWS}`,
  );
  return records.map((row) => ({
    at: String(row['CreatedDate']).replace(/\+0000$/, 'Z'),
    action: String(row['Action']),
    display: String(row['Display']),
    by: nameIn(row['CreatedBy']),
    delegate: typeof row['DelegateUser'] === 'string' ? row['DelegateUser'] : '',
  }));
}

/** `Name` of a nested record; empty when there is none. */
function nameIn(record: unknown): string {
  const name: unknown = typeof record === 'object' && record !== null && 'Name' in record ? record.Name : '';
  return typeof name === 'string' ? name : '';
}

async function readState(org: Engine): Promise<ApiResponse> {
  const { logins, cases } = worldOf(org);
  const open = [...logins.values()].map(({ id, actor, target, since }) => ({
    loginId: id,
    actor: actor.username,
    as: target.name,
    since,
  }));
  const { eventLogLicence, push } = org.switches;
  const body = {
    now: org.clock.now().toString(),
    eventLogLicence,
    push,
    logins: open,
    cases,
    people: await readPeople(org),
  };
  return { status: 200, body };
}

const commandRoute = ([name, run]: [string, Command]): AbsoluteRoute => ({
  method: 'POST',
  pattern: `/simulator/${name}`,
  access: 'public',
  handle: async (org, request) => {
    ownOrigin(request);
    return { status: 200, body: await run(org, request.body) };
  },
});

export const absoluteRoutes: readonly AbsoluteRoute[] = [
  {
    method: 'GET',
    pattern: '/simulator',
    access: 'public',
    handle: async (org) => simulatorPage(org, await readPeople(org), await readAudit(org)),
  },
  { method: 'GET', pattern: '/simulator/state', access: 'public', handle: (org) => readState(org) },
  ...Object.entries(COMMANDS).map(commandRoute),
];
