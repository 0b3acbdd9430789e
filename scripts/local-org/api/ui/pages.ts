/** Pages of records for lists of any kind: by token, sorted, with fields of the caller's choice and a filter. */
import { coerceInputLiteral, GraphQLError, parseConstValue } from 'graphql';
import { z } from 'zod';
import { OrgError } from '../../errors.ts';
import type { ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { parsedBody } from '../answers.ts';
import { condition, type Filter } from '../graphql/conditions.ts';
import { ObjectTypes } from '../graphql/objects.ts';
import type { ApiRequest } from '../route.ts';
import { readerOf } from './display.ts';
import { columns as columnsOf, selection } from './fields.ts';
import { represent, stampsOf } from './records.ts';
import { addFields, listed } from './request.ts';

/** What a caller asks of a list. */
export interface PageRequest {
  fields: string[];
  optionalFields: string[];
  pageSize: number;
  /** Place of the first record. */
  start: number;
  sortBy: string[];
  /** A filter in GraphQL's form, e.g. `{Name: {eq: "Ada"}}`. */
  where: string | null;
  /** Path of the resource with its query, without paging. */
  url: string;
}

const defaultPageSize = 50;
const largestPage = 2_000;

const names = z.union([z.array(z.string()), z.string().transform(listed)]).nullish();
const PageBody = z.object({
  fields: names,
  optionalFields: names,
  pageSize: z.number().nullish(),
  pageToken: z.union([z.string(), z.number()]).nullish(),
  sortBy: names,
  where: z.string().nullish(),
});

/** Reads what a request asks, from its parameters or from its body. @throws OrgError for values out of range */
export function pageRequest(request: ApiRequest): PageRequest {
  const { query } = request;
  const body = request.method === 'POST' ? parsedBody(PageBody, request.body ?? {}) : null;
  const many = (name: 'fields' | 'optionalFields' | 'sortBy') => body?.[name] ?? listed(query.get(name));
  const pageSize = body?.pageSize ?? wholeNumber(query.get('pageSize'), 'pageSize', defaultPageSize);
  const start = wholeNumber(String(body?.pageToken ?? query.get('pageToken') ?? '0'), 'pageToken', 0);
  if (pageSize < 1 || pageSize > largestPage) throw illegal('pageSize', String(pageSize));
  const kept = new URLSearchParams(query);
  for (const name of ['pageSize', 'pageToken']) kept.delete(name);
  return {
    fields: many('fields'),
    optionalFields: many('optionalFields'),
    pageSize,
    start,
    sortBy: many('sortBy'),
    where: body?.where ?? query.get('where'),
    url: `${request.path}?${kept}${kept.size > 0 ? '&' : ''}`,
  };
}

function wholeNumber(text: string | null, name: string, absent: number): number {
  if (text === null || text === '') return absent;
  if (!/^\d{1,9}$/.test(text)) throw illegal(name, text);
  return Number(text);
}

function illegal(name: string, value: string): OrgError {
  return new OrgError(
    400,
    'ILLEGAL_QUERY_PARAMETER_VALUE',
    `Illegal value for query parameter '${name}': ${value}`,
  );
}

/** What the list itself brings along. */
interface ListParts {
  /** Columns that are read whether the caller names them or not; those that are not there are left out. */
  columns: readonly string[];
  where: string | undefined;
  /** Fields in the order that counts when the caller names none, e.g. `Name` or `-Name`. */
  order: readonly string[];
}

/** Reads a page as the user sees it. */
export async function pageOfRecords(
  org: Engine,
  user: UserContext,
  object: ObjectMetadata,
  page: PageRequest,
  parts: ListParts,
) {
  const tree = selection(object);
  const shown = [...parts.columns, 'Id', 'CreatedDate', ...stampsOf(object)].map(
    (name) => `${object.name}.${name}`,
  );
  addFields(org, user, tree, { fields: page.fields, optional: [...shown, ...page.optionalFields] });
  const wanted = columnsOf(tree);
  const filter = page.where
    ? condition(org.metadata, object, parsedFilter(new ObjectTypes(org.metadata, user), object, page.where))
    : undefined;
  const conditions = [parts.where, filter].filter((part) => part !== undefined).map((part) => `(${part})`);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const order = orderOf(object, page.sortBy.length > 0 ? page.sortBy : parts.order);
  const paging = ` LIMIT ${page.pageSize + 1}${page.start > 0 ? ` OFFSET ${page.start}` : ''}`;
  const soql = `SELECT ${wanted.join(', ')} FROM ${object.name}${where}${order}${paging}`;
  const { records } = await org.query(user, soql);
  const reader = await readerOf(org, user);
  const shownRecords = records.slice(0, page.pageSize).map((record) => represent(tree, record, reader));
  return { ...pagePlace(page, shownRecords.length, records.length > page.pageSize), records: shownRecords };
}

function pagePlace(
  { url, start, pageSize, fields, optionalFields, sortBy }: PageRequest,
  count: number,
  more: boolean,
) {
  const address = (token: number) => `${url}pageSize=${pageSize}&pageToken=${token}`;
  const next = more ? start + pageSize : null;
  const previous = start > 0 ? Math.max(0, start - pageSize) : null;
  return {
    count,
    currentPageToken: String(start),
    currentPageUrl: address(start),
    fields,
    nextPageToken: next === null ? null : String(next),
    nextPageUrl: next === null ? null : address(next),
    optionalFields,
    pageSize,
    previousPageToken: previous === null ? null : String(previous),
    previousPageUrl: previous === null ? null : address(previous),
    sortBy,
  };
}

/** `-Weight__c` sorts downwards. A field may be qualified with its object. */
function orderOf(object: ObjectMetadata, sortBy: readonly string[]): string {
  const terms = sortBy.map((term) => {
    const down = term.startsWith('-');
    const path = term.replace(/^-/, '').replace(new RegExp(`^${object.name}\\.`, 'i'), '');
    if (!/^\w+(\.\w+)*$/.test(path)) throw illegal('sortBy', term);
    return `${path} ${down ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`;
  });
  return terms.length > 0 ? ` ORDER BY ${terms.join(', ')}` : '';
}

function parsedFilter(types: ObjectTypes, object: ObjectMetadata, text: string): Filter {
  try {
    const filter = coerceInputLiteral(parseConstValue(text), types.of(object).filter);
    if (typeof filter === 'object' && filter !== null) return filter as Filter;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
  throw illegal('where', text);
}
