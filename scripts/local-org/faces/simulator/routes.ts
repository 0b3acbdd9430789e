/** The simulator over HTTP: a page, its state as JSON, and one POST per command. No session: it stands for outsiders. */
import type { AbsoluteRoute, ApiResponse, PublicHandler, PublicRequest } from '../../api/route.ts';
import type { Faults } from '../../faults/registry.ts';
import type { Engine } from '../../state/engine.ts';
import { replayScenario } from '../../scenario/replay.ts';
import { saveScenario } from '../../scenario/save.ts';
import { ownOrigin } from '../../api/origin.ts';
import { readAccess } from '../settings/login-access.ts';
import { carryOut, ORDERS } from './orders.ts';
import { clearFaults, makeFault, orderer } from './scenarios.ts';
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

async function readState(org: Engine, faults: Faults): Promise<ApiResponse> {
  const { logins, cases } = worldOf(org);
  const open = [...logins.values()].map(({ id, actor, target, since }) => ({
    loginId: id,
    actor: actor.username,
    as: target.name,
    since,
  }));
  const { eventLogLicence, push, eventLogArrival } = org.switches;
  const body = {
    now: org.clock.now().toString(),
    speed: org.clock.speed,
    eventLogLicence,
    eventLogDelay: eventLogArrival.current,
    push,
    faults: faults.list(),
    logins: open,
    cases,
    people: await readPeople(org),
  };
  return { status: 200, body };
}

/** What stands outside the org's own interface. */
export interface Simulation {
  faults: Faults;
  reset(): Promise<void>;
}

/** A write of the simulator; pages of other origins are refused. */
function order(
  method: 'POST' | 'DELETE',
  path: string,
  run: (org: Engine, request: PublicRequest) => Promise<ApiResponse>,
): AbsoluteRoute {
  const handle: PublicHandler = (org, request) => {
    ownOrigin(request);
    return run(org, request);
  };
  return { method, pattern: `/simulator/${path}`, access: 'public', handle };
}

export function simulatorRoutes(simulation: Simulation): AbsoluteRoute[] {
  const { faults } = simulation;
  const listFaults = () => Promise.resolve({ status: 200, body: { faults: faults.list() } });
  return [
    {
      method: 'GET',
      pattern: '/simulator',
      access: 'public',
      handle: async (org) =>
        simulatorPage(org, {
          people: await readPeople(org),
          rows: await readAudit(org),
          faults: faults.list(),
        }),
    },
    { method: 'GET', pattern: '/simulator/state', access: 'public', handle: (org) => readState(org, faults) },
    { method: 'GET', pattern: '/simulator/faults', access: 'public', handle: listFaults },
    order('POST', 'faults', async (org, { body }) => ({
      status: 201,
      body: await makeFault(org, faults, body),
    })),
    order('DELETE', 'faults', (org) => {
      clearFaults(org, faults);
      return Promise.resolve({ status: 204 });
    }),
    order('DELETE', 'faults/:id', (org, { params }) => {
      clearFaults(org, faults, params['id'] ?? '');
      return Promise.resolve({ status: 204 });
    }),
    order('POST', 'reset', async () => {
      const begun = performance.now();
      await simulation.reset();
      return { status: 200, body: { milliseconds: Math.round(performance.now() - begun) } };
    }),
    {
      method: 'GET',
      pattern: '/simulator/scenario',
      access: 'public',
      handle: async (org) => {
        const headers = { 'content-disposition': 'attachment; filename="scenario.json"' };
        return { status: 200, body: await saveScenario(org), headers };
      },
    },
    order('POST', 'scenario', async (org, { body, query }) => {
      if (query.get('reset') === 'true') await simulation.reset();
      return { status: 200, body: { ...(await replayScenario(org, body, orderer(org, faults))) } };
    }),
    ...ORDERS.map((name) =>
      order('POST', name, async (org, { body }) => ({ status: 200, body: await carryOut(org, name, body) })),
    ),
  ];
}
