/**
 * The place of a fault as the platform shows it: a part of the line, an arrow below, and row and column. The part
 * reaches 30 characters to both sides, and on to the end of the word there. Deduced from messages of real orgs.
 */
import { OrgError } from '../../errors.ts';

const REACH = 30;

/** A fault of grammar. Its column counts from zero, and the arrow stands one before the token, as on the platform. */
export function syntaxFault(soql: string, at: number, message: string): OrgError {
  return new OrgError(400, 'MALFORMED_QUERY', placed(soql, at - 1) + message);
}

/** A message under the place in the text that it speaks of. */
export function placed(soql: string, at: number): string {
  const place = Math.max(0, Math.min(at, soql.length));
  const lineStart = soql.lastIndexOf('\n', place - 1) + 1;
  const lineEnd = soql.indexOf('\n', place) < 0 ? soql.length : soql.indexOf('\n', place);
  const row = soql.slice(0, lineStart).split('\n').length;
  const { start, end } = part(soql.slice(lineStart, lineEnd), place - lineStart);
  const shown = soql.slice(lineStart + start, lineStart + end);
  const arrow = ' '.repeat(place - lineStart - start);
  return `\n${shown}\n${arrow}^\nERROR at Row:${row}:Column:${place - lineStart + 1}\n`;
}

function part(line: string, column: number): { start: number; end: number } {
  const isBetween = (index: number) => /[\s,]/.test(line[index] ?? ' ');
  let start = Math.max(0, column - REACH);
  while (start > 0 && !isBetween(start - 1)) start -= 1;
  let end = Math.min(line.length, column + REACH);
  while (end < line.length && !isBetween(end)) end += 1;
  return { start, end };
}
