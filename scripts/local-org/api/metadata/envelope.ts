/** SOAP envelopes, as far as the Metadata API's clients write and read them. */
import { parseXml } from '../../deploy/check/xml.ts';
import type { Element } from '../../deploy/check/xml.ts';
import { OrgError } from '../../errors.ts';
import type { ApiResponse } from '../route.ts';

export interface SoapCall {
  /** Name of the operation, without its namespace prefix. */
  operation: string;
  argument: Element;
  /** Token of the session header; empty when there is none. */
  sessionId: string;
}

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const OPEN =
  '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sf="http://soap.sforce.com/2006/04/metadata" xmlns="${NAMESPACE}">`;

/** @throws OrgError when the text is no envelope with one operation */
export function readEnvelope(text: string): SoapCall {
  const unreadable = () => new OrgError(500, 'UNKNOWN_EXCEPTION', 'The request is no SOAP envelope');
  let root: Element;
  try {
    root = withoutPrefixes(parseXml(text));
  } catch {
    throw unreadable();
  }
  const part = (element: Element | undefined, name: string) =>
    element?.children.find((item) => item.name === name);
  const [argument] = part(root, 'Body')?.children ?? [];
  if (root.name !== 'Envelope' || !argument) throw unreadable();
  const sessionId = part(part(part(root, 'Header'), 'SessionHeader'), 'sessionId')?.text ?? '';
  return { operation: argument.name, argument, sessionId };
}

function withoutPrefixes(element: Element): Element {
  const name = element.name.slice(element.name.indexOf(':') + 1);
  return { ...element, name, children: element.children.map(withoutPrefixes) };
}

/** The answer to an operation. */
export function soapAnswer(operation: string, result: unknown): ApiResponse {
  const body = `<${operation}Response>${xmlOf('result', result)}</${operation}Response>`;
  return answer(200, body);
}

/** A fault in the platform's shape. */
export function soapFault(code: string, message: string): ApiResponse {
  const fault = { faultcode: `sf:${code}`, faultstring: `${code}: ${message}` };
  const inner = Object.entries(fault).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return answer(500, `<soapenv:Fault>${inner.join('')}</soapenv:Fault>`);
}

function answer(status: number, body: string): ApiResponse {
  const text = `${OPEN}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
  return { status, body: text, headers: { 'content-type': 'text/xml; charset=utf-8' } };
}

/** A value as elements: lists repeat their element, what is undefined is left out. */
function xmlOf(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => xmlOf(name, item)).join('');
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([key, item]) => xmlOf(key, item));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return `<${name}>${escaped(plain(value))}</${name}>`;
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // Characters that no XML document may hold.
      .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
  );
}
