/** Reads the XML of source-format metadata: every value stays a string, schemas of zod give it its type. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { SourceFile } from './source-file.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

/** `true`/`false` as the Metadata API writes them. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
/** A whole number. */
export const count = z.string().trim().regex(/^\d+$/).transform(Number);
/** An element that may be repeated: XML shows one as a value, several as an array, none as nothing. */
export const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((value): unknown[] => {
    if (value === undefined || value === '') return [];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  }, z.array(item));

/**
 * The root element of a metadata file, checked by `schema`.
 * @throws Error that names the file and the element at fault.
 */
export function readXml<T extends z.ZodType>(file: SourceFile, root: string, schema: T): z.output<T> {
  const document = documentOf(file);
  // An element without content is read as '', an object without any part.
  const result = schema.safeParse(withoutLayout(document[root] === '' ? {} : document[root]));
  if (!result.success) {
    throw new Error(`${file.path}: ${z.prettifyError(result.error)}`);
  }
  return result.data;
}

/** Files stay the same objects from one deployment to the next, so each is parsed once. */
const documents = new WeakMap<SourceFile, Record<string, unknown>>();

function documentOf(file: SourceFile): Record<string, unknown> {
  const document = documents.get(file) ?? z.record(z.string(), z.unknown()).parse(parser.parse(file.text));
  documents.set(file, document);
  return document;
}

/** Drops the blanks between elements; text inside an element without children is kept as it is. */
function withoutLayout(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLayout);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const onlyText = entries.every(([key]) => key === '#text' || key.startsWith('@_'));
  return Object.fromEntries(
    entries.filter(([key]) => key !== '#text' || onlyText).map(([key, item]) => [key, withoutLayout(item)]),
  );
}
