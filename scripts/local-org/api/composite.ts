/** Several requests in one: later ones may refer to the answers of earlier ones, and all may stand or fall together. */
import { z } from 'zod';
import { notFound, OrgError } from '../errors.ts';
import type { Engine } from '../state/engine.ts';
import { parsedBody } from './answers.ts';
import { createRouter } from './router.ts';
import type { ApiRequest, ApiResponse, Handler, Route } from './route.ts';

const MOST_SUBREQUESTS = 25;
const MOST_QUERIES = 5;

const Subrequest = z.object({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).default({}),
});
type Subrequest = z.infer<typeof Subrequest>;

const Composite = z.object({
  allOrNone: z.boolean().default(false),
  compositeRequest: z.array(Subrequest).min(1),
});

interface Subresponse {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

/** Thrown inside the transaction to undo it; the answers then say so. */
class Undone extends Error {
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
  const match = createRouter(resources);

  async function run(org: Engine, request: ApiRequest, sub: Subrequest, answers: Map<string, unknown>) {
    const { pathname, searchParams } = new URL(String(substitute(sub.url, answers)), request.baseUrl);
    const path = /^\/services\/data\/v[\d.]+(\/.*)$/.exec(pathname.replaceAll(/\/{2,}/g, '/'))?.[1];
    const found = path === undefined ? null : match(sub.method, path);
    if (!found || !('route' in found)) throw notFound();
    return found.route.handle(org, {
      ...request,
      method: sub.method,
      path: pathname,
      params: found.params,
      query: searchParams,
      headers: lowerCase(sub.httpHeaders),
      body: substitute(sub.body, answers),
      raw: new Uint8Array(),
    });
  }

  const handle: Handler = async (org, request) => {
    const { allOrNone, compositeRequest } = checked(request.body);
    const all = async (engine: Engine) => {
      const answers = new Map<string, unknown>();
      const responses: Subresponse[] = [];
      for (const [index, sub] of compositeRequest.entries()) {
        const response = await answered(() => run(engine, request, sub, answers));
        responses.push(subresponse(sub, response));
        if (response.status < 400) answers.set(sub.referenceId, response.body);
        else if (allOrNone) throw new Undone(index, responses);
      }
      return responses;
    };
    const work = allOrNone ? org.transaction(all) : all(org);
    return { status: 200, body: { compositeResponse: await work.catch(undone(compositeRequest)) } };
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
  if (new Set(list.map(({ referenceId }) => referenceId.toLowerCase())).size < list.length) {
    throw new OrgError(400, 'INVALID_INPUT', 'Each referenceId must be used once');
  }
  return composite;
}

/** An error of a subrequest is its answer. */
async function answered(run: () => Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, body: error.body() };
    throw error;
  }
}

function subresponse({ referenceId }: Subrequest, response: ApiResponse): Subresponse {
  const { location } = response.headers ?? {};
  return {
    body: response.body ?? null,
    httpHeaders: location === undefined ? {} : { Location: location },
    httpStatusCode: response.status,
    referenceId,
  };
}

/** The answers of an undone request: the failed one tells why, all others that they were halted. */
function undone(requests: Subrequest[]): (error: unknown) => Subresponse[] {
  return (error) => {
    if (!(error instanceof Undone)) throw error;
    return requests.map(({ referenceId }, index) => {
      const response = error.responses[index];
      if (index === error.failed && response) return response;
      const message =
        'The transaction was rolled back since another operation in the same transaction failed.';
      return {
        body: [{ errorCode: 'PROCESSING_HALTED', message }],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId,
      };
    });
  };
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const REFERENCE = /@\{([A-Za-z][A-Za-z0-9_]*)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}/g;

/** Replaces `@{ref.path}` in every text; a text that is one reference alone takes the value's own type. */
function substitute(value: unknown, answers: Map<string, unknown>): unknown {
  if (typeof value === 'string') return substituteText(value, answers);
  if (Array.isArray(value)) return value.map((item) => substitute(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, answers)]));
}

function substituteText(text: string, answers: Map<string, unknown>): unknown {
  const whole = new RegExp(`^${REFERENCE.source}$`).exec(text);
  if (whole) return lookUp(whole[1] ?? '', whole[2] ?? '', answers);
  return text.replaceAll(REFERENCE, (_match, id: string, path: string) => String(lookUp(id, path, answers)));
}

function lookUp(id: string, path: string, answers: Map<string, unknown>): unknown {
  if (!answers.has(id)) {
    throw new OrgError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${id}${path} found.`,
    );
  }
  const steps = [...path.matchAll(/\.([A-Za-z0-9_]+)|\[(\d+)\]/g)].map(
    ([, name, index]) => name ?? Number(index),
  );
  const value = steps.reduce<unknown>(
    (current, step) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, step) : undefined,
    answers.get(id),
  );
  if (value === undefined) {
    throw new OrgError(
      400,
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${id}${path} found.`,
    );
  }
  return value;
}
