/** The one HTML page: it names the script and the style, and the script shows what the address asks for. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { type Language, LANGUAGES } from '../../core/sentences/languages.ts';
import type { Asset, ClientAssets } from '../assets.ts';
import { PAGE_PATHS } from '../client/paths.ts';
import { webManifest } from '../manifest.ts';
import { notFound } from '../problems.ts';

export function pageRoutes(assets: ClientAssets): Router {
  const router = Router();
  router.get([...PAGE_PATHS], (request, response) => page(request, response, assets));
  const { script, words, style, icon, icons } = assets;
  for (const file of [script, ...Object.values(words), style, icon, ...Object.values(icons)]) {
    router.get(`/assets/${file.name}`, (request, response) => send(request, response, file));
  }
  router.get('/manifest.webmanifest', (request, response) => {
    response.setHeader('Cache-Control', 'no-cache');
    response.vary('Accept-Language').type('application/manifest+json');
    response.send(JSON.stringify(webManifest(assets, languageOf(request))));
  });
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
    page(request, response.status(404), assets);
  };
}

function page(request: Request, response: Response, assets: ClientAssets): void {
  response.setHeader('Cache-Control', 'no-store');
  response
    .vary('Accept-Language')
    .type('html')
    .send(shell(assets, languageOf(request)));
}

/** The language that the browser asks for; English where it asks for none that is there. */
function languageOf(request: Request): Language {
  return (request.acceptsLanguages([...LANGUAGES]) || 'en') as Language;
}

function send(request: Request, response: Response, file: Asset): void {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  response.type(file.type).vary('Accept-Encoding');
  const small = request.acceptsEncodings('br') === 'br';
  if (small) response.setHeader('Content-Encoding', 'br');
  response.send(small ? file.compressed : file.content);
}

/** What stands on the page until its script shows something. */
const SHELL_WORDS: Readonly<Record<Language, { noScript: string; late: string }>> = {
  en: {
    noScript: 'This page signs decisions with your passkey in the browser, and needs JavaScript for it.',
    late: 'This page is not loaded yet. Look whether this device is online, then load it anew.',
  },
  de: {
    noScript:
      'Diese Seite unterschreibt Entscheidungen mit Ihrem Passkey im Browser und braucht dafür JavaScript.',
    late: 'Diese Seite ist noch nicht geladen. Prüfen Sie, ob dieses Gerät online ist, und laden Sie sie dann neu.',
  },
};

/**
 * @param language what the browser asks for. The script may find another one that was chosen on the device; these words
 * are then loaded once more than needed, and kept.
 */
function shell({ script, words, style, icon, icons }: ClientAssets, language: Language): string {
  const { noScript, late } = SHELL_WORDS[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Countersign</title>
<link rel="icon" href="/assets/${icon.name}" type="image/svg+xml">
<link rel="apple-touch-icon" href="/assets/${icons['icon-apple-180'].name}">
<link rel="manifest" href="/manifest.webmanifest">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#191f28" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="/assets/${style.name}">
<link rel="modulepreload" href="/assets/${words[language].name}">
<script type="module" src="/assets/${script.name}"></script>
</head>
<body>
<div id="app"><noscript><p>${noScript}</p></noscript><p class="late">${late}</p></div>
</body>
</html>
`;
}
