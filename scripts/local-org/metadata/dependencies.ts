/** Dependent picklists: which values of a controlling field allow which values of another. */
import { findField } from './model.ts';
import type { FieldMetadata, ObjectMetadata } from './model.ts';

/** The values of the field on which `field` depends, in their order; those of a checkbox are `false` and `true`. */
export function controllerValues(object: ObjectMetadata, field: FieldMetadata): string[] {
  const controller = field.controllingField ? findField(object, field.controllingField) : undefined;
  if (controller?.type === 'boolean') return ['false', 'true'];
  return (controller?.picklistValues ?? []).filter(({ active }) => active).map(({ value }) => value);
}

/** The `validFor` of describe calls: one bit for each controlling value, the first leftmost, in base64. */
export function validForBits(order: readonly string[], controllers: readonly string[]): string {
  const bytes = Buffer.alloc(Math.max(1, Math.ceil(order.length / 8)));
  for (const [index, name] of order.entries()) {
    if (controllers.includes(name)) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
  }
  return bytes.toString('base64');
}
