/** Parameters that several resources of the UI API take. */
import { OrgError } from '../../errors.ts';
import { findField, type ObjectMetadata } from '../../metadata/model.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import type { ApiRequest } from '../route.ts';
import { addPath, nameFieldOf, selection, type FieldTree } from './fields.ts';
import { layoutFields, layoutMode, layoutType } from './layouts.ts';
import { masterRecordType } from './records.ts';

/** A named part of the path. */
export function param(request: ApiRequest, name: string): string {
  return request.params[name] ?? '';
}

/** `a, b` → `['a', 'b']`. */
export function listed(parameter: string | null | undefined): string[] {
  return (parameter ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** @throws OrgError unless the id is that of the one record type there is */
export function checkRecordType(id: string): void {
  if (id.length >= 15 && masterRecordType.startsWith(id.slice(0, 15))) return;
  throw new OrgError(400, 'INVALID_ID_FIELD', `Illegal value for query parameter 'recordTypeId': ${id}`);
}

/** Adds `Object.Field` paths to a selection; of `optional` ones those that exist and may be read. */
export function addFields(
  org: Engine,
  user: UserContext,
  tree: FieldTree,
  { fields, optional }: { fields: readonly string[]; optional: readonly string[] },
): void {
  for (const field of fields) addPath(org.metadata, user, tree, pathWithin(tree.object, field));
  for (const field of optional) {
    try {
      addPath(org.metadata, user, tree, pathWithin(tree.object, field));
    } catch (error) {
      // That is what makes them optional.
      if (!(error instanceof OrgError)) throw error;
    }
  }
}

function pathWithin(object: ObjectMetadata, qualified: string): string {
  const [name = '', ...path] = qualified.split('.');
  if (path.length === 0) {
    const message = `Expected '.' in all qualified names: ${qualified} is invalid`;
    throw new OrgError(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', message);
  }
  if (name.toLowerCase() === object.name.toLowerCase()) return path.join('.');
  throw new OrgError(400, 'INVALID_FIELD', `${qualified} is not a field of ${object.name}`);
}

/** The fields of `?fields=`, `?optionalFields=` and of the layouts that `?layoutTypes=` and `?modes=` name. */
export function requestedFields(org: Engine, request: ApiRequest, object: ObjectMetadata): FieldTree {
  const { query } = request;
  const { user } = request.session;
  const fields = listed(query.get('fields'));
  const optional = listed(query.get('optionalFields'));
  const layouts = listed(query.get('layoutTypes'));
  if (fields.length + optional.length + layouts.length === 0) {
    throw new OrgError(
      400,
      'MISSING_ARGUMENT',
      'Specify at least one of fields, optionalFields and layoutTypes',
    );
  }
  const tree = selection(object);
  addFields(org, user, tree, { fields, optional });
  const modes = listed(query.get('modes'));
  for (const type of layouts.map(layoutType)) {
    for (const mode of (modes.length > 0 ? modes : ['View']).map(layoutMode)) {
      addLayoutFields(org, user, tree, layoutFields(org.metadata, user, object, type, mode));
    }
  }
  return tree;
}

/** Adds the fields of a layout; with a lookup comes the name of the record to which it leads. */
export function addLayoutFields(
  org: Engine,
  user: UserContext,
  tree: FieldTree,
  names: readonly string[],
): void {
  for (const name of names) {
    addPath(org.metadata, user, tree, name);
    const field = findField(tree.object, name);
    const target =
      field?.referenceTo.length === 1
        ? org.metadata.objects.get((field.referenceTo[0] ?? '').toLowerCase())
        : undefined;
    const label = target && user.object(target.name).read ? nameFieldOf(target) : undefined;
    if (field?.relationshipName && label)
      addPath(org.metadata, user, tree, `${field.relationshipName}.${label.name}`);
  }
}
