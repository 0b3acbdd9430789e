/** What a lookup field offers while a person types: records of the object it leads to, by name. */
import { notImplemented, OrgError } from '../../errors.ts';
import { findField, findObject } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import type { ApiRequest } from '../route.ts';
import { readerOf } from './display.ts';
import { columns, nameFieldOf, selection, addPath } from './fields.ts';
import { represent, stampsOf } from './records.ts';

const defaultPageSize = 25;
const largestPage = 2_000;

/** The lookup of a name. @throws OrgError ILLEGAL_QUERY_PARAMETER_VALUE when the field is none */
export function lookupField(user: UserContext, object: ObjectMetadata, name: string): FieldMetadata {
  const field = findField(object, name);
  if (field?.type === 'reference' && user.field(object.name, field.name).read) return field;
  throw illegal(`Field: ${name} is not a valid lookup field.`);
}

/** The objects that a lookup may lead to, as far as the user may read them; only `wanted` when it is named. */
export function lookupTargets(
  org: Engine,
  user: UserContext,
  field: FieldMetadata,
  wanted: string | undefined,
): ObjectMetadata[] {
  const targets = field.referenceTo
    .map((name) => findObject(org.metadata, name))
    .filter((target) => target !== undefined)
    .filter(({ name, uiApi }) => uiApi && user.object(name).read);
  if (wanted === undefined) return targets;
  const found = targets.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found.length === 0) throw illegal(`${wanted} is not a valid target of the field ${field.name}.`);
  return found;
}

/** A page of records whose names hold what was typed. */
export async function lookupRecords(org: Engine, request: ApiRequest, target: ObjectMetadata) {
  const { user } = request.session;
  const { query } = request;
  const text = query.get('q') ?? '';
  const type = query.get('searchType') ?? (text ? 'Search' : 'Recent');
  if (!['Recent', 'Search', 'TypeAhead'].includes(type)) {
    throw illegal(`Illegal value for query parameter 'searchType': ${type}`);
  }
  if (type === 'Recent') throw notImplemented('recently viewed records (searchType Recent)');
  const page = whole(query.get('page'), 'page', 1);
  const size = Math.min(whole(query.get('pageSize'), 'pageSize', defaultPageSize), largestPage);
  const tree = selection(target);
  const name = nameFieldOf(target);
  for (const field of ['Id', ...(name ? [name.name] : [])]) addPath(org.metadata, user, tree, field);
  const wanted = [...new Set([...columns(tree), ...stampsOf(target)])];
  const where = name ? `${name.name} LIKE '${pattern(text)}'` : 'Id = null';
  const order = name?.sortable ? ` ORDER BY ${name.name}` : '';
  const start = (page - 1) * size;
  const offset = start > 0 ? ` OFFSET ${start}` : '';
  const soql = `SELECT ${wanted.join(', ')} FROM ${target.name} WHERE ${where}${order} LIMIT ${size + 1}${offset}`;
  const { records } = await org.query(user, soql);
  const reader = await readerOf(org, user);
  const shown = records.slice(0, size).map((record) => represent(tree, record, reader));
  const address = (number: number) => {
    const parameters = new URLSearchParams({
      q: text,
      searchType: type,
      page: String(number),
      pageSize: String(size),
    });
    return `${request.path}?${parameters}`;
  };
  const more = records.length > size;
  return {
    count: shown.length,
    currentPageToken: null,
    currentPageUrl: address(page),
    nextPageToken: null,
    nextPageUrl: more ? address(page + 1) : null,
    previousPageToken: null,
    previousPageUrl: page > 1 ? address(page - 1) : null,
    records: shown,
  };
}

function whole(text: string | null, name: string, absent: number): number {
  if (text === null || text === '') return absent;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw illegal(`Illegal value for query parameter '${name}': ${text}`);
}

/** What was typed is text: its own percent signs and underscores stand for themselves. */
function pattern(text: string): string {
  return `%${text.replace(/[\\'%_]/g, '\\$&')}%`;
}

function illegal(message: string): OrgError {
  return new OrgError(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', message);
}
