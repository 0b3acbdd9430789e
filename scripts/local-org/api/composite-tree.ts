/** Trees of new records: parents with their children, all of them or none. */
import { z } from 'zod';
import { notFound, OrgError } from '../errors.ts';
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { childRelationships } from '../metadata/relationships.ts';
import type { Engine, RecordInput, SaveError, UserContext } from '../state/engine.ts';
import { parsedBody } from './answers.ts';
import type { Handler, Route } from './route.ts';

const MOST_RECORDS = 200;
const DEEPEST = 5;
const MOST_TYPES = 5;

const TreeRecord = z.looseObject({
  attributes: z.looseObject({ type: z.string(), referenceId: z.string() }),
});
type TreeRecord = z.infer<typeof TreeRecord>;
const Tree = z.object({ records: z.array(TreeRecord).min(1) });
const Children = z.object({ records: z.array(TreeRecord) });

/** A record of the tree without its children. */
interface Node {
  type: string;
  referenceId: string;
  fields: RecordInput;
  level: number;
  parent: { node: Node; field: string } | null;
  id: string;
}

interface TreeError {
  referenceId: string;
  errors: SaveError[];
}

/** Thrown inside the transaction to undo it. */
class TreeFault extends Error {
  override readonly name = 'TreeFault';
  readonly results: TreeError[];

  constructor(results: TreeError[]) {
    super('Not all records of the tree were valid');
    this.results = results;
  }
}

const create: Handler = async (org, request) => {
  const object = findObject(org.metadata, request.params['object'] ?? '');
  const { user } = request.session;
  if (!object || !user.object(object.name).read) throw notFound();
  const { records } = parsedBody(Tree, request.body);
  const nodes = records.flatMap((record) => flatten(org.metadata, record, 1, null));
  try {
    checkTree(object, nodes);
    await org.transaction((tx) => save(tx, user, nodes));
  } catch (error) {
    if (error instanceof TreeFault) return { status: 400, body: { hasErrors: true, results: error.results } };
    throw error;
  }
  const results = nodes.map(({ referenceId, id }) => ({ referenceId, id }));
  return { status: 201, body: { hasErrors: false, results } };
};

/** A record and everything below it, parents first. @throws OrgError when a list is no list of records */
function flatten(metadata: OrgMetadata, record: TreeRecord, level: number, parent: Node['parent']): Node[] {
  const { attributes, ...values } = record;
  const object = findObject(metadata, attributes.type);
  const ways = object ? childRelationships(metadata, object) : [];
  const node: Node = {
    type: object?.name ?? attributes.type,
    referenceId: attributes.referenceId,
    fields: {},
    level,
    parent,
    id: '',
  };
  const below: Node[] = [];
  for (const [name, value] of Object.entries(values)) {
    const way = ways.find((one) => one.name?.toLowerCase() === name.toLowerCase());
    if (!way) {
      node.fields[name] = value;
      continue;
    }
    for (const child of parsedBody(Children, value).records) {
      below.push(...flatten(metadata, child, level + 1, { node, field: way.field.name }));
    }
  }
  return [node, ...below];
}

/** @throws TreeFault or OrgError when the tree is larger than it may be or its reference ids are not good */
function checkTree(object: ObjectMetadata, nodes: readonly Node[]): void {
  const types = new Set(nodes.map(({ type }) => type.toLowerCase()));
  const limits: [number, number, string][] = [
    [nodes.length, MOST_RECORDS, 'records'],
    [Math.max(...nodes.map(({ level }) => level)), DEEPEST, 'levels'],
    [types.size, MOST_TYPES, 'types of records'],
  ];
  const passed = limits.find(([count, most]) => count > most);
  if (passed) throw new OrgError(400, 'INVALID_INPUT', `A tree may have ${passed[1]} ${passed[2]}`);
  const fault = (node: Node, message: string): TreeError => ({
    referenceId: node.referenceId,
    errors: [{ statusCode: 'INVALID_INPUT', message, fields: [] }],
  });
  const groups = Map.groupBy(nodes, ({ referenceId }) => referenceId);
  const faults = nodes.flatMap((node) => {
    if (!/^[A-Za-z0-9]/.test(node.referenceId)) {
      return [fault(node, 'A reference ID must start with a letter or a digit.')];
    }
    if ((groups.get(node.referenceId)?.length ?? 0) > 1) {
      return [fault(node, 'Duplicate ReferenceId provided in the request.')];
    }
    const root = node.parent === null && node.type !== object.name;
    return root ? [fault(node, `Records of this tree must be of type ${object.name}.`)] : [];
  });
  if (faults.length > 0) throw new TreeFault(faults);
}

/** Saves level by level, so that parents have their ids; records of a level and type go side by side. */
async function save(tx: Engine, user: UserContext, nodes: readonly Node[]): Promise<void> {
  for (const level of Map.groupBy(nodes, ({ level: depth }) => depth).values()) {
    const failed: TreeError[] = [];
    for (const [type, members] of Map.groupBy(level, (node) => node.type)) {
      const records = members.map(({ fields, parent }) =>
        parent ? { ...fields, [parent.field]: parent.node.id } : fields,
      );
      const results = await tx.insert(user, type, records, { allOrNone: false });
      for (const [index, node] of members.entries()) {
        const result = results[index];
        if (result?.success && result.id !== undefined) node.id = result.id;
        else failed.push({ referenceId: node.referenceId, errors: result?.errors ?? [] });
      }
    }
    if (failed.length > 0) throw new TreeFault(failed);
  }
}

export const routes: Route[] = [{ method: 'POST', pattern: '/composite/tree/:object', handle: create }];
