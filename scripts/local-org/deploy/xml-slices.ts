/** The parts of a metadata file as they are written: what a deployment brought is given back to the byte. */

export interface Slice {
  /** Name of the element. */
  name: string;
  /** The element as it stands in the file. */
  text: string;
  start: number;
  end: number;
}

export interface SlicedXml {
  text: string;
  root: string;
  /** Position behind the root's opening tag, and of its closing tag. */
  open: number;
  close: number;
  slices: Slice[];
}

/** One piece of markup: a comment, a section, or a tag with its name. */
const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

/** The elements directly below the root. The text must be well-formed. */
export function sliceXml(source: string): SlicedXml {
  const text = opened(source);
  const sliced: SlicedXml = { text, root: '', open: 0, close: text.length, slices: [] };
  let depth = 0;
  let start = 0;
  for (const match of text.matchAll(MARKUP)) {
    const [whole, closing, name, , empty] = match;
    if (name === undefined) continue;
    const end = match.index + whole.length;
    if (depth === 1 && closing === '') start = match.index;
    if (depth === 0) Object.assign(sliced, { root: name, open: end });
    if (closing === '/') depth -= 1;
    else if (empty === '') depth += 1;
    if (depth === 1 && end > sliced.open && (closing === '/' || empty === '/'))
      sliced.slices.push({ name, text: text.slice(start, end), start, end });
    if (depth === 0) sliced.close = match.index;
  }
  return sliced;
}

/** A root without content is written as two tags, so that parts can be put between them. */
function opened(text: string): string {
  return text.replace(
    /<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/>\s*$/,
    (_whole, name: string, rest: string) =>
      text.includes(`</${name}>`) ? _whole : `<${name}${rest}>\n</${name}>\n`,
  );
}

/** Text of the first element of that name inside a slice; empty when there is none. */
export function textIn(slice: string, element: string): string {
  const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(slice)?.[1] ?? '';
  return found.trim();
}

export interface Part {
  /** Name of the element, e.g. `fields`. */
  element: string;
  /** Value of its `fullName`. */
  name: string;
  text: string;
}

const keyOf = ({ element, name }: Pick<Part, 'element' | 'name'>) => `${element}:${name.toLowerCase()}`;

/**
 * A file with exactly these parts: those it has are replaced where they stand, others are added behind their like, and
 * parts (elements named in `elements`) that are not among them are taken out with their line.
 */
export function withParts(file: string, elements: readonly string[], parts: readonly Part[]): string {
  const { text, slices, close } = sliceXml(file);
  const wanted = new Map(parts.map((part) => [keyOf(part), part]));
  let result = text;
  let added = 0;
  const replace = (start: number, end: number, by: string) => {
    result = result.slice(0, start + added) + by + result.slice(end + added);
    added += by.length - (end - start);
  };
  const last = new Map<string, number>();
  const kept: { start: number; end: number; by: string }[] = [];
  for (const { name, text: old, start, end } of slices) {
    if (!elements.includes(name)) continue;
    const part = wanted.get(keyOf({ element: name, name: textIn(old, 'fullName') }));
    wanted.delete(part ? keyOf(part) : '');
    kept.push(part ? { start, end, by: part.text } : { start: lineStart(text, start), end, by: '' });
    last.set(name, end);
  }
  const rest = [...wanted.values()];
  for (const element of new Set(rest.map((part) => part.element))) {
    const at = last.get(element) ?? lineStart(text, close);
    const by = rest
      .filter((part) => part.element === element)
      .map((part) => `\n    ${part.text}`)
      .join('');
    kept.push({ start: at, end: at, by });
  }
  for (const { start, end, by } of kept.sort((one, other) => one.start - other.start || one.end - other.end))
    replace(start, end, by);
  return result;
}

/** Where the blanks before a position begin, its line break included. */
function lineStart(text: string, position: number): number {
  let start = position;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start -= 1;
  if (text.charAt(start - 1) === '\n') start -= 1;
  if (text.charAt(start - 1) === '\r') start -= 1;
  return /\s/.test(text.charAt(start)) ? start : position;
}

/** Line (from 1) of a position. */
export const lineOf = (text: string, position: number): number => text.slice(0, position).split('\n').length;
