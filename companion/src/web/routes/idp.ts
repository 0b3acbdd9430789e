/** Sign-in through the company's identity provider: away to it, and back from it. */
import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { WebDeps } from '../app.ts';
import { refused } from '../idp.ts';
import { notFound } from '../problems.ts';
import { beginIdp, signIn, takeIdp } from '../sessions.ts';

const startIdpInput = z.object({ to: z.string().max(500).nullish() });

/** A path of this site and of no other. */
const ownPath = (to: string | null | undefined): string => (to && /^\/(?![/\\])/.test(to) ? to : '/');

export function idpRoutes({ idp }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/sign-in/ways', (_request, response) => {
    response.json({ idp: idp === null ? null : { name: idp.name } });
  });
  router.post('/sign-in/idp', limit, async (request, response) => {
    if (idp === null) throw notFound();
    const { to } = startIdpInput.parse(request.body ?? {});
    const { url, flow } = await idp.begin();
    await beginIdp(request, { ...flow, to: ownPath(to) });
    response.json({ url });
  });
  return router;
}

/** The browser comes back here by itself; a failure is shown on the sign-in page, which has the words for it. */
export function idpCallback(deps: WebDeps): RequestHandler {
  return async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    try {
      response.redirect(303, await finish(deps, request));
    } catch (error) {
      const code = error instanceof AppError && error.code !== 'not_eligible' ? error.code : 'idp_refused';
      deps.logger.info({ problem: code, err: error }, 'a sign-in through the provider was refused');
      response.redirect(303, `/sign-in?problem=${code}`);
    }
  };
}

async function finish({ idp, idpContact, relay, origin, clock }: WebDeps, request: Request): Promise<string> {
  const flow = await takeIdp(request);
  if (idp === null || flow === null) throw refused();
  const account = await idp.finish(new URL(request.originalUrl, origin), flow);
  const contact = await idpContact(account);
  // As with a passkey: a contact who was taken off the roster gets no session.
  await relay.me(contact);
  await signIn(request, { contact }, clock());
  return flow.to;
}
