/** Parents that may be of several kinds: read by id, those of one kind together, as far as the user may see them. */
import type { GraphQLResolveInfo } from 'graphql';
import type { ObjectMetadata } from '../../metadata/model.ts';
import type { SRecord } from '../../state/engine.ts';
import type { GraphContext } from './connections.ts';
import { guarded } from './errors.ts';
import { columnsOf } from './selections.ts';

/** Ids asked for in one turn, of one object with one selection, and the query that will answer them all. */
interface Batch {
  ids: Set<string>;
  records: Promise<Map<string, SRecord>>;
}

const batches = new WeakMap<GraphContext, Map<string, Batch>>();

/** The record of an id, or null when there is none that the user may see. */
export async function readParent(
  context: GraphContext,
  object: ObjectMetadata,
  id: string,
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
): Promise<SRecord | null> {
  const columns = columnsOf(context.org.metadata, object, fieldNodes, fragments);
  const soql = `SELECT ${columns.join(', ')} FROM ${object.name} WHERE Id IN `;
  const open = batches.get(context) ?? new Map<string, Batch>();
  batches.set(context, open);
  const batch = open.get(soql) ?? startBatch(context, soql, () => open.delete(soql));
  open.set(soql, batch);
  batch.ids.add(id);
  return (await batch.records).get(id) ?? null;
}

function startBatch(context: GraphContext, soql: string, closed: () => void): Batch {
  const ids = new Set<string>();
  const records = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
    closed();
    const list = [...ids].map((id) => `'${id}'`).join(', ');
    const found = await guarded(() => context.org.query(context.user, `${soql}(${list})`));
    return new Map(found.records.map((record) => [String(record['Id']), record]));
  });
  return { ids, records };
}
