/** The mailbox: an SMTP door, a folder of messages, and a page over them. Bound to this machine alone. */
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import { escapeHtml, renderPage, type PageState } from './page.ts';
import { openMessages, type Message, type Messages } from './messages.ts';
import { listenSmtp } from './smtp.ts';

export interface MailboxOptions {
  /** 0 takes any free port. */
  port: number;
  smtpPort: number;
  dataDir: string;
  onProblem: (message: string) => void;
}

export interface Mailbox {
  url: string;
  smtp: string;
  close(): Promise<void>;
}

/** @throws the system's error (EADDRINUSE among them) when a port cannot be bound; nothing stays open then. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const messages = await openMessages(options.dataDir);
  const smtp = await listenSmtp(options.smtpPort, messages, options.onProblem);
  const app = createPage(messages);
  const server = app.listen(options.port, '127.0.0.1');
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve);
      server.once('error', reject);
    });
  } catch (error) {
    await smtp.close();
    throw error;
  }
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    smtp: `smtp://127.0.0.1:${smtp.port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, smtp.close()]);
    },
  };
}

const POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** What a mail may do inside its frame: show itself. Styles stand in the mail, pictures only if they are part of it. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

function createPage(messages: Messages): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy: POLICY, strictTransportSecurity: false }));
  app.use(express.static(join(import.meta.dirname, 'assets'), { index: false }));
  app.get('/', (request, response) => show(messages, null, request, response));
  app.get('/messages', (request, response) => {
    const to = text(request.query['to']);
    response.json(messages.list(to === null ? {} : { to }));
  });
  app.get('/messages/:id', (request, response) => {
    const message = messages.get(request.params.id);
    if (message) show(messages, message, request, response);
    else missing(response);
  });
  app.get('/messages/:id/html', (request, response) => {
    const message = messages.get(request.params.id);
    if (!message) return missing(response);
    response.setHeader('Content-Security-Policy', MAIL_POLICY);
    response.setHeader('X-Frame-Options', 'SAMEORIGIN');
    response.type('html').send(framed(message.html));
  });
  app.use((_request, response) => missing(response));
  return app;
}

function show(messages: Messages, open: Message | null, request: Request, response: Response): void {
  const to = text(request.query['to'])?.toLowerCase() ?? null;
  const source = open ? (messages.source(open.id)?.toString('utf8') ?? '') : '';
  const state = {
    messages: messages.list(),
    to,
    open,
    view: viewOf(open, text(request.query['view'])),
    source,
  };
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(renderPage(state));
}

function viewOf(open: Message | null, asked: string | null): PageState['view'] {
  if (asked === 'source' || asked === 'text') return asked;
  return open?.html ? 'html' : 'text';
}

/** Links of a mail leave the frame: most pages refuse to be shown inside one. */
function framed(html: string): string {
  const base = '<base target="_blank">';
  return html.includes('<head>') ? html.replace('<head>', `<head>${base}`) : base + html;
}

function missing(response: Response): void {
  response
    .status(404)
    .type('html')
    .send(
      `<!doctype html><title>Not here</title><p>${escapeHtml('There is no such message.')} <a href="/">All messages</a>`,
    );
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
