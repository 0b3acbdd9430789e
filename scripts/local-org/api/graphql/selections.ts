/** What a query selects of an object, read from the text of the query before its rows are fetched. */
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import { findField } from '../../metadata/model.ts';
import type { ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { nameFieldOf } from '../ui/fields.ts';
import { parentOf, wayOf } from './conditions.ts';

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

/** The fields directly below `nodes`, fragments followed; only those on `type` when it is given. */
export function childrenOf(nodes: readonly FieldNode[], fragments: Fragments, type?: string): FieldNode[] {
  return nodes.flatMap(({ selectionSet }) => fieldsOf(selectionSet, fragments, type));
}

function fieldsOf(set: SelectionSetNode | undefined, fragments: Fragments, type?: string): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === 'Field') return selection;
    const fragment = selection.kind === 'InlineFragment' ? selection : fragments[selection.name.value];
    const on = fragment?.typeCondition?.name.value;
    if (type !== undefined && on !== undefined && ![type, 'Record'].includes(on)) return [];
    return fieldsOf(fragment?.selectionSet, fragments, type);
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
  for (const node of childrenOf(nodes, fragments, object.name)) {
    const name = node.name.value;
    const field = implied(object, name) ?? findField(object, name);
    const parent = parentOf(metadata, object, name);
    if (field) columns.push(`${prefix}${field.name}`);
    else if (parent) columns.push(...columnsOf(metadata, parent, [node], fragments, `${prefix}${name}.`));
    else {
      // A parent of several kinds is read by itself, from its id.
      const way = wayOf(object, name);
      if (way) columns.push(`${prefix}${way.name}`);
    }
  }
  return [...new Set(columns)];
}

/** The field from which a record's own properties are made. */
function implied(object: ObjectMetadata, name: string) {
  if (name === 'DisplayValue') return nameFieldOf(object);
  return name === 'WeakEtag' ? findField(object, 'SystemModstamp') : undefined;
}
