/** Requests within a request: how each finds its resource, and how later ones name what earlier ones answered. */
import { z } from 'zod';
import { notFound, OrgError } from '../errors.ts';
import type { Engine } from '../state/engine.ts';
import { createRouter } from './router.ts';
import { JsonBytes } from './route.ts';
import type { ApiRequest, ApiResponse, Route } from './route.ts';

export const Subrequest = z.object({
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_]*$/),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).default({}),
});
export type Subrequest = z.infer<typeof Subrequest>;

/** The parts of a subrequest that its resource sees. */
type Inner = Pick<Subrequest, 'method' | 'url' | 'body' | 'httpHeaders'>;

/** Runs a subrequest in the name of the whole request's sender; an error of it is its answer. */
export type RunSubrequest = (org: Engine, request: ApiRequest, inner: Inner) => Promise<ApiResponse>;

/** Runs subrequests over the given resources. */
export function subrequestRunner(resources: readonly Route[]): RunSubrequest {
  const match = createRouter(resources);
  return (org, request, inner) =>
    asAnswer(() => {
      const { pathname, searchParams } = new URL(inner.url, request.baseUrl);
      const [, version = '', path] =
        /^\/services\/data\/v([\d.]+)(\/.*)$/.exec(pathname.replaceAll(/\/{2,}/g, '/')) ?? [];
      const found = path === undefined ? null : match(inner.method, path);
      if (!found || !('route' in found)) throw notFound();
      return found.route.handle(org, {
        ...request,
        method: inner.method,
        path: pathname,
        params: found.params,
        query: searchParams,
        headers: lowerCase(inner.httpHeaders),
        body: inner.body,
        raw: new Uint8Array(),
        version,
      });
    });
}

async function asAnswer(run: () => Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    const { body, ...answer } = await run();
    // Later subrequests may name what stands in it.
    return { ...answer, body: body instanceof JsonBytes ? body.toJSON() : body };
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, body: error.body() };
    throw error;
  }
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const REFERENCE = /@\{([A-Za-z0-9][A-Za-z0-9_]*)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}/g;

/** The answers that later subrequests may name, by reference id. */
export type Answers = ReadonlyMap<string, unknown>;

/**
 * Replaces `@{ref.path}` in every text of `value`; a text that is one reference alone takes the value's own type.
 * @throws OrgError PROCESSING_HALTED when there is no such value
 */
export function substitute(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') return substituteText(value, answers);
  if (Array.isArray(value)) return value.map((item) => substitute(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, answers)]));
}

/** The reference ids that a subrequest names. */
export function referencesOf({ url, body }: Pick<Subrequest, 'url' | 'body'>): string[] {
  const text = `${url} ${JSON.stringify(body) ?? ''}`;
  return [...text.matchAll(REFERENCE)].map(([, id = '']) => id);
}

function substituteText(text: string, answers: Answers): unknown {
  const whole = new RegExp(`^${REFERENCE.source}$`).exec(text);
  if (whole) return lookUp(whole[1] ?? '', whole[2] ?? '', answers);
  return text.replaceAll(REFERENCE, (_match, id: string, path: string) => String(lookUp(id, path, answers)));
}

function lookUp(id: string, path: string, answers: Answers): unknown {
  const steps = path.match(/[A-Za-z0-9_]+/g) ?? [];
  const value = steps.reduce<unknown>(
    (current, step) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, step) : undefined,
    answers.get(id),
  );
  if (value !== undefined) return value;
  throw new OrgError(
    400,
    'PROCESSING_HALTED',
    `Invalid reference specified. No value for ${id}${path} found in ${id}`,
  );
}
