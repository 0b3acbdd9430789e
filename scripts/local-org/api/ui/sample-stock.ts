/** For tests of the UI API: the sample depot with three parcels in it, and callers that read from it. */
import { expect } from '@jest/globals';
import type { Caller, SampleCompany } from '../sample-company.ts';
import { openSampleDepot, staff } from '../sample-depot.ts';

export type Body = Record<string, unknown>;

/** Reads a resource below `/ui-api`, which must answer with `status`. */
export async function get(caller: Caller, resource: string, status = 200): Promise<Body> {
  const answer = await caller.call('GET', `/ui-api/${resource}`);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  return answer.body as Body;
}

async function save(caller: Caller, object: string, fields: object): Promise<string> {
  const { status, body } = await caller.call('POST', `/sobjects/${object}`, fields);
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

/** Opens the depot; the parcels Anvil, Books and Cups belong to the administrator. */
export async function openStockedDepot(): Promise<SampleCompany & { admin: Caller; depotId: string }> {
  const depot = await openSampleDepot();
  const admin = await depot.as(staff.admin);
  const depotId = await save(admin, 'Depot__c', { Name: 'North', City__c: 'Kiel' });
  for (const [Title__c, Weight__c] of [
    ['Anvil', 80],
    ['Books', 12],
    ['Cups', 3],
  ]) {
    const parcel = { Title__c, Weight__c, Kind__c: 'Box', Depot__c: depotId, Secret__c: 'x' };
    await save(admin, 'Parcel__c', parcel);
  }
  return { ...depot, admin, depotId };
}
