/** Lists of records: one query for the rows of a page, one for the total when it is asked for. */
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { OrgError } from '../../errors.ts';
import type { ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, SRecord, UserContext } from '../../state/engine.ts';
import { condition, order, type Filter } from './conditions.ts';
import { below, columnsOf } from './selections.ts';

/** What every resolver works with. */
export interface GraphContext {
  org: Engine;
  user: UserContext;
}

export interface ConnectionArguments {
  where?: Filter | null;
  orderBy?: Filter | null;
  first?: number | null;
  after?: string | null;
}

export interface Connection {
  edges: { node: SRecord; cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  pageResultCount: number;
  totalCount(): Promise<number>;
}

const defaultPage = 10;
const largestPage = 2000;

/** Reads a page of an object's records as the user. `fixed` is a condition that the caller's filter cannot loosen. */
export async function readConnection(
  context: GraphContext,
  object: ObjectMetadata,
  args: ConnectionArguments,
  info: GraphQLResolveInfo,
  fixed?: string,
): Promise<Connection> {
  const { org, user } = context;
  const first = args.first ?? defaultPage;
  if (first < 1 || first > largestPage)
    throw failure('INVALID_ARGUMENT', `first must be between 1 and ${largestPage}`);
  const offset = args.after ? offsetOf(args.after) : 0;
  const filter = args.where ? condition(org.metadata, object, args.where) : undefined;
  const conditions = [fixed, filter].filter((part) => part !== undefined).join(' AND ');
  const where = conditions ? ` WHERE ${conditions}` : '';
  const terms = args.orderBy ? order(org.metadata, object, args.orderBy) : [];
  const sorted = terms.length > 0 ? ` ORDER BY ${terms.join(', ')}` : '';
  const nodes = below(info.fieldNodes, info.fragments, 'edges', 'node');
  const columns = columnsOf(org.metadata, object, nodes, info.fragments);
  // One row more than asked for tells whether there is a next page.
  const limit = ` LIMIT ${first + 1}${offset > 0 ? ` OFFSET ${offset}` : ''}`;
  const soql = `SELECT ${columns.join(', ')} FROM ${object.name}${where}${sorted}${limit}`;
  const { records } = await guarded(() => org.query(user, soql));
  const totalCount = async () => {
    const counted = await guarded(() => org.query(user, `SELECT COUNT() FROM ${object.name}${where}`));
    return counted.totalSize;
  };
  return { ...pageOf(records, first, offset), totalCount };
}

function pageOf(records: readonly SRecord[], first: number, offset: number): Omit<Connection, 'totalCount'> {
  const edges = records
    .slice(0, first)
    .map((node, index) => ({ node, cursor: cursorOf(offset + index + 1) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: records.length > first,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    pageResultCount: edges.length,
  };
}

function cursorOf(position: number): string {
  return Buffer.from(`v1:${position}`).toString('base64');
}

function offsetOf(cursor: string): number {
  const found = /^v1:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!found) throw failure('INVALID_ARGUMENT', 'after is not a cursor of this query');
  return Number(found[1]);
}

/** Runs engine work; what the org refuses becomes an error of the GraphQL answer. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OrgError && error.status < 500) throw failure(error.errorCode, error.message);
    throw error;
  }
}

/** An error as the GraphQL API marks one that arose while data was fetched or saved. */
export function failure(errorCode: string, message: string, fields: readonly string[] = []): GraphQLError {
  return new GraphQLError(message, { extensions: { ErrorType: 'DataFetchingException', errorCode, fields } });
}
