/** Formula fields: what they need to be computed, and records that compute them when they are read. */
import { compileFormula, Decimal, evaluate } from '../formula/formula.ts';
import type { CompiledFormula, FormulaEnvironment, FormulaType, FormulaValue } from '../formula/formula.ts';
import { formulaTypeOf } from '../formula/formula.ts';
import { formulaScope, resolvePath } from '../metadata/formula-paths.ts';
import type { FieldPath } from '../metadata/formula-paths.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { dateTime } from './coerce.ts';
import type { StoredValue } from './coerce.ts';

/** A stored value that a computation reads; `path` leads to it from the record. */
interface Leaf extends FieldPath {
  path: string;
}

/** A formula field among what a computation reads, or the one asked for. */
interface Computed {
  /** Relationship path of the record that it belongs to; empty for the record itself. */
  owner: string;
  field: FieldMetadata;
  formula: CompiledFormula;
}

export interface FormulaPlan {
  leaves: Leaf[];
  computed: Computed[];
  /** `$User.Department` and the like, as written. */
  globals: string[];
}

/**
 * Everything that the given names rest upon, formula fields in formula fields included.
 * @throws Error when a formula refers to itself, or FormulaError when one does not compile
 */
export function planFormulas(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  references: readonly string[],
): FormulaPlan {
  const leaves = new Map<string, Leaf>();
  const computed = new Map<string, Computed>();
  const globals = new Set<string>();
  const visit = (path: string, above: readonly FieldMetadata[]) => {
    if (path.startsWith('$')) {
      globals.add(path);
      return;
    }
    const found = resolvePath(metadata, object, path);
    if (!found) return;
    const { field } = found;
    const key = path.toLowerCase();
    if (field.formula === undefined) {
      leaves.set(key, { ...found, path });
      return;
    }
    if (above.includes(field)) {
      throw new Error(
        `Formula cannot use another formula field that directly or indirectly refers to itself. ${field.name}`,
      );
    }
    if (computed.has(key)) return;
    const owner = path.split('.').slice(0, -1).join('.');
    const formula = compileField(metadata, found.object, field);
    const within = (inner: string) => (owner === '' || inner.startsWith('$') ? inner : `${owner}.${inner}`);
    // Without its parent, a formula of the parent has no value.
    if (owner !== '') visit(`${owner}.Id`, above);
    for (const reference of formula.references) visit(within(reference), [...above, field]);
    computed.set(key, { owner, field, formula });
  };
  for (const reference of references) visit(reference, []);
  return { leaves: [...leaves.values()], computed: [...computed.values()], globals: [...globals] };
}

/** Compiles a formula field. @throws FormulaError */
function compileField(metadata: OrgMetadata, object: ObjectMetadata, field: FieldMetadata): CompiledFormula {
  return compileFormula(
    field.formula ?? '',
    formulaScope(metadata, object, 'field'),
    formulaTypeOf(field.type),
  );
}

/** Sets a value under a dotted path; parents are made as they are needed. */
export function setPath(record: Record<string, unknown>, path: string, value: unknown): void {
  const parts = path.split('.').map((part) => part.replace(/:.*$/, ''));
  const holder = parts.slice(0, -1).reduce<Record<string, unknown>>(child, record);
  holder[parts.at(-1) ?? ''] = value;
}

/** Parents keep one spelling of their names, whatever the formulas write. */
function child(record: Record<string, unknown>, name: string): Record<string, unknown> {
  const known = Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase());
  const found = known === undefined ? undefined : record[known];
  if (typeof found === 'object' && found !== null) return found as Record<string, unknown>;
  const made: Record<string, unknown> = {};
  record[known ?? name] = made;
  return made;
}

/** Lets a record compute its formula fields, and those of its parents, when somebody reads them. */
export function attachFormulas(
  record: Record<string, unknown>,
  { computed }: FormulaPlan,
  environment: FormulaEnvironment,
): void {
  for (const { owner, field, formula } of computed) {
    const holder = owner === '' ? record : owner.split('.').reduce<Record<string, unknown>>(child, record);
    Object.defineProperty(holder, field.name, {
      configurable: true,
      enumerable: true,
      get: () => {
        if (owner !== '' && (holder['Id'] ?? null) === null) return null;
        return percented(field, compute(formula, field, holder, environment));
      },
    });
  }
}

function compute(
  formula: CompiledFormula,
  field: FieldMetadata,
  record: Record<string, unknown>,
  environment: FormulaEnvironment,
): FormulaValue {
  return evaluate(formula, { ...environment, record, blanks: field.blanks });
}

/** A percent field holds hundredths, while its formula computes a fraction. */
function percented(field: FieldMetadata, value: FormulaValue): FormulaValue {
  return field.type === 'percent' && value instanceof Decimal ? value.times(100) : value;
}

/** A computed value in the form in which rows and answers carry it. */
export function storedForm(value: FormulaValue, type: FormulaType): StoredValue {
  if (value === null) return type === 'boolean' ? false : null;
  if (value instanceof Decimal) return value.toNumber();
  if (value instanceof Temporal.Instant) return dateTime(value);
  if (value instanceof Temporal.PlainTime) return `${value.toString({ smallestUnit: 'millisecond' })}Z`;
  return value instanceof Temporal.PlainDate ? value.toString() : value;
}
