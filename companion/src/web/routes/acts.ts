/** What contacts sign besides decisions on requests: changes of the roster and the like. */
import { Router, type RequestHandler } from 'express';
import type { WebDeps } from '../app.ts';
import { signActInput, startActInput } from '../ports.ts';
import { sessionTag, signedIn } from '../sessions.ts';

export function actRoutes({ relay, passkeys, clock }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/acts', async (request, response) => {
    response.json({ items: await relay.openActs(signedIn(request, clock())) });
  });
  router.post('/acts/start', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    const input = startActInput.parse(request.body);
    const snapshot = await relay.startAct({ ...input, contact, sessionId: sessionTag(request) });
    response.json({ snapshot, credentials: await passkeys.credentialsOf(contact) });
  });
  router.post('/acts/sign', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    const input = signActInput.parse(request.body);
    response.json(await relay.signAct({ ...input, contact, sessionId: sessionTag(request) }));
  });
  return router;
}
