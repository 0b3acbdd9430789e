/** Set Audit Fields upon Record Creation: who holds it may say when and by whom a record was made. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { UserContext } from '../state/engine.ts';

const AUDIT_FIELDS = ['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate'];

/** True when the user may give this field on insert although the platform stamps it. */
export function maySetAudit(user: UserContext, object: ObjectMetadata, field: FieldMetadata): boolean {
  const isOfPeople = object.kind === 'custom' || object.name === 'Case';
  return isOfPeople && AUDIT_FIELDS.includes(field.name) && user.systemPermissions.has('CreateAuditFields');
}
