/**
 * One endpoint of the API as data: the router serves it, the OpenAPI document describes it, and both take the schemas
 * from here. What `run` answers is cut down to `answer`: a field that is not documented does not leave the house.
 */
import type { z } from 'zod';
import type { Scope } from '../../core/scopes.ts';
import type { Api, Caller } from './ports.ts';

type Shape = z.ZodObject;
type In<Schema extends Shape> = z.infer<Schema>;

/** A file instead of JSON. */
export interface Download {
  name: string;
  type: string;
  bytes: Uint8Array;
}

interface Definition<
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  method: 'get' | 'post';
  /** Below /api/v1, in the form of OpenAPI: `/requests/{id}`. */
  path: string;
  /** The heading under which the document lists it. */
  group: string;
  scope: Scope;
  summary: string;
  description?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /**
   * Media types of the body besides application/json: it then arrives as text. A mail (message/rfc822) arrives with one sign
   * for each of its bytes, as its parts have charsets of their own.
   */
  texts?: readonly string[];
  status?: 200 | 201 | 202;
  answer: Answer | 'file';
  run: (
    api: Api,
    call: {
      caller: Caller;
      params: In<Params>;
      query: In<Query>;
      body: z.infer<Body>;
      mediaType: string | null;
    },
  ) => Promise<z.input<Answer> | Download>;
}

export interface Endpoint {
  method: 'get' | 'post';
  path: string;
  group: string;
  scope: Scope;
  summary: string;
  description: string | null;
  params: z.ZodObject | null;
  query: z.ZodObject | null;
  body: z.ZodType | null;
  texts: readonly string[];
  status: 200 | 201 | 202;
  answer: z.ZodType | 'file';
  /** @throws ZodError for a wrong part of the call, AppError for what cannot be done */
  run: (api: Api, call: Call) => Promise<unknown>;
}

/** A call as it arrived, nothing in it checked but the token. */
export interface Call {
  caller: Caller;
  params: unknown;
  query: unknown;
  body: unknown;
  /** Which of `texts` the body is; null for JSON. */
  mediaType: string | null;
}

export function endpoint<
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: Definition<Params, Query, Body, Answer>): Endpoint {
  const { params = null, query = null, body = null, answer } = definition;
  const parts = { params, query, body };
  return {
    method: definition.method,
    path: definition.path,
    group: definition.group,
    scope: definition.scope,
    summary: definition.summary,
    description: definition.description ?? null,
    ...parts,
    texts: definition.texts ?? [],
    status: definition.status ?? 200,
    answer,
    run: async (api, call) => {
      const result = await definition.run(api, {
        caller: call.caller,
        mediaType: call.mediaType,
        params: (params?.parse(call.params) ?? {}) as In<Params>,
        query: (query?.parse(call.query) ?? {}) as In<Query>,
        body: body?.parse(call.body) as z.infer<Body>,
      });
      return answer === 'file' ? result : answer.parse(result);
    },
  };
}
