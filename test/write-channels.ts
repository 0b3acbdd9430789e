/** The ways by which a client can write one record of the org, each brought to one shape. */
import { z } from 'zod';
import type { Answer, OrgClient } from './org-client.ts';

export type Fields = Record<string, string | number | boolean | null>;

export interface Outcome {
  /** Id of the record that was written; null when the org refused. */
  id: string | null;
  /** The org's messages, as the client gets them. */
  messages: string[];
}

export interface WriteChannel {
  name: string;
  insert(client: OrgClient, object: string, fields: Fields): Promise<Outcome>;
  update(client: OrgClient, object: string, id: string, fields: Fields): Promise<Outcome>;
}

const Created = z.object({ id: z.string() });
const Faults = z.array(z.object({ message: z.string() }));
const Saved = z.object({ id: z.string().nullish(), success: z.boolean(), errors: Faults });
const Composite = z.object({
  compositeResponse: z.array(z.object({ httpStatusCode: z.number(), body: z.unknown() })),
});
const RecordError = z.object({
  output: z.object({ errors: Faults, fieldErrors: z.record(z.string(), Faults) }),
});
const GraphAnswer = z.object({
  data: z.object({
    uiapi: z.record(z.string(), z.object({ Record: z.object({ Id: z.string() }) }).nullable()),
  }),
  errors: Faults,
});

const texts = (faults: z.infer<typeof Faults>) => faults.map(({ message }) => message);

/** @param known the record's id when the answer of a success does not repeat it */
function plain({ status, body }: Answer, known?: string): Outcome {
  if (status >= 400) return { id: null, messages: texts(Faults.parse(body)) };
  return { id: known ?? Created.parse(body).id, messages: [] };
}

const rest: WriteChannel = {
  name: 'REST',
  insert: async (client, object, fields) => plain(await client.call('POST', `/sobjects/${object}`, fields)),
  update: async (client, object, id, fields) =>
    plain(await client.call('PATCH', `/sobjects/${object}/${id}`, fields), id),
};

async function collection(client: OrgClient, method: string, object: string, row: Fields): Promise<Outcome> {
  const records = [{ attributes: { type: object }, ...row }];
  const { body } = await client.call(method, '/composite/sobjects', { allOrNone: true, records });
  const [result] = z.array(Saved).parse(body);
  return { id: result?.success ? (result.id ?? null) : null, messages: texts(result?.errors ?? []) };
}

const collections: WriteChannel = {
  name: 'a collection of records',
  insert: (client, object, fields) => collection(client, 'POST', object, fields),
  update: (client, object, id, fields) => collection(client, 'PATCH', object, { id, ...fields }),
};

/** The write stands behind a harmless one, which must not outlive its refusal. */
async function composite(
  client: OrgClient,
  method: 'POST' | 'PATCH',
  path: string,
  body: Fields,
): Promise<Outcome> {
  const url = `/services/data/v68.0/sobjects/${path}`;
  const { body: answer } = await client.call('POST', '/composite', {
    allOrNone: true,
    compositeRequest: [
      {
        method: 'POST',
        url: '/services/data/v68.0/sobjects/Access_Request__c',
        referenceId: 'Harmless',
        body: { Support_Case_Number__c: 'Harmless', Requested_By__c: client.userId },
      },
      { method, url, referenceId: 'Wanted', body },
    ],
  });
  const [, wanted] = Composite.parse(answer).compositeResponse;
  const known = method === 'PATCH' ? path.slice(path.indexOf('/') + 1) : undefined;
  return plain({ status: wanted?.httpStatusCode ?? 500, body: wanted?.body }, known);
}

const composites: WriteChannel = {
  name: 'composite, all or none',
  insert: (client, object, fields) => composite(client, 'POST', object, fields),
  update: (client, object, id, fields) => composite(client, 'PATCH', `${object}/${id}`, fields),
};

function representation({ status, body }: Answer): Outcome {
  if (status < 400) return { id: Created.parse(body).id, messages: [] };
  const { errors, fieldErrors } = RecordError.parse(body).output;
  return { id: null, messages: texts([...errors, ...Object.values(fieldErrors).flat()]) };
}

const uiApi: WriteChannel = {
  name: 'the UI API',
  insert: async (client, apiName, fields) =>
    representation(await client.call('POST', '/ui-api/records', { apiName, fields })),
  update: async (client, _object, id, fields) =>
    representation(await client.call('PATCH', `/ui-api/records/${id}`, { fields })),
};

async function mutate(client: OrgClient, operation: string, input: object): Promise<Outcome> {
  const query = `mutation write($input: ${operation}Input!) {
    uiapi { ${operation}(input: $input) { Record { Id } } } }`;
  const { body } = await client.call('POST', '/graphql', { query, variables: { input } });
  const { data, errors } = GraphAnswer.parse(body);
  return { id: data.uiapi[operation]?.Record.Id ?? null, messages: texts(errors) };
}

const graphql: WriteChannel = {
  name: 'a GraphQL mutation',
  insert: (client, object, fields) => mutate(client, `${object}Create`, { [object]: fields }),
  update: (client, object, id, fields) => mutate(client, `${object}Update`, { Id: id, [object]: fields }),
};

export const writeChannels: readonly WriteChannel[] = [rest, collections, composites, uiApi, graphql];
