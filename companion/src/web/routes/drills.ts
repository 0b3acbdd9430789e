/** A contact's drills: the list, and one of them to answer. The answer itself is signed as an act is. */
import { Router, type Request, type RequestHandler } from 'express';
import type { WebDeps } from '../app.ts';
import { type ContactRef, drillId } from '../ports.ts';
import { notFound } from '../problems.ts';
import { signedIn } from '../sessions.ts';

export function drillRoutes({ relay, clock }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/drills', async (request, response) => {
    response.json(await relay.drills(signedIn(request, clock())));
  });
  router.get('/drills/:org/:id', async (request, response) => {
    const { contact, id } = addressed(request, clock());
    response.json(await relay.drillView(contact, id));
  });
  router.post('/drills/:org/:id/stop', limit, async (request, response) => {
    const { contact, id } = addressed(request, clock());
    await relay.stopDrill(contact, id);
    response.json(await relay.drillView(contact, id));
  });
  return router;
}

function addressed(request: Request, now: Temporal.Instant): { contact: ContactRef; id: string } {
  const contact = signedIn(request, now);
  const id = drillId.safeParse(request.params['id']);
  if (!id.success || request.params['org'] !== contact.org) throw notFound();
  return { contact, id: id.data };
}
