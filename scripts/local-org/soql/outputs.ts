/** What a query of records gives: the places of its values in a row and where they belong in the record. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { Shown } from './formula-column.ts';
import type { QueryContext } from './scope.ts';

/** One value of a record. `relationships` leads to it from the root. */
export interface ValueOutput {
  kind: 'value';
  relationships: string[];
  /** The field's name, or the alias of a function. */
  name: string;
  field: FieldMetadata;
  /** Place in the row. */
  index: number;
  /** The picklist label, or the text in the user's locale, instead of the stored value. */
  show: 'stored' | 'label' | 'format';
  /** Makes the value of what stands in the row; absent = it is the value. */
  value?: Shown['value'];
}

export interface ParentOutput {
  kind: 'parent';
  relationships: string[];
  /** What the parent may be; several are shown as `Name`. */
  objects: readonly ObjectMetadata[];
  isPolymorphic: boolean;
  /** Place of the parent's id in the row; empty there = no parent. */
  index: number;
}

export interface ChildQuery {
  kind: 'child';
  name: string;
  query: RecordQuery;
  /** The child's reference to the parent. */
  field: FieldMetadata;
}

/** `TYPEOF`: the fields of a parent depend on its object. */
export interface TypeofOutput {
  kind: 'typeof';
  relationships: string[];
  /** Place of the parent's id in the row. */
  index: number;
  branches: { object: ObjectMetadata; fields: { name: string; index: number }[] }[];
  /** What else it may be, shown as `Name` with these fields; without fields nothing is shown. */
  otherwise: { objects: readonly ObjectMetadata[]; fields: { name: string; index: number }[] };
}

export type Output = ValueOutput | ParentOutput | ChildQuery | TypeofOutput;

/** A query that gives records. The root's id always stands first in a row. */
export interface RecordQuery {
  kind: 'records';
  object: ObjectMetadata;
  context: QueryContext;
  outputs: Output[];
  select: string[];
  from: string;
  alias: string;
  where: string;
  /** What must hold for a row of a result to be shown on a later page: the user still sees it, and it is not deleted. */
  still: string;
  order: string;
  limit: number | null;
  offset: number;
}
