/** The grantor's page: what is asked of the user, and a way to decline. It grants nothing; only Salesforce can. */
import { Router, type RequestHandler } from 'express';
import type { WebDeps } from '../app.ts';
import { segment } from '../params.ts';
import { declineInput } from '../ports.ts';

export function grantRoutes({ relay }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/grants/:token', limit, async (request, response) => {
    response.json(await relay.grantorView(segment(request, 'token')));
  });
  router.post('/grants/:token/decline', limit, async (request, response) => {
    const { reason } = declineInput.parse(request.body);
    response.json(await relay.declineGrant(segment(request, 'token'), reason));
  });
  return router;
}
