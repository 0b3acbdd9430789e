/** Validation rules and default values: formulas of the source, compiled once and evaluated against a record. */
import {
  compileFormula,
  Decimal,
  evaluate,
  FormulaEvaluationError,
  formulaTypeOf,
} from '../formula/formula.ts';
import type { CompiledFormula, FormulaEnvironment, FormulaRecord, FormulaType } from '../formula/formula.ts';
import { findField, findObject } from '../metadata/model.ts';
import type { ObjectMetadata, OrgMetadata, ValidationRule } from '../metadata/model.ts';
import type { SaveError, UserContext } from '../state/engine.ts';
import { dateTime } from './coerce.ts';
import type { StoredValue } from './coerce.ts';
import { saveError } from './faults.ts';

interface CompiledRule {
  rule: ValidationRule;
  formula: CompiledFormula;
}

export interface ObjectFormulas {
  rules: CompiledRule[];
  /** By declared field name. */
  defaults: Map<string, CompiledFormula>;
  /** Relationship paths that the rules read, e.g. `Access_Request__r`, longest last. */
  parents: string[];
}

/** Who saves, where and when; the same for all records of a request. */
export interface FormulaWorld {
  metadata: OrgMetadata;
  user: UserContext;
  userRecord: FormulaRecord;
  organization: FormulaRecord;
  now: Temporal.Instant;
}

/**
 * Compiles every active rule and default of the source.
 * @throws Error that names the rule or field whose formula is at fault
 */
export function compileFormulas(metadata: OrgMetadata): Map<string, ObjectFormulas> {
  const compiled = new Map<string, ObjectFormulas>();
  for (const object of metadata.objects.values()) {
    const scope = { fieldType: (path: string) => pathType(metadata, object, path) };
    const compile = (source: string, what: string, type?: FormulaType) => {
      try {
        return compileFormula(source, scope, type);
      } catch (error) {
        throw new Error(
          `${object.name}: ${what}: ${error instanceof Error ? error.message : String(error)}`,
          {
            cause: error,
          },
        );
      }
    };
    const rules = object.validationRules
      .filter(({ active }) => active)
      .map((rule) => ({ rule, formula: compile(rule.formula, `validation rule ${rule.name}`, 'boolean') }));
    const defaults = [...object.fields.values()].flatMap((field) =>
      field.defaultFormula === undefined
        ? []
        : [[field.name, compile(field.defaultFormula, `default of ${field.name}`)] as const],
    );
    compiled.set(object.name, { rules, defaults: new Map(defaults), parents: parentPaths(rules) });
  }
  return compiled;
}

function pathType(metadata: OrgMetadata, object: ObjectMetadata, path: string): FormulaType | undefined {
  const parts = path.split('.');
  if (/^\$custommetadata$/i.test(parts[0] ?? '')) {
    const type = findObject(metadata, parts[1] ?? '');
    const field = type && findField(type, parts[3] ?? '');
    return field && formulaTypeOf(field.type);
  }
  let current: ObjectMetadata | undefined = object;
  for (const relationship of parts.slice(0, -1)) {
    const way: string | undefined = [...(current?.fields.values() ?? [])].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase(),
    )?.referenceTo[0];
    current = way === undefined ? undefined : findObject(metadata, way);
  }
  const field = current && findField(current, parts.at(-1) ?? '');
  return field && formulaTypeOf(field.type);
}

function parentPaths(rules: CompiledRule[]): string[] {
  const paths = rules
    .flatMap(({ formula }) => formula.references)
    .filter((path) => !path.startsWith('$') && path.includes('.'))
    .flatMap((path) => {
      const parts = path.split('.').slice(0, -1);
      return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
    });
  return [...new Set(paths)].sort((left, right) => left.length - right.length);
}

function environment(
  world: FormulaWorld,
  record: FormulaRecord,
  prior: FormulaRecord | null,
  blanks: 'zero' | 'blank',
): FormulaEnvironment {
  const { metadata, user } = world;
  return {
    record,
    prior,
    isNew: prior === null,
    user: world.userRecord,
    organization: world.organization,
    permissions: (name) => user.customPermissions.has(name.toLowerCase()),
    customMetadata: (type, developerName, field) => {
      const found = metadata.customMetadataRecords.find(
        (item) =>
          item.type.toLowerCase() === type.toLowerCase() &&
          item.developerName.toLowerCase() === developerName.toLowerCase(),
      );
      return (
        [...(found?.values ?? [])].find(([name]) => name.toLowerCase() === field.toLowerCase())?.[1] ?? null
      );
    },
    label: (name) => metadata.labels.get(name.toLowerCase())?.value,
    now: world.now,
    zone: user.timeZone,
    blanks,
  };
}

/** The errors of all rules that hold for the record; `prior` is null for a new one. */
export function brokenRules(
  { rules }: ObjectFormulas,
  world: FormulaWorld,
  record: FormulaRecord,
  prior: FormulaRecord | null,
): SaveError[] {
  const env = environment(world, record, prior, 'blank');
  return rules.flatMap(({ rule, formula }) => {
    const fields = rule.field ? [rule.field] : [];
    try {
      return evaluate(formula, env) === true
        ? [saveError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, fields)]
        : [];
    } catch (error) {
      if (!(error instanceof FormulaEvaluationError)) throw error;
      // A rule that cannot be computed stops the save, as it does on the platform.
      return [saveError('FIELD_CUSTOM_VALIDATION_EXCEPTION', `${rule.name}: ${error.message}`, fields)];
    }
  });
}

/** Value of a field's default formula for a new record. */
export function defaultValue(
  formula: CompiledFormula,
  world: FormulaWorld,
  record: FormulaRecord,
): StoredValue {
  const value = evaluate(formula, environment(world, record, null, 'zero'));
  if (value instanceof Decimal) return value.toNumber();
  if (value instanceof Temporal.Instant) return dateTime(value);
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.PlainTime) return value.toString();
  return value;
}
