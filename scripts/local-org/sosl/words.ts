/** The words of a search: `jo* AND (smith OR "van der Berg") AND NOT j?ne`. */
import { malformedSearch } from './parse.ts';

/** A tree of what must be found; `pattern` is a regular expression of PostgreSQL for one word or phrase. */
export type Words =
  { kind: 'word'; pattern: string } | { kind: 'and' | 'or'; items: Words[] } | { kind: 'not'; item: Words };

interface Piece {
  text: string;
  kind: 'word' | 'phrase' | '(' | ')';
}

/** Characters that mean something, or will, and so must be escaped inside the braces. */
const RESERVED = /[&|!{}[\]^~:+]/;

/**
 * @param words what stands in the braces
 * @param place for faults: the whole search and where the words begin
 * @throws OrgError MALFORMED_SEARCH
 */
export function readWords(words: string, place: { sosl: string; at: number }): Words {
  const pieces = piecesOf(words, place);
  const plain = pieces.filter(({ kind }) => kind === 'word' || kind === 'phrase');
  const short = plain.find(({ text }) => text.replaceAll(/[*?\\\s]/g, '').length < 2);
  if (plain.length === 0 || (plain.length === 1 && short)) {
    throw malformedSearch(
      place.sosl,
      place.at,
      `search term must be longer than one character: ${words.trim()}`,
    );
  }
  let position = 0;
  const peek = () => pieces[position];
  const isOperator = (name: string) => peek()?.kind === 'word' && peek()?.text.toUpperCase() === name;
  const fault = () =>
    malformedSearch(place.sosl, place.at + words.length, `Malformed search token: ${words}`);

  function either(): Words {
    const items = [both()];
    while (isOperator('OR')) {
      position += 1;
      items.push(both());
    }
    return items.length === 1 ? (items[0] as Words) : { kind: 'or', items };
  }

  function both(): Words {
    const items = [single()];
    for (;;) {
      const next = peek();
      if (!next || next.kind === ')' || isOperator('OR')) break;
      // Words side by side must all be found, as if AND stood between them.
      if (isOperator('AND')) position += 1;
      items.push(single());
    }
    return items.length === 1 ? (items[0] as Words) : { kind: 'and', items };
  }

  function single(): Words {
    if (isOperator('NOT')) {
      position += 1;
      return { kind: 'not', item: single() };
    }
    const piece = peek();
    position += 1;
    if (piece?.kind === '(') {
      const inner = either();
      if (peek()?.kind !== ')') throw fault();
      position += 1;
      return inner;
    }
    if (!piece || piece.kind === ')') throw fault();
    return { kind: 'word', pattern: patternOf(piece.text) };
  }

  const tree = either();
  if (position < pieces.length) throw fault();
  return tree;
}

function piecesOf(words: string, { sosl, at }: { sosl: string; at: number }): Piece[] {
  const rule = /\s*(?:"((?:\\.|[^"\\])*)"|([()])|((?:\\.|[^\s"()\\])+))/gsy;
  const pieces: Piece[] = [];
  while (rule.lastIndex < words.trimEnd().length) {
    const from = rule.lastIndex;
    const match = rule.exec(words);
    if (!match) throw mismatched(sosl, at + from, words[from] ?? '');
    const [whole, phrase, bracket, word] = match;
    if (word !== undefined) {
      const bad = RESERVED.exec(word.replaceAll(/\\./gs, '  '));
      if (bad) throw mismatched(sosl, at + from + whole.length - word.length + bad.index, bad[0]);
    }
    if (bracket !== undefined) pieces.push({ kind: bracket as '(' | ')', text: bracket });
    else pieces.push({ kind: phrase === undefined ? 'word' : 'phrase', text: phrase ?? word ?? '' });
  }
  return pieces;
}

function mismatched(sosl: string, at: number, character: string): Error {
  return malformedSearch(sosl, at, `line 1:${at} mismatched character '${character}' expecting '}'`);
}

/** Whole words without case; `*` stands for any characters and `?` for one, and signs between words do not matter. */
function patternOf(text: string): string {
  const parts = text
    .replaceAll(/\\(.)/gs, '$1')
    .split(/[^\p{L}\p{N}*?]+/u)
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('*', String.raw`\w*`).replaceAll('?', String.raw`\w`));
  return String.raw`\m${parts.join(String.raw`\W+`)}\M`;
}
