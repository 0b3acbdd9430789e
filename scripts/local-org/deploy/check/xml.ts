/** Metadata XML as a plain tree. Nothing of the file is lost that a check asks about: order, attributes, stray text. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly Element[];
  /** Text directly inside the element, trimmed. */
  text: string;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

/** A node as the parser gives it: one key is the tag, `:@` holds the attributes. */
const Node = z.record(z.string(), z.unknown());
const Nodes = z.array(Node);

/**
 * The root element of an XML text.
 * @throws Error whose message says line and fault.
 */
export function parseXml(text: string): Element {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`Error parsing file: ${valid.err.msg} (line ${valid.err.line})`);
  const roots = Nodes.parse(parser.parse(text))
    .map(toElement)
    .filter((element) => element !== null);
  const [root] = roots;
  if (!root || roots.length > 1)
    throw new Error('Error parsing file: a document has exactly one root element');
  return root;
}

function toElement(node: z.infer<typeof Node>): Element | null {
  const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
  if (name === undefined) return null;
  const inner = Nodes.parse(node[name]);
  return {
    name,
    attributes: z.record(z.string(), z.string()).parse(node[':@'] ?? {}),
    children: inner.map(toElement).filter((element) => element !== null),
    text: inner
      .map((item) => (typeof item['#text'] === 'string' ? item['#text'] : ''))
      .join('')
      .trim(),
  };
}

/** The first child of that name. */
export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((item) => item.name === name);

/** All children of that name, in order. */
export const children = (element: Element | undefined, name: string): Element[] =>
  element?.children.filter((item) => item.name === name) ?? [];

/** Text of the first child of that name; empty when it is not there. */
export const textOf = (element: Element | undefined, name: string): string =>
  child(element, name)?.text ?? '';

/** Texts of all children of that name. */
export const textsOf = (element: Element | undefined, name: string): string[] =>
  children(element, name).map(({ text }) => text);

/** Whether the first child of that name says `true`. */
export const flagOf = (element: Element | undefined, name: string): boolean =>
  textOf(element, name) === 'true';

/** Whether there is a child of that name. */
export const has = (element: Element | undefined, name: string): boolean =>
  child(element, name) !== undefined;
