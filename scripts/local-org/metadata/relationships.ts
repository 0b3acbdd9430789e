/** The ways down from an object: who refers to it, and under which name. */
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from './model.ts';

export interface ChildRelationship {
  child: ObjectMetadata;
  field: FieldMetadata;
  /** e.g. `Decisions__r`; null when the lookup gives none. */
  name: string | null;
}

/** All lookups that may point to `object`. */
export function childRelationships(metadata: OrgMetadata, object: ObjectMetadata): ChildRelationship[] {
  return [...metadata.objects.values()].flatMap((child) =>
    [...child.fields.values()]
      .filter((field) => field.referenceTo.some((target) => target === object.name))
      .map((field) => ({ child, field, name: field.childRelationshipName })),
  );
}
