/** Roll-up fields of the source: what they sum up, and of which type they are. */
import { z } from 'zod';
import { findField } from './model.ts';
import type { FieldMetadata, ObjectMetadata, Summary } from './model.ts';
import { many } from './xml.ts';

/** The elements of a custom field that make it a roll-up. */
export const SUMMARY_ELEMENTS = {
  summaryForeignKey: z.string().optional(),
  summaryOperation: z.enum(['count', 'sum', 'min', 'max']).optional(),
  summarizedField: z.string().optional(),
  summaryFilterItems: many(
    z.object({
      field: z.string(),
      operation: z.string(),
      value: z.string().optional(),
      valueField: z.string().optional(),
    }),
  ),
};
type SummaryElements = z.infer<z.ZodObject<typeof SUMMARY_ELEMENTS>>;

const fieldName = (path: string) => path.slice(path.indexOf('.') + 1);

/** The roll-up of a field's source, if it is one. */
export function summaryOf(source: SummaryElements): { summary?: Summary } {
  const { summaryForeignKey = '', summaryOperation, summarizedField, summaryFilterItems } = source;
  if (!summaryOperation) return {};
  return {
    summary: {
      child: summaryForeignKey.split('.')[0] ?? '',
      key: fieldName(summaryForeignKey),
      operation: summaryOperation,
      field: summarizedField === undefined ? null : fieldName(summarizedField),
      filters: summaryFilterItems.map(({ field, operation, value, valueField }) => ({
        field: fieldName(field),
        operation,
        values: value?.split(',').map((item) => item.trim()) ?? [''],
        valueField: valueField === undefined ? null : fieldName(valueField),
      })),
    },
  };
}

/**
 * Gives every roll-up the type of what it sums up.
 * @throws Error when it names no master-detail field to its object, or a field that the detail does not have
 */
export function resolveSummaries(objects: ReadonlyMap<string, ObjectMetadata>): void {
  for (const object of objects.values()) {
    for (const field of object.fields.values()) {
      if (field.summary) Object.assign(field, resolved(objects, object, field, field.summary));
    }
  }
}

function resolved(
  objects: ReadonlyMap<string, ObjectMetadata>,
  object: ObjectMetadata,
  field: FieldMetadata,
  summary: Summary,
): Partial<FieldMetadata> {
  const child = objects.get(summary.child.toLowerCase());
  const key = child && findField(child, summary.key);
  if (!child || !key?.master || key.referenceTo[0]?.toLowerCase() !== object.name.toLowerCase()) {
    throw new Error(
      `${object.name}.${field.name}: ${summary.child}.${summary.key} is no master-detail field to it`,
    );
  }
  const names = [
    ...(summary.field === null ? [] : [summary.field]),
    ...summary.filters.map((item) => item.field),
  ];
  const missing = names.find((name) => !findField(child, name));
  if (missing !== undefined)
    throw new Error(`${object.name}.${field.name}: ${child.name} has no field ${missing}`);
  const of = summary.field === null ? undefined : findField(child, summary.field);
  if (!of) return { type: 'double', precision: 18, scale: 0, groupable: false };
  const number = ['int', 'double', 'currency', 'percent'].includes(of.type);
  const day = ['date', 'datetime', 'time'].includes(of.type);
  if (!number && (summary.operation === 'sum' || !day)) {
    throw new Error(
      `${object.name}.${field.name}: a roll-up cannot take the ${summary.operation} of ${of.name}`,
    );
  }
  const { type, precision, scale } = of;
  return { type, precision, scale, groupable: false };
}
