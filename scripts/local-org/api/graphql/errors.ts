/** Errors of GraphQL answers, in the platform's form: `paths`, and the kind of the error in `extensions`. */
import { GraphQLError, Kind, visit } from 'graphql';
import type { ASTNode, DocumentNode } from 'graphql';
import { OrgError } from '../../errors.ts';

/** An error that arose while data was fetched or saved. */
export function failure(errorCode: string, message: string, fields: readonly string[] = []): GraphQLError {
  return new GraphQLError(message, { extensions: { ErrorType: 'DataFetchingException', errorCode, fields } });
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

/** An error as the answer carries it; those that arose before anything was executed are named by their kind. */
export function described(error: GraphQLError, document: DocumentNode | null): Record<string, unknown> {
  const { message, locations, path, extensions } = error.toJSON();
  const kind = document ? 'ValidationError' : 'InvalidSyntax';
  const unknownField = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message);
  const [node] = error.nodes ?? [];
  const text =
    unknownField && document && node
      ? `Validation error of type FieldUndefined: Field '${unknownField[1]}' in type '${unknownField[2]}' is undefined @ '${pathTo(document, node)}'`
      : message;
  return {
    message: text,
    locations: locations ?? [],
    paths: path ?? [],
    extensions: { ErrorType: kind, ...extensions },
  };
}

/** The names that lead to a node of the query, e.g. `uiapi/query/Account`. */
function pathTo(document: DocumentNode, wanted: ASTNode): string {
  const names: string[] = [];
  let found = '';
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD) names.push(node.name.value);
      if (node === wanted) found = names.join('/');
    },
    leave(node) {
      if (node.kind === Kind.FIELD) names.pop();
    },
  });
  return found;
}
