/** The Apex API: there is no Apex here, and a client that speaks SOAP must hear it in SOAP. */
import { notImplemented } from '../../errors.ts';
import type { AbsoluteRoute } from '../route.ts';
import { soapFault } from './envelope.ts';

const NAMESPACE = 'http://soap.sforce.com/2006/08/apex';

export const absoluteRoutes: AbsoluteRoute[] = [
  '/services/Soap/s/:version',
  '/services/Soap/s/:version/:org',
].map((pattern) => ({
  method: 'POST' as const,
  pattern,
  access: 'public' as const,
  handle: () => Promise.resolve(soapFault(notImplemented('Apex'), NAMESPACE)),
}));
