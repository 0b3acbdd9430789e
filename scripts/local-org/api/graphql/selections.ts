/** What a query selects of an object, read from the text of the query before its rows are fetched. */
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { findField } from '../../metadata/model.ts';
import type { ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { parentOf } from './conditions.ts';

type Fragments = GraphQLResolveInfo['fragments'];

/** The fields below `nodes` reached by a path of names, fragments followed. */
export function below(nodes: readonly FieldNode[], fragments: Fragments, ...path: string[]): FieldNode[] {
  return path.reduce<FieldNode[]>(
    (found, name) =>
      found.flatMap((node) =>
        fieldsOf(node.selectionSet, fragments).filter((field) => field.name.value === name),
      ),
    [...nodes],
  );
}

function fieldsOf(set: SelectionSetNode | undefined, fragments: Fragments): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === 'Field') return selection;
    if (selection.kind === 'InlineFragment') return fieldsOf(selection.selectionSet, fragments);
    return fieldsOf(fragments[selection.name.value]?.selectionSet, fragments);
  });
}

/** The columns that the record nodes need, parents included. Children are read by queries of their own. */
export function columnsOf(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  nodes: readonly FieldNode[],
  fragments: Fragments,
  prefix = '',
): string[] {
  const columns = [`${prefix}Id`];
  for (const node of nodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments))) {
    const name = node.name.value;
    const field = findField(object, name);
    const parent = parentOf(metadata, object, name);
    if (field) columns.push(`${prefix}${field.name}`);
    else if (parent) columns.push(...columnsOf(metadata, parent, [node], fragments, `${prefix}${name}.`));
  }
  return [...new Set(columns)];
}
