/** For tests of GraphQL: the sample depot with a few parcels, and callers that ask it. */
import { expect } from '@jest/globals';
import type { Caller, SampleCompany } from '../sample-company.ts';
import { openSampleDepot, staff } from '../sample-depot.ts';

interface GraphAnswer {
  data: Record<string, unknown>;
  errors: { message: string; paths: unknown[]; extensions: Record<string, unknown> }[];
}

/** Asks and gives the whole answer, errors included. */
export async function graph(caller: Caller, query: string, variables: object = {}): Promise<GraphAnswer> {
  const { status, body } = await caller.call('POST', '/graphql', { query, variables });
  expect(status).toBe(200);
  return body as GraphAnswer;
}

/** The answer below `uiapi`, which must be without errors. */
export async function uiapi<T>(caller: Caller, query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await graph(caller, query, variables);
  expect(errors).toEqual([]);
  return data['uiapi'] as T;
}

/** Makes a record and gives its id. */
export async function save(caller: Caller, object: string, fields: object): Promise<string> {
  const { status, body } = await caller.call('POST', `/sobjects/${object}`, fields);
  expect(status).toBe(201);
  return (body as { id: string }).id;
}

/** The records of a SOQL query. */
export async function soql(caller: Caller, query: string): Promise<Record<string, unknown>[]> {
  const { body } = await caller.call('GET', `/query?q=${encodeURIComponent(query)}`);
  return (body as { records: Record<string, unknown>[] }).records;
}

/** Opens the depot with four parcels, two of them on their way to a depot. */
export async function openFilledDepot(): Promise<SampleCompany & { admin: Caller }> {
  const depot = await openSampleDepot();
  const admin = await depot.as(staff.admin);
  const depotId = await save(admin, 'Depot__c', { Name: 'North', City__c: 'Kiel' });
  const rows = [
    {
      Title__c: 'Anvil',
      Kind__c: 'Crate',
      Weight__c: 80,
      Price__c: 120.5,
      Due__c: '2026-01-10',
      Tags__c: 'Dry',
    },
    {
      Title__c: 'Books',
      Kind__c: 'Box',
      Weight__c: 12,
      Price__c: 30,
      Due__c: '2026-02-10',
      Depot__c: depotId,
    },
    { Title__c: 'Cups', Kind__c: 'Box', Weight__c: 3, Tags__c: 'Cold;Dry', Depot__c: depotId },
    { Title__c: "D'Artagnan", Kind__c: 'Letter', Secret__c: 'gold' },
  ];
  for (const row of rows) await save(admin, 'Parcel__c', row);
  return { ...depot, admin };
}
