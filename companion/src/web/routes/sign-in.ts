/** Sign-in and enrolment: the passkey ceremonies over HTTP. */
import { Router, type RequestHandler } from 'express';
import type { WebDeps } from '../app.ts';
import { segment } from '../params.ts';
import { assertionInput, registrationInput } from '../ports.ts';
import { beginCeremony, cameByIdp, sessionTag, signedIn, signIn, signOut } from '../sessions.ts';

export function signInRoutes(
  { relay, passkeys, idp, events, clock }: WebDeps,
  limits: { signIn: RequestHandler },
): Router {
  const router = Router();
  router.get('/me', async (request, response) => {
    response.json(await relay.me(signedIn(request, clock())));
  });
  router.post('/sign-in/options', limits.signIn, async (request, response) => {
    response.json(await passkeys.signInOptions(await beginCeremony(request)));
  });
  router.post('/sign-in/verify', limits.signIn, async (request, response) => {
    const assertion = assertionInput.parse(request.body);
    const contact = await passkeys.signInVerify({ sessionId: sessionTag(request) }, assertion);
    // Asked before the session is given: a contact who was taken off the roster gets none.
    const me = await relay.me(contact);
    await signIn(request, { contact, credential: assertion.id }, clock());
    response.json(me);
  });
  router.post('/sign-out', async (request, response) => {
    events.endSession(sessionTag(request));
    const url = cameByIdp(request) ? ((await idp?.signOutUrl()) ?? null) : null;
    await signOut(request);
    if (url === null) response.status(204).end();
    else response.json({ url });
  });
  return router;
}

/** The invited person's way to a passkey. */
export function enrolRoutes({ invitations, passkeys }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/invitations/:token', limit, async (request, response) => {
    const { contactRef: _, ...view } = await invitations.invitation(segment(request, 'token'));
    response.json(view);
  });
  router.post('/invitations/:token/options', limit, async (request, response) => {
    const { contactRef, contact, org } = await invitations.invitation(segment(request, 'token'));
    const ceremony = await beginCeremony(request);
    response.json(await passkeys.enrolOptions(ceremony, contactRef, { ...contact, org: org.name }));
  });
  router.post('/invitations/:token/verify', limit, async (request, response) => {
    const registration = registrationInput.parse(request.body);
    const token = segment(request, 'token');
    await invitations.invitation(token);
    const passkey = await passkeys.enrolVerify({ sessionId: sessionTag(request) }, registration);
    const { fingerprint, waits, signAt } = await invitations.redeem(token, passkey);
    response.json({ fingerprint, waits, signAt });
  });
  return router;
}
