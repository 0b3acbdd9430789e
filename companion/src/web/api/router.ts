/** Serves the endpoints: token, scope, limits, repetition and shapes are the same for all of them. */
import express, { Router, type RequestHandler, type Response } from 'express';
import type { Asset } from '../assets.ts';
import { LIMITS, limited } from '../limits.ts';
import type { RateStore } from '../ports.ts';
import { notFound } from '../problems.ts';
import { docsPage } from './docs-page.ts';
import type { Download, Endpoint } from './endpoint.ts';
import { endpointsOf } from './endpoints/index.ts';
import { idempotencyKey, once } from './idempotency.ts';
import { openApiDocument } from './openapi.ts';
import type { Api, CallStore, KeptAnswer } from './ports.ts';
import { callerOf, requireScope, requireToken, type TokenDeps } from './tokens.ts';

export interface ApiDeps extends TokenDeps {
  api: Api;
  calls: CallStore;
  rates: RateStore;
  /** Where clients find it; stands in the document. */
  origin: string;
  version: string;
  /** For the page of the document. */
  style: Asset;
}

const JSON_LIMIT = '64kb';
/** The text part of a mail. */
const TEXT_LIMIT = '256kb';
const MAIL = 'message/rfc822';
/** A mail with pictures of a signature; attachments are not taken, so there is no use in more. */
const MAIL_LIMIT = '2mb';

/** @returns the router of /api/v1 and /api/docs; it looks at no cookie and needs none of the page's protections */
export function apiRouter(deps: ApiDeps): Router {
  const router = Router();
  const endpoints = endpointsOf(deps.api.operations.list);
  const document = openApiDocument(endpoints, deps);
  const page = docsPage(document, deps.style);
  router.use(['/v1', '/docs'], limited(LIMITS.all, deps.rates), (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/v1/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(page);
  });
  router.use('/v1', requireToken(deps));
  router.use(
    '/v1',
    limited(LIMITS.api, deps.rates, (request) => callerOf(request).tokenId),
  );
  for (const endpoint of endpoints) {
    const path = `/v1${endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    router[endpoint.method](path, ...bodyOf(endpoint), handler(deps, endpoint));
  }
  router.use('/v1', (_request, _response, next) => next(notFound()));
  return router;
}

/** Whoever may not call is told so before his body is read. */
function bodyOf({ body, texts, scope }: Endpoint): RequestHandler[] {
  const allowed: RequestHandler = (request, _response, next) => {
    requireScope(callerOf(request), scope);
    next();
  };
  if (body === null) return [allowed];
  const json = express.json({ limit: JSON_LIMIT, strict: true });
  if (texts.length === 0) return [allowed, json];
  const types = texts.filter((type) => type !== MAIL);
  return [
    allowed,
    json,
    express.text({ limit: TEXT_LIMIT, type: types }),
    express.text({ limit: MAIL_LIMIT, type: MAIL, defaultCharset: 'latin1' }),
  ];
}

function handler({ api, calls, clock }: ApiDeps, endpoint: Endpoint): RequestHandler {
  return async (request, response) => {
    const caller = callerOf(request);
    const { params, query } = request;
    const body: unknown = request.body;
    const mediaType = request.is([...endpoint.texts]) || null;
    const run = () => endpoint.run(api, { caller, params, query, body, mediaType });
    if (endpoint.answer === 'file') return sendFile(response, (await run()) as Download);
    const work = async (): Promise<KeptAnswer> => ({
      status: endpoint.status,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(await run()),
    });
    const key = idempotencyKey(request);
    if (key === null) return send(response, await work());
    const { answer, replayed } = await once(calls, { caller, request, key, at: clock().toString() }, work);
    if (replayed) response.setHeader('Idempotent-Replayed', 'true');
    send(response, answer);
  };
}

function send(response: Response, { status, contentType, body }: KeptAnswer): void {
  response.status(status).type(contentType).send(body);
}

function sendFile(response: Response, { name, type, bytes }: Download): void {
  response.attachment(name).type(type).send(Buffer.from(bytes));
}
