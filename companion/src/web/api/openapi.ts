/** The OpenAPI document (3.1), made from the schemas that parse the calls. */
import { STATUS_CODES } from 'node:http';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import { SCOPES } from '../../core/scopes.ts';
import { operationId } from './operation-id.ts';
import type { Endpoint } from './endpoint.ts';
import { problem } from './shapes/index.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const DESCRIPTION = `All that the contacts' page and operators can do, for programs.

Each call bears a token (\`Authorization: Bearer cs_…\`) of one org with scopes; an operator makes it with
\`countersign tokens make\`. Signing stays with the passkey: a token alone decides nothing. Lists are paged by an opaque
cursor; errors are problem+json (RFC 9457) with a code of a closed list; limits are told in RateLimit headers.`;

const idempotencyHeader = z.object({
  'Idempotency-Key': z.string().max(202).optional().meta({
    description: 'Repeating the call with the same key gives the first answer, for 24 hours.',
  }),
});

export function openApiDocument(
  endpoints: readonly Endpoint[],
  { origin, version }: { origin: string; version: string },
): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(endpoint) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${origin}/api/v1` }],
    tags: [...new Set(endpoints.map(({ group }) => group))].map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: `Scopes: ${Object.entries(SCOPES)
            .map(([scope, what]) => `\`${scope}\` (${what})`)
            .join('; ')}.`,
        },
      },
    },
  });
}

function operationOf(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { method, group, scope, summary, description, params, query, body, texts, status, answer } = endpoint;
  const content =
    answer === 'file' ? { 'application/octet-stream': {} } : { 'application/json': { schema: answer } };
  const requestParams = {
    ...(params && { path: params }),
    ...(query && { query }),
    ...(method === 'post' && { header: idempotencyHeader }),
  };
  return {
    operationId: operationId(endpoint),
    tags: [group],
    summary,
    ...(description !== null && { description }),
    security: [{ token: [scope] }],
    requestParams,
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries([
          ['application/json', { schema: body }],
          ...texts.map((type) => [type, { schema: z.string() }]),
        ]) as Record<string, { schema: z.ZodType }>,
      },
    }),
    responses: {
      [`${status}`]: { description: STATUS_CODES[status] ?? '', content },
      default: { description: 'A problem', content: { 'application/problem+json': { schema: problem } } },
    },
  };
}
