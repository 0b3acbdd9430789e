/** The roster as contacts see it, and a contact's own absences. */
import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { WebDeps } from '../app.ts';
import { segment } from '../params.ts';
import { absenceInput, rosterVersionId, versionQuery } from '../ports.ts';
import { notFound } from '../problems.ts';
import { signedIn } from '../sessions.ts';

export function rosterRoutes({ relay, clock }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/roster', async (request, response) => {
    response.json(await relay.roster(signedIn(request, clock())));
  });
  router.get('/roster/versions', async (request, response) => {
    const contact = signedIn(request, clock());
    response.json(await relay.rosterVersions(contact, versionQuery.parse(request.query)));
  });
  router.get('/roster/versions/:version', async (request, response) => {
    const contact = signedIn(request, clock());
    const version = rosterVersionId.safeParse(segment(request, 'version'));
    if (!version.success) throw notFound();
    response.json(await relay.rosterVersion(contact, version.data));
  });
  router.get('/absences', async (request, response) => {
    response.json({ items: await relay.absences(signedIn(request, clock())) });
  });
  router.post('/absences', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    response.json(await relay.setAbsence(contact, absenceInput.parse(request.body)));
  });
  router.post('/absences/:id/withdraw', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    await relay.withdrawAbsence(contact, z.uuid().parse(segment(request, 'id')));
    response.status(204).end();
  });
  return router;
}
