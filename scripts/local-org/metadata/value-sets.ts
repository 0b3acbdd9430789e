/** Global value sets: picklist values that several fields share. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { PicklistValue } from './model.ts';
import type { SourceFile } from './source-file.ts';
import { flag, many, readXml } from './xml.ts';

/** Values by lower-case name of the set. */
export type ValueSets = ReadonlyMap<string, readonly PicklistValue[]>;

const Value = z.object({
  fullName: z.string(),
  label: z.string().optional(),
  default: flag.optional(),
  isActive: flag.optional(),
});
const GlobalValueSet = z.object({ customValue: many(Value) });

/** A value of a set as its file writes it. */
export function valueOf(value: z.infer<typeof Value>): PicklistValue {
  return {
    value: value.fullName,
    label: value.label ?? value.fullName,
    active: value.isActive ?? true,
    default: value.default ?? false,
  };
}

/** Reads `*.globalValueSet-meta.xml` files. */
export function readValueSets(files: readonly SourceFile[]): ValueSets {
  return new Map(
    files.map((file) => {
      const name = basename(file.path).replace('.globalValueSet-meta.xml', '');
      return [name.toLowerCase(), readXml(file, 'GlobalValueSet', GlobalValueSet).customValue.map(valueOf)];
    }),
  );
}
