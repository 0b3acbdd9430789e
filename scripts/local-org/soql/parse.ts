/** From text to the parser's tree, with the platform's limits on the text and its error for what cannot be read. */
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { Query } from '@jetstreamapp/soql-parser-js';
import { notImplemented } from '../errors.ts';
import { malformed } from './errors.ts';

const LONGEST_QUERY = 100_000;

/** Parses SOQL. @throws OrgError MALFORMED_QUERY, or NOT_IMPLEMENTED for clauses the local org leaves out. */
export function parseSoql(soql: string): Query & { sObject: string } {
  if (soql.length > LONGEST_QUERY) {
    throw malformed(`SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`);
  }
  // The parser drops the third of three negations in a row; better refused than answered wrongly.
  if (/(\bNOT[\s(]+){3}/i.test(soql.replaceAll(/'(?:\\.|[^'\\])*'/gs, "''"))) {
    throw notImplemented('three NOTs in a row');
  }
  const query = parsed(soql);
  if (!query.sObject) throw malformed("unexpected token: '<EOF>'");
  if (query.withDataCategory) throw notImplemented('WITH DATA CATEGORY');
  if (query.usingScope && !/^everything$/i.test(query.usingScope)) {
    throw notImplemented(`USING SCOPE ${query.usingScope}`);
  }
  return { ...query, sObject: query.sObject };
}

function parsed(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    // The parser's own text speaks of its grammar; the last line names the token at fault.
    const message = error instanceof Error ? error.message : String(error);
    const token = /but found:? (?:-->)? ?'?([^'<]*)'?/.exec(message)?.[1]?.trim();
    throw malformed(`unexpected token: '${token ?? ''}'`);
  }
}
