/** SOSL: `FIND {words} IN … FIELDS RETURNING Object(fields clauses), … LIMIT n`. */
import { notImplemented, OrgError } from '../errors.ts';
import { readPath } from '../soql/syntax/expressions.ts';
import { placed } from '../soql/syntax/fault.ts';
import { readerOf } from '../soql/syntax/reader.ts';
import type { Reader } from '../soql/syntax/reader.ts';
import { readClauses, readItem } from '../soql/syntax/statement.ts';
import type { Query } from '../soql/syntax/tree.ts';

export type SearchGroup = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

export interface Search {
  /** What stands in the braces, escapes included, and where. */
  words: string;
  at: number;
  group: SearchGroup;
  /** The objects to search, each as a query without the search itself; empty = all that can be searched. */
  returning: Query[];
  limit: number;
}

const GROUPS: readonly string[] = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'];
/** The most records of one search. */
const MOST = 2000;

/** A fault in a search, with the platform's arrow; columns count as for faults of grammar in SOQL. */
export function malformedSearch(sosl: string, at: number, message: string): OrgError {
  return new OrgError(400, 'MALFORMED_SEARCH', placed(sosl, at - 1) + message);
}

/** @throws OrgError MALFORMED_SEARCH */
export function parseSosl(sosl: string): Search {
  const start = /^\s*FIND\s*\{/i.exec(sosl);
  const found = /^\s*FIND\s*\{((?:\\[\s\S]|[^}\\])*)\}/i.exec(sosl);
  if (!start || !found) {
    throw new OrgError(
      400,
      'MALFORMED_SEARCH',
      'No search term found. The search term must be enclosed in braces.',
    );
  }
  const [whole, words = ''] = found;
  try {
    // The words have a grammar of their own; blanks in their place keep the columns of the rest.
    const reader = readerOf(' '.repeat(whole.length) + sosl.slice(whole.length), sosl);
    return { words, at: start[0].length, ...readRest(reader, sosl) };
  } catch (error) {
    if (!(error instanceof OrgError) || error.errorCode !== 'MALFORMED_QUERY') throw error;
    throw new OrgError(400, 'MALFORMED_SEARCH', error.message);
  }
}

function readRest(reader: Reader, sosl: string): Pick<Search, 'group' | 'returning' | 'limit'> {
  const group = reader.takes('IN') ? readGroup(reader, sosl) : 'ALL';
  const returning: Query[] = [];
  if (reader.takes('RETURNING')) {
    do returning.push(readObject(reader));
    while (reader.takes(','));
  }
  if (reader.sees('WITH')) throw notImplemented('WITH in a search');
  const limit = reader.takes('LIMIT') ? Number(reader.next().text) : MOST;
  while (reader.takes('UPDATE', 'TRACKING') || reader.takes('UPDATE', 'VIEWSTAT'));
  if (reader.peek().kind !== 'end') throw unexpected(reader, sosl);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw malformedSearch(sosl, sosl.length, `LIMIT must be between 1 and ${MOST}`);
  }
  return { group, returning, limit };
}

function unexpected(reader: Reader, sosl: string): OrgError {
  const { text, at } = reader.peek();
  return malformedSearch(sosl, at, `Malformed search token: ${text}`);
}

function readGroup(reader: Reader, sosl: string): SearchGroup {
  const group = reader.peek().text.toUpperCase();
  if (!GROUPS.includes(group)) throw unexpected(reader, sosl);
  reader.next();
  if (!reader.takes('FIELDS')) throw unexpected(reader, sosl);
  return group as SearchGroup;
}

function readObject(reader: Reader): Query {
  const from = readPath(reader);
  const id: Query['items'] = [
    { kind: 'field', path: { kind: 'path', text: 'Id', at: from.at }, alias: null },
  ];
  const query = { from, alias: null, joined: [], at: from.at };
  if (!reader.takes('(')) return { ...query, items: id, ...NO_CLAUSES };
  const items = [readItem(reader)];
  while (reader.takes(',')) items.push(readItem(reader));
  const clauses = readClauses(reader);
  reader.expects(')');
  return { ...query, items, ...clauses };
}

const NO_CLAUSES = {
  scope: null,
  where: null,
  with: null,
  groupBy: null,
  having: null,
  orderBy: [],
  limit: null,
  offset: null,
  allRows: null,
};
