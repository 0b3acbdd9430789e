/** A contact's drills: the list, and one of them to answer. The answer itself is signed as an act is. */
import { Router } from 'express';
import type { WebDeps } from '../app.ts';
import { drillId } from '../ports.ts';
import { notFound } from '../problems.ts';
import { signedIn } from '../sessions.ts';

export function drillRoutes({ relay, clock }: WebDeps): Router {
  const router = Router();
  router.get('/drills', async (request, response) => {
    response.json(await relay.drills(signedIn(request, clock())));
  });
  router.get('/drills/:org/:id', async (request, response) => {
    const contact = signedIn(request, clock());
    const id = drillId.safeParse(request.params['id']);
    if (!id.success || request.params['org'] !== contact.org) throw notFound();
    response.json(await relay.drillView(contact, id.data));
  });
  return router;
}
