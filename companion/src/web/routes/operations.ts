/** For those who run it: is it alive, may it take traffic, how is it doing. Details are for this machine alone. */
import { Router, type Request, type Response } from 'express';
import type { WebDeps } from '../app.ts';
import { LIMITS, limitedHere } from '../limits.ts';
import type { HealthView } from '../ports.ts';
import { notFound } from '../problems.ts';
import { bears, isLocal } from '../security.ts';

export function operationRoutes({ health, registry, metricsToken }: WebDeps): Router {
  const router = Router();
  router.use(['/health', '/ready', '/metrics'], limitedHere(LIMITS.operation));
  router.get('/health', async (request, response) => answer(request, response, await health.health()));
  router.get('/ready', async (request, response) => answer(request, response, await health.ready()));
  router.get('/metrics', async (request, response) => {
    const allowed = metricsToken === null ? isLocal(request) : bears(request, metricsToken);
    if (!allowed) throw notFound();
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

function answer(request: Request, response: Response, view: HealthView): void {
  const checks = isLocal(request) ? view.checks : view.checks.map(({ name, ok }) => ({ name, ok }));
  response.status(view.status === 'down' ? 503 : 200).json({ status: view.status, checks });
}
