/** The GraphQL face: `uiapi.query` and the mutations, with a schema made from the org's metadata. */
import { graphql, GraphQLError, GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import type { Engine } from '../state/engine.ts';
import type { GraphContext } from './graphql/connections.ts';
import { mutationField } from './graphql/mutations.ts';
import { ObjectTypes } from './graphql/objects.ts';
import type { ApiRequest, ApiResponse, Route } from './route.ts';

export const routes: Route[] = [{ method: 'POST', pattern: '/graphql', handle: answer }];

const schemas = new WeakMap<OrgMetadata, GraphQLSchema>();

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

async function answer(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const parsed = requestBody.safeParse(request.body);
  if (!parsed.success) throw new OrgError(400, 'JSON_PARSER_ERROR', 'The body is not a GraphQL request');
  const { query, variables, operationName } = parsed.data;
  const contextValue: GraphContext = { org, user: request.session.user };
  const result = await graphql({
    schema: schemaOf(org.metadata),
    source: query,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
    contextValue,
  });
  // Faults of the org itself are no part of a GraphQL answer: they are answered, and logged, as everywhere else.
  for (const { originalError } of result.errors ?? []) {
    if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  }
  return { status: 200, body: { data: result.data ?? null, errors: (result.errors ?? []).map(described) } };
}

/** Errors that arose before anything was executed are named as the API names them. */
function described(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...rest } = error.toJSON();
  const kind = error.message.startsWith('Syntax Error') ? 'InvalidSyntax' : 'ValidationError';
  return { ...rest, extensions: { ErrorType: kind, ...extensions } };
}

function schemaOf(metadata: OrgMetadata): GraphQLSchema {
  const schema = schemas.get(metadata) ?? makeSchema(metadata);
  schemas.set(metadata, schema);
  return schema;
}

function makeSchema(metadata: OrgMetadata): GraphQLSchema {
  const types = new ObjectTypes(metadata);
  const objects = [...metadata.objects.values()].filter((object) => object.uiApi && object.queryable);
  const everything = () => undefined;
  const record = new GraphQLObjectType<unknown, GraphContext>({
    name: 'RecordQuery',
    fields: () =>
      Object.fromEntries(objects.map((object) => [object.name, types.list<unknown>(object, everything)])),
  });
  const uiapi = new GraphQLObjectType({
    name: 'UIAPI',
    fields: { query: { type: new GraphQLNonNull(record), resolve: () => ({}) } },
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: { uiapi: { type: new GraphQLNonNull(uiapi), resolve: () => ({}) } },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: { uiapi: mutationField(metadata, objects, types) },
    }),
  });
}
