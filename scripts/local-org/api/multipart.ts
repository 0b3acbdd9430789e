/** Files sent as `multipart/form-data`: one JSON part with the fields, one part with the bytes. */
import { OrgError } from '../errors.ts';
import type { RecordInput } from '../state/engine.ts';
import { fieldsOf } from './answers.ts';
import type { PublicRequest } from './route.ts';

export interface Part {
  name: string;
  type: string;
  content: Uint8Array;
}

/** The record of a multipart request, the bytes under the name of their part; undefined for other content types. */
export function multipartRecord(request: PublicRequest): RecordInput | undefined {
  const parts = multipartParts(request);
  if (!parts) return undefined;
  const record: RecordInput = {};
  for (const { name, type, content } of parts) {
    if (type.toLowerCase().startsWith('application/json')) Object.assign(record, fieldsOf(json(content)));
    else record[name] = content;
  }
  return record;
}

/** The parts of a multipart request; undefined for other content types. @throws OrgError INVALID_MULTIPART_REQUEST */
export function multipartParts(request: Pick<PublicRequest, 'headers' | 'raw'>): Part[] | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(
    request.headers['content-type'] ?? '',
  )?.[1];
  return boundary === undefined ? undefined : partsOf(Buffer.from(request.raw), boundary);
}

function json(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'The JSON part of the request cannot be read');
  }
}

/** Splits a multipart body (RFC 2046 5.1). @throws OrgError INVALID_MULTIPART_REQUEST */
function partsOf(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const end = body.indexOf(delimiter, start + delimiter.length);
    if (end < 0) break;
    // Between the delimiter's line end and the line end before the next delimiter.
    parts.push(part(body.subarray(start + delimiter.length + 2, end - 2)));
    start = end;
  }
  if (parts.length === 0)
    throw new OrgError(400, 'INVALID_MULTIPART_REQUEST', 'The multipart request has no parts');
  return parts;
}

function part(bytes: Buffer): Part {
  const gap = bytes.indexOf('\r\n\r\n');
  if (gap < 0) throw new OrgError(400, 'INVALID_MULTIPART_REQUEST', 'A part of the request has no headers');
  const headers = bytes.subarray(0, gap).toString('utf8');
  return {
    name: /name="([^"]*)"/i.exec(headers)?.[1] ?? '',
    type: /^content-type:\s*(.+)$/im.exec(headers)?.[1]?.trim() ?? '',
    content: new Uint8Array(bytes.subarray(gap + 4)),
  };
}
