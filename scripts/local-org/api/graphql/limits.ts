/** How much one query may ask for, as the platform documents it. */
import { GraphQLError, Kind } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';

/** Lists directly below `query` and `aggregate`. */
const mostSubqueries = 10;

/** An error when an operation of the document asks for too many lists. */
export function overLimit(document: DocumentNode): GraphQLError | undefined {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    const count = subqueries(operation.selectionSet, fragments, ['uiapi']);
    if (count > mostSubqueries) {
      const message = `A query can contain up to ${mostSubqueries} subqueries; this one has ${count}.`;
      return new GraphQLError(message, { nodes: [operation] });
    }
  }
  return undefined;
}

function subqueries(
  set: SelectionSetNode | undefined,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  path: readonly string[] | null,
): number {
  let count = 0;
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value;
      if (path === null) count += 1;
      else if (name === path[0]) count += subqueries(selection.selectionSet, fragments, ['query/aggregate']);
      else if (path[0] === 'query/aggregate' && ['query', 'aggregate'].includes(name))
        count += subqueries(selection.selectionSet, fragments, null);
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      count += subqueries(inner?.selectionSet, fragments, path);
    }
  }
  return count;
}
