/** The Lightning face: pages, their bundle, the session's model, rows of lists, and the download of files. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ownOrigin } from '../../api/origin.ts';
import type { AbsoluteRoute, ApiRequest, ApiResponse, PublicRequest } from '../../api/route.ts';
import { notFound } from '../../errors.ts';
import type { OrgMetadata } from '../../metadata/model.ts';
import type { Engine } from '../../state/engine.ts';
import { project } from '../../../project.ts';
import { BuildError, currentBundle } from './build/bundle.ts';
import { buildFailurePage, lightningPage } from './document.ts';
import { quoted } from './list-view.ts';
import { pageModel } from './page-model.ts';
import { filesOf, listRows, relatedRows } from './rows.ts';

const cacheFolder = join(project.cache, 'lwc');

/**
 * Builds the bundle ahead of the first page, so that nobody waits for it.
 * @throws BuildError when the sources do not compile; each page then says the same.
 */
export async function prepareLightning(metadata: OrgMetadata): Promise<void> {
  await currentBundle(metadata, { projectRoot: project.root, cacheFolder });
}

const redirect = (location: string): ApiResponse => ({ status: 302, headers: { location } });

async function start(org: Engine, { session }: ApiRequest): Promise<ApiResponse> {
  const { apps } = await pageModel(org, session.user);
  return redirect(apps[0]?.tabs[0]?.address ?? '/lightning/page/home');
}

async function showPage(org: Engine, { session }: ApiRequest): Promise<ApiResponse> {
  try {
    const { hash } = await currentBundle(org.metadata, { projectRoot: project.root, cacheFolder });
    return lightningPage(hash, (await org.organization()).name);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return buildFailurePage(error.message, session.user.name);
  }
}

/** A script may be read across origins, so it is handed to this server's pages alone. */
async function sessionScript(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  ownOrigin(request);
  const { session } = request;
  const model = JSON.stringify(await pageModel(org, session.user)).replaceAll('<', '\\u003c');
  return {
    status: 200,
    body: `globalThis.__ORG__ = ${model};`,
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' },
  };
}

const packed = new Map<string, Uint8Array>();

/** A file of a bundle; its address changes with its content, so it may be kept for ever. */
async function bundleFile(_org: Engine, { params }: PublicRequest): Promise<ApiResponse> {
  const { build = '', file = '' } = params;
  if (!/^[0-9a-f]+$/.test(build) || !/^[\w-]+\.js$/.test(file)) throw notFound();
  const path = join(cacheFolder, build, file);
  const bytes = packed.get(path) ?? new Uint8Array(gzipSync(await readFile(path).catch(() => missing())));
  packed.set(path, bytes);
  return {
    status: 200,
    body: bytes,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  };
}

function missing(): never {
  throw notFound();
}

const STATIC_FILES = { 'style-nonce.js': 'text/javascript', 'page.css': 'text/css' };

const staticRoutes = Object.entries(STATIC_FILES).map(([file, type]): AbsoluteRoute => ({
  method: 'GET',
  pattern: `/lightning/assets/${file}`,
  access: 'public',
  handle: () =>
    Promise.resolve({
      status: 200,
      body: readFileSync(join(import.meta.dirname, 'static', file), 'utf8'),
      headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' },
    }),
}));

/** The platform's own address of a file: leads to the bytes of its latest version, which the REST API hands out. */
async function download(org: Engine, { params, session }: ApiRequest): Promise<ApiResponse> {
  const { records } = await org.query(
    session.user,
    `SELECT Id FROM ContentVersion WHERE ContentDocumentId = ${quoted(params['id'] ?? '')} AND IsLatest = true`,
  );
  const version = records[0];
  if (!version) throw notFound();
  const resource = `/sobjects/ContentVersion/${String(version['Id'])}/VersionData`;
  return redirect(`/services/data/v${org.metadata.apiVersion}${resource}`);
}

/** Another address in a browser: the frame tells that there is no such page. Whoever wants no page is told by the code. */
async function otherPage(org: Engine, request: ApiRequest): Promise<ApiResponse> {
  if (!(request.headers['accept'] ?? '').includes('text/html')) throw notFound();
  return { ...(await showPage(org, request)), status: 404 };
}

/** For a browser at an address of no resource at all: the same page, once the person has logged in. */
export const elsewhere: AbsoluteRoute = {
  method: 'GET',
  pattern: '/*rest',
  access: 'page',
  handle: otherPage,
};

const page = (pattern: string): AbsoluteRoute => ({
  method: 'GET',
  pattern,
  access: 'page',
  handle: showPage,
});

const data = (
  pattern: string,
  answer: (org: Engine, request: ApiRequest) => Promise<unknown>,
): AbsoluteRoute => ({
  method: 'GET',
  pattern: `/lightning/data/${pattern}`,
  access: 'session',
  handle: async (org, request) => ({ status: 200, body: await answer(org, request) }),
});

export const absoluteRoutes: readonly AbsoluteRoute[] = [
  { method: 'GET', pattern: '/', access: 'page', handle: start },
  page('/lightning/page/:name'),
  page('/lightning/n/:tab'),
  page('/lightning/o/:object/:action'),
  page('/lightning/r/:object/:id/view'),
  { method: 'GET', pattern: '/lightning/*rest', access: 'page', handle: otherPage },
  { method: 'GET', pattern: '/session.js', access: 'session', handle: sessionScript },
  ...staticRoutes,
  { method: 'GET', pattern: '/lightning/assets/:build/:file', access: 'public', handle: bundleFile },
  data('list/:object', (org, { params, query, session }) =>
    listRows(org, session.user, params['object'] ?? '', query.get('filterName')),
  ),
  data('related/:object/:field/:id', (org, { params, session }) =>
    relatedRows(org, session.user, params['object'] ?? '', params['field'] ?? '', params['id'] ?? ''),
  ),
  data('files/:id', (org, { params, session }) => filesOf(org, session.user, params['id'] ?? '')),
  {
    method: 'GET',
    pattern: '/sfc/servlet.shepherd/document/download/:id',
    access: 'session',
    handle: download,
  },
];
