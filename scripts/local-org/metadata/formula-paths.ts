/** What the names in a formula lead to: fields of the object, of its parents, of custom metadata. */
import { formulaTypeOf } from '../formula/formula.ts';
import type { FormulaScope, FormulaUse } from '../formula/formula.ts';
import { findField, findObject } from './model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from './model.ts';

export interface FieldPath {
  /** References from the record up, in order; empty for a field of the record itself. */
  ways: FieldMetadata[];
  /** The objects that the ways lead to, in order. */
  parents: ObjectMetadata[];
  object: ObjectMetadata;
  field: FieldMetadata;
}

/** The field behind `Field__c`, `Parent__r.Field__c` or `Owner:User.Name`; undefined when there is none. */
export function resolvePath(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  path: string,
): FieldPath | undefined {
  const parts = path.split('.');
  const ways: FieldMetadata[] = [];
  const parents: ObjectMetadata[] = [];
  let current = object;
  for (const part of parts.slice(0, -1)) {
    const [relationship = '', named] = part.split(':');
    const way = [...current.fields.values()].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase(),
    );
    const target = way && findObject(metadata, named ?? way.referenceTo[0] ?? '');
    if (!target) return undefined;
    ways.push(way);
    parents.push(target);
    current = target;
  }
  const field = findField(current, parts.at(-1) ?? '');
  return field && { ways, parents, object: current, field };
}

/** The names that a formula of `object` may use. */
export function formulaScope(metadata: OrgMetadata, object: ObjectMetadata, use: FormulaUse): FormulaScope {
  const find = (path: string) => resolvePath(metadata, object, path)?.field;
  return {
    use,
    fieldType: (path) => {
      const field = path.startsWith('$') ? customMetadataField(metadata, path) : find(path);
      return field && formulaTypeOf(field.type);
    },
    isFormula: (path) => find(path)?.formula !== undefined,
    picklistValues: (path) => find(path)?.picklistValues.map(({ value }) => value),
  };
}

function customMetadataField(metadata: OrgMetadata, path: string): FieldMetadata | undefined {
  const [root = '', type = '', , name = ''] = path.split('.');
  if (root.toLowerCase() !== '$custommetadata') return undefined;
  const object = findObject(metadata, type);
  return object && findField(object, name);
}
