/**
 * The shims stand in for Lightning Data Service, so what matters is that they are no kinder than it is: a changed record
 * reaches what is shown, but a query is evaluated again on request alone.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PageModel } from '../model.ts';
import { executeMutation, gql, graphql, type GraphQlConfig } from './graphql.ts';
import {
  createRecord,
  getFieldValue,
  getRecord,
  notifyRecordUpdateAvailable,
  updateRecord,
  type GetRecordConfig,
} from './ui-record-api.ts';
import type { WireAdapterClass } from './wire.ts';

interface Emission {
  data?: unknown;
  error?: unknown;
  errors?: unknown;
  refresh?: () => Promise<void>;
}

const originalFetch = globalThis.fetch;
let calls: { method: string; path: string; body: unknown; headers: Headers }[] = [];
let answers: (() => Response)[] = [];

const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Wires an adapter as a component would and collects what it emits. */
function wired<Config>(adapter: WireAdapterClass<Config>, config: Config): Emission[] {
  const emissions: Emission[] = [];
  const wire = new adapter((value) => emissions.push(value as Emission));
  wire.connect();
  wire.update(config);
  return emissions;
}

const record = (id: string, fields: Record<string, unknown>) => ({
  apiName: 'Invoice__c',
  id,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, { value, displayValue: null }]),
  ),
});

const rows = (...nodes: { Id: string; Name: string }[]) => ({
  data: {
    uiapi: {
      query: {
        Invoice__c: {
          edges: nodes.map(({ Id, Name }) => ({ node: { Id, Name: { value: Name, displayValue: null } } })),
        },
      },
    },
  },
  errors: [],
});

beforeEach(() => {
  globalThis.__ORG__ = { apiVersion: '68.0' } as PageModel;
  calls = [];
  answers = [];
  globalThis.fetch = (input, init) => {
    calls.push({
      method: init?.method ?? 'GET',
      path: input instanceof Request ? input.url : input.toString(),
      body: init?.body ? JSON.parse(init.body as string) : undefined,
      headers: new Headers(init?.headers),
    });
    const answer = answers.shift();
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('Failed to fetch'));
  };
});

afterEach(() => {
  globalThis.fetch = originalFetch;
});

describe('getRecord', () => {
  test('waits for the record id, then emits the record', async () => {
    answers = [json(record('a01', { Name: 'One' }))];
    expect(wired<GetRecordConfig>(getRecord, { fields: 'Invoice__c.Name' })).toHaveLength(1);
    const emissions = wired(getRecord, { recordId: 'a01', fields: ['Invoice__c.Name'] });
    await settled();
    expect(calls.map(({ path }) => path)).toEqual([
      '/services/data/v68.0/ui-api/records/a01?fields=Invoice__c.Name',
    ]);
    expect(getFieldValue(emissions.at(-1)?.data as never, 'Invoice__c.Name')).toBe('One');
    expect(Object.isFrozen(emissions.at(-1)?.data)).toBe(true);
  });

  test('two wires that ask the same share one call, and a change reaches both', async () => {
    answers = [json(record('a02', { Name: 'Two' })), json(record('a02', { Name: 'Second' }))];
    const config = { recordId: 'a02', fields: 'Invoice__c.Name' };
    const first = wired<GetRecordConfig>(getRecord, config);
    await settled();
    const second = wired<GetRecordConfig>(getRecord, config);
    await updateRecord({ fields: { Id: 'a02', Name: 'Second' } }, { ifUnmodifiedSince: 'then' });
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatchObject({ method: 'PATCH', body: { fields: { Name: 'Second' } } });
    expect(calls[1]?.headers.get('if-unmodified-since')).toBe('then');
    for (const emissions of [first, second]) {
      expect(getFieldValue(emissions.at(-1)?.data as never, 'Invoice__c.Name')).toBe('Second');
    }
  });

  test('reads again when told that the record has changed elsewhere', async () => {
    answers = [json(record('a03', { Name: 'Three' })), json(record('a03', { Name: 'Third' }))];
    const emissions = wired<GetRecordConfig>(getRecord, { recordId: 'a03', fields: 'Invoice__c.Name' });
    await settled();
    await notifyRecordUpdateAvailable([{ recordId: 'a03' }]);
    expect(getFieldValue(emissions.at(-1)?.data as never, 'Invoice__c.Name')).toBe('Third');
  });

  test('emits a refusal as the platform shapes it', async () => {
    answers = [json([{ errorCode: 'NOT_FOUND', message: 'No such record' }], 404)];
    const emissions = wired<GetRecordConfig>(getRecord, { recordId: 'a04', fields: 'Invoice__c.Name' });
    await settled();
    expect(emissions.at(-1)).toMatchObject({
      data: undefined,
      error: { ok: false, status: 404, body: [{ errorCode: 'NOT_FOUND' }] },
    });
  });
});

