/** Dependent picklists: which values of a controlling field allow which values of another. */
import { findField } from './model.ts';
import type { FieldMetadata, ObjectMetadata } from './model.ts';

/** The values of the field on which `field` depends, in their order; those of a checkbox are `false` and `true`. */
export function controllerValues(object: ObjectMetadata, field: FieldMetadata): string[] {
  const controller = field.controllingField ? findField(object, field.controllingField) : undefined;
  if (controller?.type === 'boolean') return ['false', 'true'];
  return (controller?.picklistValues ?? []).filter(({ active }) => active).map(({ value }) => value);
}
