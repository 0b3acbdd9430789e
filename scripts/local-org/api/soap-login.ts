/**
 * SOAP `login()` as an org answers that was made today: versions up to 64 have the call and the org has switched it
 * off; later ones do not have it. There are no passwords here, so there is nothing that could be switched on.
 */
import type { AbsoluteRoute, ApiResponse, PublicHandler } from './route.ts';
import { recordCall } from './soap/passwords.ts';

const LAST_VERSION = 64;

function fault(namespace: string, code: string, message: string): ApiResponse {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    `xmlns:sf="urn:fault.${namespace}.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>` +
    `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${message}</faultstring><detail>` +
    `<sf:ApiFault xsi:type="sf:ApiFault"><sf:exceptionCode>${code}</sf:exceptionCode>` +
    `<sf:exceptionMessage>${message}</sf:exceptionMessage></sf:ApiFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  return { status: 500, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}

function loginHandler(namespace: 'partner' | 'enterprise'): PublicHandler {
  return (org, { raw, params }) => {
    const isLogin = /<(?:\w+:)?login[\s>]/.test(Buffer.from(raw).toString('utf8'));
    if (!isLogin) return recordCall(org, { raw }, namespace);
    const version = params['version'] ?? '';
    if (Number(version) > LAST_VERSION) {
      return Promise.resolve(
        fault(
          namespace,
          'UNSUPPORTED_API_VERSION',
          `login() is not available in API version ${version.replace(/[^\d.]/g, '')}`,
        ),
      );
    }
    return Promise.resolve(
      fault(namespace, 'INVALID_OPERATION', 'SOAP API login() is disabled by default in this org.'),
    );
  };
}

export const absoluteRoutes: AbsoluteRoute[] = ['u', 'c'].flatMap((kind) => {
  const handle = loginHandler(kind === 'u' ? 'partner' : 'enterprise');
  const patterns = [`/services/Soap/${kind}/:version`, `/services/Soap/${kind}/:version/*rest`];
  return patterns.map((pattern) => ({ method: 'POST' as const, pattern, access: 'public' as const, handle }));
});
