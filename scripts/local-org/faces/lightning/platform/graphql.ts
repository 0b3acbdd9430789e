/**
 * `lightning/graphql`. As on the platform, a changed record patches the fields a query already shows, but the query is
 * evaluated again only by `refresh()`: code that forgets it shows stale lists here too.
 */
import { onRecord, withNewerNodes } from './records.ts';
import { ResourceCache, type Resource, type Snapshot } from './resource.ts';
import { call } from './transport.ts';
import { adapterFor } from './wire.ts';

interface GraphQlAnswer {
  data: unknown;
  errors: unknown[];
}

export interface GraphQlConfig {
  query?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

const cache = new ResourceCache<GraphQlAnswer>();
onRecord((record) => {
  for (const resource of cache.all()) {
    resource.patch((answer) => {
      const data = withNewerNodes(answer.data, record);
      return data === answer.data ? answer : { ...answer, data };
    });
  }
});

/** Template tag of a query. */
export function gql(parts: TemplateStringsArray, ...values: unknown[]): string {
  return String.raw({ raw: parts.raw }, ...values);
}

const ask = (body: GraphQlConfig) => call<GraphQlAnswer>('/graphql', { method: 'POST', body });

function shape({ data: answer, error }: Snapshot<GraphQlAnswer>, resource?: Resource<GraphQlAnswer>): object {
  const refused = error === undefined ? answer?.errors : [problemOf(error)];
  return {
    data: answer?.data ?? undefined,
    errors: refused && refused.length > 0 ? refused : undefined,
    refresh: resource ? () => resource.refresh() : undefined,
  };
}

/** A call that never became a GraphQL answer, in the shape of a GraphQL error. */
function problemOf(error: unknown): unknown {
  const body = typeof error === 'object' && error !== null && 'body' in error ? error.body : undefined;
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return first ?? error;
}

/** Emits `{data, errors, refresh}`; silent until the query is known. */
export const graphql = adapterFor<GraphQlConfig, GraphQlAnswer>(
  ({ query, variables = {}, operationName }) =>
    query
      ? cache.get(JSON.stringify([query, variables, operationName]), () =>
          ask({ query, variables, operationName }),
        )
      : undefined,
  shape,
);

/** Runs a mutation; resolves with `{data, errors}`. */
export async function executeMutation(config: GraphQlConfig): Promise<object> {
  const { data, errors } = await ask(config);
  return { data, errors: errors.length > 0 ? errors : undefined };
}
