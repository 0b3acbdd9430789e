/** Which fields of a record, and of its parents, a caller asks for. */
import { OrgError, notFound } from '../../errors.ts';
import { findField, findObject } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import type { UserContext } from '../../state/engine.ts';
import { normaliseId } from '../../state/ids.ts';

/** Fields of one object with their parents, each by its declared name. */
export interface FieldTree {
  object: ObjectMetadata;
  fields: Map<string, FieldMetadata>;
  /** By relationship name: the parent's fields. */
  parents: Map<string, FieldTree>;
}

/** An object that the UI API reaches. @throws OrgError INVALID_TYPE for every other */
export function supportedObject(metadata: OrgMetadata, name: string): ObjectMetadata {
  const object = findObject(metadata, name);
  if (!object?.uiApi) throw new OrgError(400, 'INVALID_TYPE', `Object ${name} is not supported in UI API`);
  return object;
}

/** The object and the 18-character form of a record id. @throws OrgError when the id is none, or of no known object */
export function recordOf(metadata: OrgMetadata, id: string): { object: ObjectMetadata; id: string } {
  const whole = normaliseId(id);
  if (!whole) throw new OrgError(400, 'INVALID_ID_FIELD', `The ID ${id} is malformed`);
  const object = [...metadata.objects.values()].find(({ keyPrefix }) => keyPrefix === whole.slice(0, 3));
  if (!object) throw notFound();
  return { object: supportedObject(metadata, object.name), id: whole };
}

/** An empty selection of an object. */
export function selection(object: ObjectMetadata): FieldTree {
  return { object, fields: new Map(), parents: new Map() };
}

/**
 * Adds a path such as `State__c` or `CreatedBy.Name`.
 * @throws OrgError INVALID_FIELD when a part of it does not exist or is not the user's to read
 */
export function addPath(metadata: OrgMetadata, user: UserContext, tree: FieldTree, path: string): void {
  const [name = '', ...rest] = path.split('.');
  const { object } = tree;
  if (rest.length === 0) {
    const field = findField(object, name);
    if (!field || !user.field(object.name, field.name).read) throw noColumn(name, object);
    tree.fields.set(field.name, field);
    return;
  }
  const way = [...object.fields.values()].find(
    (field) => field.relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  const target = way && findObject(metadata, way.referenceTo[0] ?? '');
  if (!way?.relationshipName || !target || !user.field(object.name, way.name).read)
    throw noColumn(name, object);
  const parent = tree.parents.get(way.relationshipName) ?? selection(target);
  addPath(metadata, user, parent, rest.join('.'));
  tree.parents.set(way.relationshipName, parent);
}

function noColumn(name: string, object: ObjectMetadata): OrgError {
  return new OrgError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
}

/** The columns of the query that reads a selection; ids and names of parents come along. */
export function columns(tree: FieldTree, prefix = ''): string[] {
  const own = ['Id', ...tree.fields.keys()].map((name) => `${prefix}${name}`);
  const parents = [...tree.parents].flatMap(([name, parent]) => {
    const label = nameFieldOf(parent.object);
    return [...columns(parent, `${prefix}${name}.`), ...(label ? [`${prefix}${name}.${label.name}`] : [])];
  });
  return [...new Set([...own, ...parents])];
}

/** The field that names a record of the object. */
export function nameFieldOf(object: ObjectMetadata): FieldMetadata | undefined {
  return [...object.fields.values()].find((field) => field.nameField);
}
