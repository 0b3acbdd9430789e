/** Lists of records: one query for the rows of a page, one for the total when it is asked for. */
import type { GraphQLResolveInfo } from 'graphql';
import type { ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, SRecord, UserContext } from '../../state/engine.ts';
import type { Reader } from '../ui/display.ts';
import { condition, order, type Filter } from './conditions.ts';
import { failure, guarded } from './errors.ts';
import { below, columnsOf } from './selections.ts';
import { asWritten } from './written-order.ts';

/** What every resolver works with. */
export interface GraphContext {
  org: Engine;
  user: UserContext;
  /** How the user reads values. */
  reader: Reader;
}

export interface ConnectionArguments {
  where?: Filter | null;
  orderBy?: Filter | null;
  first?: number | null;
  after?: string | null;
  upperBound?: number | null;
  scope?: Scope | null;
}

export type Scope = 'EVERYTHING' | 'MINE';

export interface Connection {
  edges: { node: SRecord; cursor: string }[];
  pageInfo: PageInfo;
  pageResultCount: number;
  totalCount(): Promise<number>;
}

interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

const defaultPage = 10;
const largestPage = 2000;
const smallestBoundedPage = 200;

/** Reads a page of an object's records as the user. `fixed` is a condition that the caller's filter cannot loosen. */
export async function readConnection(
  context: GraphContext,
  object: ObjectMetadata,
  args: ConnectionArguments,
  info: GraphQLResolveInfo,
  fixed?: string,
): Promise<Connection> {
  const { org, user } = context;
  const where = whereOf(context, object, args, fixed);
  const terms = args.orderBy ? order(org.metadata, object, asWritten(args.orderBy, 'orderBy', info)) : [];
  const sorted = terms.length > 0 ? ` ORDER BY ${terms.join(', ')}` : '';
  const nodes = below(info.fieldNodes, info.fragments, 'edges', 'node');
  const columns = columnsOf(org.metadata, object, nodes, info.fragments);
  const soql = `SELECT ${columns.join(', ')} FROM ${object.name}${where}${sorted}`;
  const totalCount = async () => {
    const counted = await guarded(() => org.query(user, `SELECT COUNT() FROM ${object.name}${where}`));
    return counted.totalSize;
  };
  const first = pageSize(args);
  const locator = args.after ? locatorOf(args.after) : null;
  if (locator || typeof args.upperBound === 'number') {
    return { ...(await boundedPage(context, soql, args, first, locator)), totalCount };
  }
  const offset = args.after ? positionOf(args.after) + 1 : 0;
  // One row more than asked for tells whether there is a next page.
  const limit = ` LIMIT ${first + 1}${offset > 0 ? ` OFFSET ${offset}` : ''}`;
  const { records } = await guarded(() => org.query(user, soql + limit));
  return { ...pageOf(records.slice(0, first), offset, records.length > first), totalCount };
}

/** The WHERE of a list: the caller's filter, his scope, and what binds the list to its parent. */
export function whereOf(
  { org, user }: GraphContext,
  object: ObjectMetadata,
  args: Pick<ConnectionArguments, 'where' | 'scope'>,
  fixed?: string,
): string {
  const filter = args.where ? condition(org.metadata, object, args.where) : undefined;
  const scope = args.scope === 'MINE' ? `OwnerId = '${user.userId}'` : undefined;
  const conditions = [fixed, scope, filter].filter((part) => part !== undefined).join(' AND ');
  return conditions ? ` WHERE ${conditions}` : '';
}

/** How many rows a page may have. @throws GraphQLError */
export function pageSize({ first, upperBound }: Pick<ConnectionArguments, 'first' | 'upperBound'>): number {
  const least = typeof upperBound === 'number' ? smallestBoundedPage : 1;
  const size = first ?? Math.max(defaultPage, least);
  if (size >= least && size <= largestPage) return size;
  throw failure('INVALID_ARGUMENT', `first must be between ${least} and ${largestPage}`);
}

/** A page out of a cursor over at most `upperBound` rows, which goes further than offsets do. */
async function boundedPage(
  { org, user }: GraphContext,
  soql: string,
  { after, upperBound }: ConnectionArguments,
  first: number,
  locator: { locator: string; position: number } | null,
): Promise<Omit<Connection, 'totalCount'>> {
  // A caller may change over from pages by position: what he has seen is skipped.
  const seen = !locator && after ? positionOf(after) + 1 : 0;
  const page = await guarded(() =>
    locator
      ? org.nextPage(user, locator.locator)
      : org.queryPage(user, `${soql} LIMIT ${upperBound}${seen > 0 ? ` OFFSET ${seen}` : ''}`, {
          batchSize: first,
        }),
  );
  const start = locator ? locator.position + 1 : seen;
  const result = pageOf(page.records, start, page.next !== null);
  if (page.next === null) return result;
  const end = encoded(`v2:${start + page.records.length - 1}:${page.next}`);
  return { ...result, pageInfo: { ...result.pageInfo, endCursor: end } };
}

function pageOf(
  records: readonly SRecord[],
  offset: number,
  hasNextPage: boolean,
): Omit<Connection, 'totalCount'> {
  const edges = records.map((node, index) => ({ node, cursor: cursorOf(offset + index) }));
  return {
    edges,
    pageInfo: {
      hasNextPage,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    pageResultCount: edges.length,
  };
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The cursor of a row by its place, counted from zero. */
export function cursorOf(position: number): string {
  return encoded(`v1:${position}`);
}

/** @throws GraphQLError when the text is no cursor of this API */
export function positionOf(cursor: string): number {
  const found = /^v1:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!found) throw failure('INVALID_ARGUMENT', 'after is not a cursor of this query');
  return Number(found[1]);
}

function locatorOf(cursor: string): { locator: string; position: number } | null {
  const found = /^v2:(\d+):(.+)$/s.exec(Buffer.from(cursor, 'base64').toString());
  return found ? { position: Number(found[1]), locator: found[2] ?? '' } : null;
}
