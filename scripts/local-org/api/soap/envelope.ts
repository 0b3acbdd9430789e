/** SOAP envelopes as the org reads and writes them; clients look for a namespace prefix on Envelope, Body and Fault. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { OrgError } from '../../errors.ts';
import type { ApiResponse } from '../route.ts';

export interface SoapCall {
  sessionId: string | undefined;
  operation: string;
  /** The operation's elements by name; texts as they stand. */
  arguments: Record<string, unknown>;
}

const Envelope = z.object({
  Envelope: z.object({
    Header: z
      .object({ SessionHeader: z.object({ sessionId: z.string() }).optional() })
      .or(z.literal(''))
      .optional(),
    Body: z.record(z.string(), z.record(z.string(), z.unknown()).or(z.string())),
  }),
});

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, ignoreAttributes: true });
const NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Reads a call. @throws OrgError when the body is no SOAP envelope */
export function readCall(raw: Uint8Array): SoapCall {
  const { data } = Envelope.safeParse(parsed(Buffer.from(raw).toString('utf8')));
  const [operation, given] = Object.entries(data?.Envelope.Body ?? {})[0] ?? [];
  if (!data || operation === undefined)
    throw new OrgError(500, 'UNKNOWN_EXCEPTION', 'The request is not a SOAP envelope with a call in it');
  const { Header: header } = data.Envelope;
  return {
    operation,
    arguments: typeof given === 'object' ? given : {},
    sessionId: typeof header === 'object' ? header.SessionHeader?.sessionId : undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch {
    return undefined;
  }
}

/** The answer of a call that succeeded; `content` is XML inside its response element. */
export function soapAnswer(operation: string, namespace: string, content: string): ApiResponse {
  const body = `<${operation}Response xmlns="${namespace}">${content}</${operation}Response>`;
  return { status: 200, headers: XML, body: envelope(namespace, body) };
}

/** A fault in the platform's form: HTTP 500, code and text. */
export function soapFault({ errorCode, message }: OrgError, namespace: string): ApiResponse {
  const text = escaped(`${errorCode}: ${message}`);
  const detail =
    `<sf:UnexpectedErrorFault><sf:exceptionCode>${errorCode}</sf:exceptionCode>` +
    `<sf:exceptionMessage>${escaped(message)}</sf:exceptionMessage></sf:UnexpectedErrorFault>`;
  const fault = `<soapenv:Fault><faultcode>sf:${errorCode}</faultcode><faultstring>${text}</faultstring><detail>${detail}</detail></soapenv:Fault>`;
  return { status: 500, headers: XML, body: envelope(namespace, fault) };
}

const XML = { 'content-type': 'text/xml;charset=UTF-8' };

function envelope(namespace: string, body: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${NAMESPACE}" xmlns:sf="${namespace}">` +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
