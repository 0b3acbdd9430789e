/** Up to 25 requests that know nothing of each other, in one. */
import { z } from 'zod';
import { notImplemented, OrgError } from '../errors.ts';
import { parsedBody } from './answers.ts';
import { subrequestRunner } from './subrequests.ts';
import type { ApiResponse, Handler, Route } from './route.ts';

const MOST_REQUESTS = 25;

const Batch = z.object({
  haltOnError: z.boolean().default(false),
  batchRequests: z
    .array(
      z.object({
        method: z
          .string()
          .transform((name) => name.toUpperCase())
          .pipe(z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])),
        url: z.string(),
        richInput: z.unknown().optional(),
        binaryPartName: z.string().optional(),
        binaryPartNameAlias: z.string().optional(),
      }),
    )
    .min(1),
});

/** `/composite/batch` over the given resources. */
export function compositeBatchRoutes(resources: readonly Route[]): Route[] {
  const run = subrequestRunner(resources);
  const handle: Handler = async (org, request) => {
    const { haltOnError, batchRequests } = parsedBody(Batch, request.body);
    if (batchRequests.length > MOST_REQUESTS) {
      throw new OrgError(400, 'LIMIT_EXCEEDED', `Limit of ${MOST_REQUESTS} subrequests exceeded`);
    }
    if (batchRequests.some(({ binaryPartName }) => binaryPartName !== undefined)) {
      throw notImplemented('binary parts of a composite batch');
    }
    const responses: ApiResponse[] = [];
    let halted = false;
    for (const { method, url, richInput } of batchRequests) {
      const response: ApiResponse = halted
        ? HALTED
        : await run(org, request, { method, url: absolute(url), body: richInput, httpHeaders: {} });
      responses.push(response);
      halted ||= haltOnError && response.status >= 400;
    }
    return {
      status: 200,
      body: {
        hasErrors: responses.some(({ status }) => status >= 400),
        results: responses.map(({ status, body }) => ({ statusCode: status, result: body ?? null })),
      },
    };
  };
  return [{ method: 'POST', pattern: '/composite/batch', handle }];
}

const HALTED: ApiResponse = {
  status: 412,
  body: [
    {
      errorCode: 'BATCH_PROCESSING_HALTED',
      message: 'Batch processing halted per request. A previous request in the batch was unsuccessful.',
    },
  ],
};

/** Addresses of a batch begin at the version, e.g. `v68.0/sobjects/Account`. */
function absolute(url: string): string {
  return url.startsWith('/services/data/') ? url : `/services/data/${url.replace(/^\//, '')}`;
}
