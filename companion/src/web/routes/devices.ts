/** Devices on which a contact wants notices: what the browser subscribed with, kept and taken away again. */
import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { WebDeps } from '../app.ts';
import { signedIn } from '../sessions.ts';

const endpoint = z.url({ protocol: /^https$/ }).max(2_000);
/** An uncompressed point of P-256 and 16 bytes, base64url (RFC 8291, 2.1 and 3.2). */
const deviceInput = z.strictObject({
  endpoint,
  p256dh: z.string().regex(/^B[A-Za-z0-9_-]{86}$/),
  auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
});
const removeInput = z.strictObject({ endpoint });

export function deviceRoutes({ relay, clock }: WebDeps, limit: RequestHandler): Router {
  const router = Router();
  router.get('/devices', async (request, response) => {
    response.json(await relay.devices(signedIn(request, clock())));
  });
  router.post('/devices', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    await relay.addDevice(contact, deviceInput.parse(request.body));
    response.status(204).end();
  });
  router.post('/devices/remove', limit, async (request, response) => {
    const contact = signedIn(request, clock());
    await relay.removeDevice(contact, removeInput.parse(request.body).endpoint);
    response.status(204).end();
  });
  return router;
}
