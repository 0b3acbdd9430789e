/** A contact's own passkeys: listed, named, and a further one enrolled. What takes effect is signed as an act. */
import { Router, type RequestHandler } from 'express';
import type { WebDeps } from '../app.ts';
import { segment } from '../params.ts';
import { addPasskeyInput, hex64, renamePasskeyInput } from '../ports.ts';
import { beginCeremony, sessionTag, signedIn } from '../sessions.ts';

export function passkeyRoutes({ relay, passkeys, clock }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/passkeys', async (request, response) => {
    response.json({ items: await relay.passkeys(signedIn(request, clock())) });
  });
  router.post('/passkeys/options', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    const { name, address, org } = await relay.me(contact);
    const ceremony = await beginCeremony(request);
    response.json(await passkeys.enrolOptions(ceremony, contact, { address, name, org: org.name }));
  });
  router.post('/passkeys/add', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    const { name, registration } = addPasskeyInput.parse(request.body);
    const passkey = await passkeys.enrolVerify({ sessionId: sessionTag(request) }, registration);
    response.json(await relay.addPasskey(contact, { passkey, name }));
  });
  router.post('/moving', limit, async (request, response) => {
    response.json(await relay.beginMoving(signedIn(request, clock())));
  });

  router.post('/passkeys/:subject/name', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    const { name } = renamePasskeyInput.parse(request.body);
    const subject = hex64.parse(segment(request, 'subject'));
    response.json(await relay.renamePasskey(contact, { subject, name }));
  });
  return router;
}
