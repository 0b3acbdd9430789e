/** From text to tree, with the platform's limits on the text. */
import { malformed } from './errors.ts';
import { readerOf } from './syntax/reader.ts';
import { readStatement } from './syntax/statement.ts';
import type { Query } from './syntax/tree.ts';

const LONGEST_QUERY = 100_000;
/** Longer ones mostly list ids, and do not come again. */
const LONGEST_KEPT = 4_000;
const MOST_KEPT = 500;

/** Trees by text, those read first at the start: clients ask the same again and again. */
const kept = new Map<string, Query>();

/**
 * Parses SOQL.
 * @returns the tree, which others share: it must not be changed
 * @throws OrgError MALFORMED_QUERY with the place of the fault
 */
export function parseSoql(soql: string): Readonly<Query> {
  if (soql.length > LONGEST_QUERY) {
    throw malformed(`SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`);
  }
  const known = kept.get(soql);
  if (known) return known;
  const query = readStatement(readerOf(soql));
  if (soql.length <= LONGEST_KEPT) keep(soql, query);
  return query;
}

function keep(soql: string, query: Query): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size >= MOST_KEPT) kept.delete(oldest);
  kept.set(soql, query);
}