describe('writes', () => {
  test('hand over the org’s reasons when refused, and the browser’s when it cannot be reached', async () => {
    answers = [json({ output: { errors: [{ message: 'No' }] } }, 400)];
    await expect(createRecord({ apiName: 'Invoice__c', fields: {} })).rejects.toMatchObject({
      status: 400,
      body: { output: { errors: [{ message: 'No' }] } },
    });
    await expect(createRecord({ apiName: 'Invoice__c', fields: {} })).rejects.toThrow('Failed to fetch');
    await expect(updateRecord({ fields: {} })).rejects.toThrow('recordInput.fields.Id is required');
  });
});

describe('graphql', () => {
  const config = (name: string): GraphQlConfig => ({ query: gql`query ${name} { uiapi { x } }` });

  test('patches the fields it shows when a record changes, without asking again', async () => {
    answers = [json(rows({ Id: 'a05', Name: 'Five' })), json(record('a05', { Name: 'Fifth', Other: 1 }))];
    const emissions = wired(graphql, config('patched'));
    await settled();
    await updateRecord({ fields: { Id: 'a05', Name: 'Fifth' } });
    expect(emissions.at(-1)?.data).toEqual(rows({ Id: 'a05', Name: 'Fifth' }).data);
    expect(calls).toHaveLength(2);
  });

  test('does not know of a new record until it is refreshed', async () => {
    answers = [
      json(rows({ Id: 'a06', Name: 'Six' })),
      json(record('a07', { Name: 'Seven' }), 201),
      json(rows({ Id: 'a06', Name: 'Six' }, { Id: 'a07', Name: 'Seven' })),
    ];
    const emissions = wired(graphql, config('listed'));
    await settled();
    await createRecord({ apiName: 'Invoice__c', fields: { Name: 'Seven' } });
    expect(emissions.at(-1)?.data).toEqual(rows({ Id: 'a06', Name: 'Six' }).data);
    await emissions.at(-1)?.refresh?.();
    expect(emissions.at(-1)?.data).toEqual(
      rows({ Id: 'a06', Name: 'Six' }, { Id: 'a07', Name: 'Seven' }).data,
    );
  });

  test('emits errors of the query and of the call alike', async () => {
    answers = [
      json({ data: null, errors: [{ message: 'unknown field' }] }),
      json([{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'Too many' }], 403),
    ];
    const query = wired(graphql, config('wrong'));
    const call = wired(graphql, config('limited'));
    await settled();
    expect(query.at(-1)).toMatchObject({ data: undefined, errors: [{ message: 'unknown field' }] });
    expect(call.at(-1)).toMatchObject({ data: undefined, errors: [{ message: 'Too many' }] });
  });

  test('runs a mutation once and gives its result', async () => {
    answers = [json({ data: { uiapi: {} }, errors: [] })];
    expect(await executeMutation(config('made'))).toEqual({ data: { uiapi: {} }, errors: undefined });
  });

  test('keeps quiet without a query', () => {
    expect(wired<GraphQlConfig>(graphql, {})).toEqual([{ data: undefined, errors: undefined }]);
    expect(calls).toEqual([]);
  });
});
