/** The one HTML page: it names the script and the style, and the script shows what the address asks for. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { Asset, ClientAssets } from '../assets.ts';
import { PAGE_PATHS } from '../client/paths.ts';
import { notFound } from '../problems.ts';

export function pageRoutes(assets: ClientAssets): Router {
  const router = Router();
  router.get([...PAGE_PATHS], (_request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(shell(assets));
  });
  for (const file of [assets.script, assets.style, assets.icon]) {
    router.get(`/assets/${file.name}`, (request, response) => send(request, response, file));
  }
  router.get('/service-worker.js', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache');
    response.type(assets.worker.type).send(assets.worker.content);
  });
  return router;
}

/** To a person who opens a wrong address the page says so itself; programs get the problem. */
export function pageFallback(assets: ClientAssets): RequestHandler {
  return (request, response, next) => {
    const opened =
      request.method === 'GET' &&
      !request.path.startsWith('/api/') &&
      request.accepts(['json', 'html']) === 'html';
    if (!opened) return next(notFound());
    response.setHeader('Cache-Control', 'no-store');
    response.status(404).type('html').send(shell(assets));
  };
}

function send(request: Request, response: Response, file: Asset): void {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.type(file.type).vary('Accept-Encoding');
  const small = request.acceptsEncodings('br') === 'br';
  if (small) response.setHeader('Content-Encoding', 'br');
  response.send(small ? file.compressed : file.content);
}

function shell({ script, style, icon }: ClientAssets): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Countersign</title>
<link rel="icon" href="/assets/${icon.name}" type="image/svg+xml">
<link rel="stylesheet" href="/assets/${style.name}">
<script type="module" src="/assets/${script.name}"></script>
</head>
<body>
<div id="app"><noscript><p>This page signs decisions with your passkey in the browser, and needs JavaScript for it.</p></noscript></div>
</body>
</html>
`;
}
