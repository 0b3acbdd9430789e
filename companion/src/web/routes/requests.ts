/** A contact's requests: what waits, what one of them says, and the signed decision. */
import { Router, type Request, type RequestHandler } from 'express';
import type { WebDeps } from '../app.ts';
import { decideInput, extendInput, historyQuery, recordId, startInput, type ContactRef } from '../ports.ts';
import { notFound } from '../problems.ts';
import { sessionTag, signedIn } from '../sessions.ts';

export function requestRoutes({ relay, passkeys, clock }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/inbox', async (request, response) => {
    response.json(await relay.inbox(signedIn(request, clock())));
  });
  router.get('/history', async (request, response) => {
    const contact = signedIn(request, clock());
    const { state, case: caseNumber, answer, after } = historyQuery.parse(request.query);
    response.json(
      await relay.history(contact, {
        ...{ state: state ?? null, caseNumber: caseNumber ?? null },
        ...{ answer: answer ?? null, after: after ?? null },
      }),
    );
  });
  router.get('/requests/:org/:id', async (request, response) => {
    const { contact, requestId } = addressed(request, clock());
    response.json(await relay.requestView(contact, requestId));
  });
  router.post('/requests/:org/:id/start', limit, async (request, response) => {
    const { contact, requestId } = addressed(request, clock());
    const { locale } = startInput.parse(request.body);
    const sessionId = sessionTag(request);
    const snapshot = await relay.startDecision({ contact, sessionId, requestId, locale });
    response.json({ snapshot, credentials: await passkeys.credentialsOf(contact) });
  });
  router.post('/requests/:org/:id/extend', limit, async (request, response) => {
    const { contact, requestId } = addressed(request, clock());
    const input = extendInput.parse(request.body);
    response.status(201).json(await relay.extend(contact, { ...input, requestId }));
  });
  router.post('/requests/:org/:id/decide', limit, async (request, response) => {
    const { contact, requestId } = addressed(request, clock());
    const input = decideInput.parse(request.body);
    response.json(await relay.decide({ ...input, contact, requestId, sessionId: sessionTag(request) }));
  });
  return router;
}

/** @throws AppError not_signed_in; not_found for an id that is none and for one of another org */
function addressed(request: Request, now: Temporal.Instant): { contact: ContactRef; requestId: string } {
  const contact = signedIn(request, now);
  const id = recordId.safeParse(request.params['id']);
  if (!id.success || request.params['org'] !== contact.org) throw notFound();
  return { contact, requestId: id.data };
}
