/** Validation rules and default values: formulas of the source, compiled once and evaluated against a record. */
import { compileFormula, evaluate, FormulaEvaluationError } from '../formula/formula.ts';
import type {
  CompiledFormula,
  FormulaEnvironment,
  FormulaRecord,
  FormulaType,
  FormulaUse,
} from '../formula/formula.ts';
import { formulaScope } from '../metadata/formula-paths.ts';
import type { ObjectMetadata, OrgMetadata, ValidationRule } from '../metadata/model.ts';
import type { SaveError, UserContext } from '../state/engine.ts';
import type { StoredValue } from './coerce.ts';
import { saveError } from './faults.ts';
import { attachFormulas, planFormulas, storedForm } from './formula-fields.ts';
import type { FormulaPlan } from './formula-fields.ts';

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
  /** What the rules rest upon. */
  plan: FormulaPlan;
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
    const compile = (source: string, what: string, use: FormulaUse, type?: FormulaType) => {
      try {
        return compileFormula(source, formulaScope(metadata, object, use), type);
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
      .map((rule) => ({
        rule,
        formula: compile(rule.formula, `validation rule ${rule.name}`, 'rule', 'boolean'),
      }));
    const defaults = [...object.fields.values()].flatMap((field) =>
      field.defaultFormula === undefined
        ? []
        : [[field.name, compile(field.defaultFormula, `default of ${field.name}`, 'default')] as const],
    );
    const plan = planFormulas(
      metadata,
      object,
      rules.flatMap(({ formula }) => formula.references),
    );
    checkFormulaFields(metadata, object);
    compiled.set(object.name, { rules, defaults: new Map(defaults), parents: parentPaths(plan), plan });
  }
  return compiled;
}

/** @throws Error that names the formula field at fault */
function checkFormulaFields(metadata: OrgMetadata, object: ObjectMetadata): void {
  for (const { name, formula } of object.fields.values()) {
    if (formula === undefined) continue;
    try {
      planFormulas(metadata, object, [name]);
    } catch (error) {
      throw new Error(`${object.name}.${name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

function parentPaths({ leaves }: FormulaPlan): string[] {
  const paths = leaves
    .filter(({ path }) => path.includes('.'))
    .flatMap(({ path }) => {
      const parts = path.split('.').slice(0, -1);
      return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
    });
  return [...new Set(paths)].sort((left, right) => left.length - right.length);
}

/** What a formula sees when somebody's request computes it. */
export function formulaEnvironment(
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
  { rules, plan }: ObjectFormulas,
  world: FormulaWorld,
  record: Record<string, unknown>,
  prior: FormulaRecord | null,
): SaveError[] {
  const env = formulaEnvironment(world, record, prior, 'blank');
  attachFormulas(record, plan, env);
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
  return storedForm(evaluate(formula, formulaEnvironment(world, record, null, 'zero')), formula.type);
}
