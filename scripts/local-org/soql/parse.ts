/** From text to tree, with the platform's limits on the text. */
import { malformed } from './errors.ts';
import { readerOf } from './syntax/reader.ts';
import { readStatement } from './syntax/statement.ts';
import type { Query } from './syntax/tree.ts';

const LONGEST_QUERY = 100_000;

/** Parses SOQL. @throws OrgError MALFORMED_QUERY with the place of the fault */
export function parseSoql(soql: string): Query {
  if (soql.length > LONGEST_QUERY) {
    throw malformed(`SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`);
  }
  return readStatement(readerOf(soql));
}
