/** Several requests in one: later ones may refer to the answers of earlier ones, and all may stand or fall together. */
import { z } from 'zod';
import { OrgError } from '../errors.ts';
import type { Engine } from '../state/engine.ts';
import { parsedBody } from './answers.ts';
import { Subrequest, subrequestRunner, substitute } from './subrequests.ts';
import type { RunSubrequest } from './subrequests.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

const MOST_SUBREQUESTS = 25;
const MOST_QUERIES = 5;

const Composite = z.object({
  allOrNone: z.boolean().default(false),
  compositeRequest: z.array(Subrequest).min(1),
});

export interface Subresponse {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

/** Thrown inside the transaction to undo it; the answers then say so. */
class Undone extends Error {
  override readonly name = 'Undone';
  readonly failed: number;
  readonly responses: Subresponse[];

  constructor(failed: number, responses: Subresponse[]) {
    super('A subrequest failed');
    this.failed = failed;
    this.responses = responses;
  }
}

/** `/composite` over the given resources. */
export function compositeRoutes(resources: readonly Route[]): Route[] {
  const run = subrequestRunner(resources);
  const handle: Handler = async (org, request) => {
    const { allOrNone, compositeRequest } = checked(request.body);
    const { responses } = allOrNone
      ? await runTogether(org, request, compositeRequest, run)
      : { responses: await runInTurn(org, request, compositeRequest, run) };
    return { status: 200, body: { compositeResponse: responses } };
  };
  return [{ method: 'POST', pattern: '/composite', handle }];
}

function checked(body: unknown): z.infer<typeof Composite> {
  const composite = parsedBody(Composite, body);
  const { compositeRequest: list } = composite;
  const queries = list.filter(({ url }) => /\/(query(All)?\b|composite\/sobjects)/i.test(url)).length;
  if (list.length > MOST_SUBREQUESTS) {
    throw new OrgError(400, 'LIMIT_EXCEEDED', `Limit of ${MOST_SUBREQUESTS} subrequests exceeded`);
  }
  if (queries > MOST_QUERIES) {
    throw new OrgError(
      400,
      'LIMIT_EXCEEDED',
      `Limit of ${MOST_QUERIES} query and collection subrequests exceeded`,
    );
  }
  checkReferenceIds(list);
  return composite;
}

/** @throws OrgError when two subrequests have the same reference id */
export function checkReferenceIds(list: readonly Subrequest[]): void {
  if (new Set(list.map(({ referenceId }) => referenceId.toLowerCase())).size < list.length) {
    throw new OrgError(400, 'INVALID_INPUT', 'Each referenceId must be used once');
  }
}

/** Runs subrequests in order; each stands by itself, unless `stopAt` says that it fails the whole. */
async function runInTurn(
  org: Engine,
  request: ApiRequest,
  list: readonly Subrequest[],
  run: RunSubrequest,
  stopAt: (response: ApiResponse) => boolean = () => false,
): Promise<Subresponse[]> {
  const answers = new Map<string, unknown>();
  const responses: Subresponse[] = [];
  for (const [index, sub] of list.entries()) {
    const response = await runWith(answers, org, request, sub, run);
    responses.push(subresponse(sub, response));
    if (stopAt(response)) throw new Undone(index, responses);
    if (response.status < 400) answers.set(sub.referenceId, response.body);
  }
  return responses;
}

async function runWith(
  answers: Map<string, unknown>,
  org: Engine,
  request: ApiRequest,
  sub: Subrequest,
  run: RunSubrequest,
): Promise<ApiResponse> {
  try {
    const url = String(substitute(sub.url, answers));
    return await run(org, request, { ...sub, url, body: substitute(sub.body, answers) });
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, body: error.body() };
    throw error;
  }
}

/** Runs subrequests in one transaction; when one fails all are undone, and each answer says so. */
export async function runTogether(
  org: Engine,
  request: ApiRequest,
  list: readonly Subrequest[],
  run: RunSubrequest,
): Promise<{ responses: Subresponse[]; successful: boolean }> {
  try {
    const inTurn = (tx: Engine) => runInTurn(tx, request, list, run, hasFailed);
    const responses = await org.transaction(inTurn, { whole: true });
    return { responses, successful: true };
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    return { responses: undone(list, error), successful: false };
  }
}

/** A collection with a failed record fails the whole, though its own answer is a success. */
function hasFailed({ status, body }: ApiResponse): boolean {
  const results: unknown[] = Array.isArray(body) ? body : [];
  return (
    status >= 400 ||
    results.some(
      (result) => typeof result === 'object' && result !== null && Reflect.get(result, 'success') === false,
    )
  );
}

function subresponse({ referenceId }: Subrequest, response: ApiResponse): Subresponse {
  const { location, etag } = response.headers ?? {};
  return {
    body: response.body ?? null,
    httpHeaders: {
      ...(location === undefined ? {} : { Location: location }),
      ...(etag === undefined ? {} : { ETag: etag }),
    },
    httpStatusCode: response.status,
    referenceId,
  };
}

/** The answers of an undone request: the failed one tells why, all others that they were halted. */
function undone(requests: readonly Subrequest[], { failed, responses }: Undone): Subresponse[] {
  return requests.map((sub, index) => {
    const response = responses[index];
    return index === failed && response ? response : halted(sub);
  });
}

/** The answer of a subrequest that another one's failure undid. */
export function halted({ referenceId }: Subrequest): Subresponse {
  const message = 'The transaction was rolled back since another operation in the same transaction failed.';
  return {
    body: [{ errorCode: 'PROCESSING_HALTED', message }],
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId,
  };
}
