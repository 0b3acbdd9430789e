/** Searches: each object is asked like a query, so that sharing and field access hold. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { findObject } from '../metadata/model.ts';
import { compileQuery } from '../soql/compile.ts';
import { placedFault, unsupportedType } from '../soql/errors.ts';
import type { RecordQuery } from '../soql/outputs.ts';
import { runFirst } from '../soql/run.ts';
import { bind } from '../soql/scope.ts';
import type { QueryContext } from '../soql/scope.ts';
import type { Query } from '../soql/syntax/tree.ts';
import type { Sql } from '../state/database.ts';
import type { SRecord } from '../state/engine.ts';
import { quoted } from '../state/schema.ts';
import { parseSosl } from './parse.ts';
import type { SearchGroup } from './parse.ts';
import { readWords } from './words.ts';
import type { Words } from './words.ts';

const SEARCHED_STANDARD = ['Case', 'ContentVersion', 'User'];
const TEXTS: readonly FieldMetadata['type'][] = ['string', 'textarea', 'email', 'phone', 'url', 'combobox'];

/**
 * Runs a search for the user of a context.
 * @param contextFor makes a fresh context over the text of the search
 * @throws OrgError MALFORMED_SEARCH, INVALID_FIELD, INVALID_TYPE
 */
export async function runSearch(
  sql: Sql,
  sosl: string,
  contextFor: () => QueryContext,
  version: string,
): Promise<SRecord[]> {
  const search = parseSosl(sosl);
  const words = readWords(search.words, { sosl, at: search.at });
  const queries = search.returning.length > 0 ? search.returning : everywhere(contextFor());
  const records: SRecord[] = [];
  for (const query of queries) {
    const left = search.limit - records.length;
    if (left <= 0) break;
    const compiled = compileSearch(contextFor(), query, { words, group: search.group });
    if (compiled) records.push(...(await runFirst(sql, compiled, left, version)));
  }
  return records;
}

function isSearched(object: ObjectMetadata): boolean {
  return object.queryable && (object.kind === 'custom' || SEARCHED_STANDARD.includes(object.name));
}

/** All objects that can be searched and that the user may read. */
function everywhere({ metadata, user }: QueryContext): Query[] {
  return [...metadata.objects.values()]
    .filter((object) => isSearched(object) && user.object(object.name).read)
    .flatMap(({ name }) => parseSosl(`FIND {all} RETURNING ${name}`).returning);
}

/** The query of one object with the search; null when the object has no field of the group. */
function compileSearch(
  context: QueryContext,
  query: Query,
  { words, group }: { words: Words; group: SearchGroup },
): RecordQuery | null {
  const { soql, metadata, user } = context;
  const compiled = compileQuery(context, query);
  if (compiled.kind !== 'records' || query.items.some(({ kind }) => kind === 'child')) {
    throw placedFault('MALFORMED_SEARCH', soql, query.at, 'A search returns fields of records alone');
  }
  const object = findObject(metadata, query.from.text);
  if (!object || !isSearched(object)) throw unsupportedType(soql, query.from.at, query.from.text);
  const columns = [...object.fields.values()]
    .filter((field) => isOfGroup(field, group) && user.field(object.name, field.name).read)
    .map((field) => `${compiled.alias}.${quoted(field.name)}`);
  if (columns.length === 0) return null;
  const found = wordsSql(words, (pattern) => {
    const parameter = `${bind(context, pattern)}::text`;
    return `(${columns.map((column) => `${column} ~* ${parameter}`).join(' OR ')})`;
  });
  return { ...compiled, where: compiled.where ? `${compiled.where} AND ${found}` : `WHERE ${found}` };
}

function isOfGroup(field: FieldMetadata, group: SearchGroup): boolean {
  if (field.formula !== undefined) return false;
  switch (group) {
    case 'NAME':
      return field.nameField;
    case 'EMAIL':
      return field.type === 'email';
    case 'PHONE':
      return field.type === 'phone';
    case 'ALL':
    case 'SIDEBAR':
      return TEXTS.includes(field.type);
  }
}

function wordsSql(words: Words, test: (pattern: string) => string): string {
  switch (words.kind) {
    case 'word':
      return test(words.pattern);
    case 'not':
      return `(${wordsSql(words.item, test)}) IS NOT TRUE`;
    default:
      return `(${words.items.map((item) => wordsSql(item, test)).join(words.kind === 'and' ? ' AND ' : ' OR ')})`;
  }
}
