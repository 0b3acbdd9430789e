/**
 * The GraphQL face: `uiapi.query`, `uiapi.aggregate`, `uiapi.objectInfos` and the mutations. Each user has a schema of
 * his own, made from the org's metadata: what he may not see is not in it, and asking for it is a validation error.
 */
import {
  execute,
  GraphQLError,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import type { DocumentNode, GraphQLFieldConfigMap } from 'graphql';
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import type { Engine, UserContext } from '../state/engine.ts';
import { aggregateField } from './graphql/aggregates.ts';
import type { GraphContext } from './graphql/connections.ts';
import { described } from './graphql/errors.ts';
import { overLimit } from './graphql/limits.ts';
import { mutationField } from './graphql/mutations.ts';
import { objectInfos } from './graphql/object-infos.ts';
import { ObjectTypes } from './graphql/objects.ts';
import type { ApiRequest, ApiResponse, Route } from './route.ts';
import { readerOf } from './ui/display.ts';

export const routes: Route[] = [{ method: 'POST', pattern: '/graphql', handle: answer }];

/** By what a user may do; contexts are made anew when that changes, and the metadata by a deployment. */
const schemas = new WeakMap<UserContext, { metadata: OrgMetadata; schema: GraphQLSchema }>();

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

async function answer(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  const parsed = requestBody.safeParse(request.body);
  if (!parsed.success) throw new OrgError(400, 'JSON_PARSER_ERROR', 'The body is not a GraphQL request');
  const { query, variables, operationName } = parsed.data;
  const { user } = request.session;
  const schema = schemaOf(org, user);
  let document: DocumentNode | null = null;
  try {
    document = parse(query);
    const invalid = validate(schema, document);
    const limit = invalid.length === 0 ? overLimit(document) : undefined;
    if (invalid.length > 0 || limit) return refused(limit ? [limit] : invalid, document);
  } catch (error) {
    if (error instanceof GraphQLError) return refused([error], document);
    // The library descends by calling itself.
    if (error instanceof RangeError)
      return refused([new GraphQLError('The query is nested too deeply')], null);
    throw error;
  }
  const contextValue: GraphContext = { org, user, reader: await readerOf(org, user) };
  const result = await execute({
    schema,
    document,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
    contextValue,
  });
  // Faults of the org itself are no part of a GraphQL answer: they are answered, and logged, as everywhere else.
  for (const { originalError } of result.errors ?? []) {
    if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  }
  const errors = (result.errors ?? []).map((error) => described(error, document));
  return { status: 200, body: { data: result.data ?? {}, errors, extensions: {} } };
}

/** Nothing of the query was executed. */
function refused(errors: readonly GraphQLError[], document: DocumentNode | null): ApiResponse {
  const body = { data: {}, errors: errors.map((error) => described(error, document)), extensions: {} };
  return { status: 200, body };
}

function schemaOf(org: Engine, user: UserContext): GraphQLSchema {
  const known = schemas.get(user);
  if (known?.metadata === org.metadata) return known.schema;
  const schema = makeSchema(org, user);
  schemas.set(user, { metadata: org.metadata, schema });
  return schema;
}

function makeSchema({ metadata }: Engine, user: UserContext): GraphQLSchema {
  const types = new ObjectTypes(metadata, user);
  const everything = () => undefined;
  const fields = (
    of: (object: ObjectTypes['objects'][number]) => GraphQLFieldConfigMap<unknown, GraphContext>[string],
  ) => Object.fromEntries(types.objects.map((object) => [object.name, of(object)]));
  const query = new GraphQLObjectType<unknown, GraphContext>({
    name: 'RecordQuery',
    fields: () => fields((object) => types.list<unknown>(object, everything)),
  });
  const aggregate = new GraphQLObjectType<unknown, GraphContext>({
    name: 'RecordQueryAggregate',
    fields: () => fields((object) => aggregateField(types, object)),
  });
  const uiapi = new GraphQLObjectType<unknown, GraphContext>({
    name: 'UIAPI',
    fields: {
      query: { type: new GraphQLNonNull(query), resolve: () => ({}) },
      aggregate: { type: new GraphQLNonNull(aggregate), resolve: () => ({}) },
      objectInfos,
    },
  });
  const mutations = mutationField(metadata, user, types);
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: { uiapi: { type: new GraphQLNonNull(uiapi), resolve: () => ({}) } },
    }),
    ...(mutations
      ? { mutation: new GraphQLObjectType({ name: 'Mutation', fields: { uiapi: mutations } }) }
      : {}),
  });
}
