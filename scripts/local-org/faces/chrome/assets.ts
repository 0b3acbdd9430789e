/** Style sheets and scripts of the server-made pages. SLDS comes from its package; no copy of it is kept here. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AbsoluteRoute, ApiResponse, PublicRequest } from '../../api/route.ts';

interface Asset {
  type: string;
  file: () => string;
}

const here = import.meta.dirname;
const CSS = 'text/css; charset=utf-8';
const JS = 'text/javascript; charset=utf-8';

const ASSETS: Readonly<Record<string, Asset>> = {
  'slds.css': { type: CSS, file: () => join(sldsFolder(), 'dist', 'css', 'bundled', 'slds2.cosmos.css') },
  'faces.css': { type: CSS, file: () => join(here, 'faces.css') },
  'simulator.js': { type: JS, file: () => join(here, '..', 'simulator', 'simulator.js') },
};

function sldsFolder(): string {
  const require = createRequire(import.meta.url);
  return join(require.resolve('@salesforce-ux/design-system-2/package.json'), '..');
}

const packed = new Map<string, { tag: string; bytes: Uint8Array }>();

/** Compressed once, as the style sheet is a megabyte and every page asks for it. */
function pack(name: string, asset: Asset): { tag: string; bytes: Uint8Array } {
  const known = packed.get(name);
  if (known) return known;
  const text = readFileSync(asset.file());
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
  const entry = { tag, bytes: new Uint8Array(gzipSync(text)) };
  packed.set(name, entry);
  return entry;
}

function answer(name: string, request: PublicRequest): ApiResponse {
  const asset = ASSETS[name];
  if (!asset) return { status: 404 };
  const { tag, bytes } = pack(name, asset);
  const headers = { etag: tag, 'cache-control': 'no-cache' };
  if (request.headers['if-none-match'] === tag) return { status: 304, headers };
  return {
    status: 200,
    body: bytes,
    headers: { ...headers, 'content-type': asset.type, 'content-encoding': 'gzip' },
  };
}

export const absoluteRoutes: readonly AbsoluteRoute[] = Object.keys(ASSETS).map((name) => ({
  method: 'GET',
  pattern: `/assets/${name}`,
  access: 'public',
  handle: (_org, request) => Promise.resolve(answer(name, request)),
}));
