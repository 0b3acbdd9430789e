/** The stream on which an open page hears that something changed. */
import { Router } from 'express';
import type { WebDeps } from '../app.ts';
import { sessionTag, signedIn, stillSignedIn } from '../sessions.ts';

export function eventRoutes({ events, relay, passkeys, sessionStore, clock }: WebDeps): Router {
  const router = Router();
  router.get('/events', (request, response) => {
    const contact = signedIn(request, clock());
    const id = request.sessionID;
    const entitled = async () => {
      if (!(await stillSignedIn(sessionStore, id, clock(), passkeys.isLive))) return false;
      return relay.me(contact).then(
        () => true,
        () => false,
      );
    };
    events.open({ org: contact.org, session: sessionTag(request), entitled }, request, response);
  });
  return router;
}
