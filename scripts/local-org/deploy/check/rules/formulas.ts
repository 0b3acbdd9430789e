/** Formulas of validation rules and fields: they compile, and what they name is there. */
import {
  compileFormula,
  formulaTypeOf,
  type FormulaScope,
  type FormulaType,
  type FormulaUse,
} from '../../../formula/formula.ts';
import type { Component, FieldSymbol, Project } from '../project.ts';
import { rule, type Rule } from '../rule.ts';
import { has, textOf } from '../xml.ts';
import { valuesOf } from './value-sets.ts';

const FORMULA_LIMIT = 3900;
/** What a formula may compute; the type of a formula field is that of its result. */
const RESULTS = 'Checkbox Currency Date DateTime Number Percent Text Time'.split(' ');

/** Field types as metadata writes them → types inside a formula. */
const TYPES: Readonly<Record<string, FormulaType>> = {
  ...{
    Text: 'text',
    TextArea: 'text',
    LongTextArea: 'text',
    Html: 'text',
    Email: 'text',
    Phone: 'text',
    Url: 'text',
  },
  ...{ AutoNumber: 'text', Lookup: 'text', MasterDetail: 'text', Hierarchy: 'text', system: 'text' },
  ...{ Number: 'number', Currency: 'currency', Percent: 'percent', Summary: 'number' },
  ...{ Checkbox: 'boolean', Date: 'date', DateTime: 'datetime', Time: 'time' },
  ...{ Picklist: 'picklist', MultiselectPicklist: 'multipicklist' },
};
const SYSTEM_TYPES: Readonly<Record<string, FormulaType>> = {
  createddate: 'datetime',
  lastmodifieddate: 'datetime',
  systemmodstamp: 'datetime',
  isdeleted: 'boolean',
};

function typeOf(field: FieldSymbol): FormulaType | undefined {
  if (field.type === 'Formula') return TYPES[textOf(field.component?.root, 'type')];
  return SYSTEM_TYPES[field.name.toLowerCase()] ?? TYPES[field.type] ?? formulaTypeOf(field.type);
}

/** Resolves `Field__c`, `Parent__r.Field__c`, `Owner.Name` and the globals that come from this project. */
export function scopeOf(object: string, project: Project, use: FormulaUse = 'rule'): FormulaScope {
  return {
    use,
    isFormula: (path) => !path.includes('.') && project.field(object, path)?.type === 'Formula',
    picklistValues: (path) => valuesOf(project.field(object, path)?.component, project),
    fieldType: (path) =>
      path.startsWith('$') ? globalType(path, project) : fieldType(object, path, project),
  };
}

function fieldType(object: string, path: string, project: Project): FormulaType | undefined {
  const field = fieldAt(object, path, project);
  return field && typeOf(field);
}

/** The field behind `Field__c` or `Parent__r.Field__c`. */
function fieldAt(object: string, path: string, project: Project): FieldSymbol | undefined {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return project.field(object, head);
  const lookup = project.field(object, head.replace(/__r$/i, '__c')) ?? project.field(object, `${head}Id`);
  const target = lookup?.referenceTo ?? (lookup?.type === 'system' ? 'User' : null);
  return target === null ? undefined : fieldAt(target, rest.join('.'), project);
}

function globalType(path: string, project: Project): FormulaType | undefined {
  const [root = '', type = '', record = '', name = ''] = path.split('.');
  if (root.toLowerCase() !== '$custommetadata') return undefined;
  const found = project.named('CustomMetadata', `${type.replace(/__mdt$/i, '')}.${record}`);
  const field = project.field(type, name);
  return found && field ? typeOf(field) : undefined;
}

/** Says what the platform would say about a formula, or nothing. */
function* compileFaults(
  source: string,
  object: string,
  project: Project,
  use: FormulaUse,
  returns?: FormulaType,
): Iterable<string> {
  if (source.length > FORMULA_LIMIT)
    yield `Formula is too long (${source.length} characters). Maximum length is ${FORMULA_LIMIT} characters`;
  try {
    const { references } = compileFormula(source, scopeOf(object, project, use), returns);
    for (const reference of references) {
      const [root = '', name = ''] = reference.split('.');
      if (root.toLowerCase() === '$permission' && !project.named('CustomPermission', name))
        yield `Field ${reference} does not exist. Check spelling.`;
    }
  } catch (error) {
    yield error instanceof Error ? error.message : String(error);
  }
}

/** A literal that is in no value set makes a rule that never fires. */
function* unknownLiterals(source: string, object: string, project: Project): Iterable<string> {
  for (const [, name = '', literal = ''] of source.matchAll(
    /ISPICKVAL\(\s*(?:PRIORVALUE\(\s*)?([\w.]+)\s*\)?\s*,\s*"([^"]*)"/gi,
  )) {
    const values = valuesOf(project.field(object, name)?.component, project);
    if (literal !== '' && values && !values.includes(literal))
      yield `Picklist value ${literal} does not exist in ${name}`;
  }
}

const formulaOf = ({ root }: Component) => textOf(root, 'errorConditionFormula') || textOf(root, 'formula');

/** Whether a formula leads, through others of its object or of parents, back to `goal`. */
function reaches(from: Component, goal: Component, project: Project, seen: Set<Component>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const source = textOf(from.root, 'formula');
  if (source === '' || from.object === null) return false;
  return referencesOf(source, from.object, project).some((path) => {
    const next = fieldAt(from.object ?? '', path, project)?.component;
    return next === goal || (next ? reaches(next, goal, project, seen) : false);
  });
}

/** The fields that a formula names; none of one that does not compile, which another rule reports. */
function referencesOf(source: string, object: string, project: Project): readonly string[] {
  try {
    return compileFormula(source, scopeOf(object, project, 'field')).references;
  } catch {
    return [];
  }
}

export const formulaRules: readonly Rule[] = [
  rule('validation-formula', 'ValidationRule', function* (component, project) {
    if (component.object === null) return;
    yield* compileFaults(formulaOf(component), component.object, project, 'rule', 'boolean');
  }),
  rule('validation-literal', ['ValidationRule', 'CustomField'], function* (component, project) {
    if (component.object !== null) yield* unknownLiterals(formulaOf(component), component.object, project);
  }),
  rule('formula-field', 'CustomField', function* ({ root, object }, project) {
    if (object === null || !has(root, 'formula')) return;
    yield* compileFaults(textOf(root, 'formula'), object, project, 'field', TYPES[textOf(root, 'type')]);
  }),
  rule('formula-type', 'CustomField', function* ({ root }) {
    if (!has(root, 'formula')) return;
    const type = textOf(root, 'type');
    if (!RESULTS.includes(type)) yield `A formula cannot compute a value of type ${type}`;
    for (const element of ['length', 'defaultValue', 'unique', 'externalId'])
      if (has(root, element) && textOf(root, element) !== 'false')
        yield `Can not specify '${element}' for a CustomField with a formula`;
  }),
  rule('formula-cycle', 'CustomField', function* (field, project) {
    if (field.object !== null && reaches(field, field, project, new Set()))
      yield `Formula cannot use another formula field that directly or indirectly refers to itself. ${field.name}`;
  }),
  rule('default-value', 'CustomField', function* ({ root, object }, project) {
    const type = textOf(root, 'type');
    if (object === null || !has(root, 'defaultValue') || type === 'Checkbox') return;
    yield* compileFaults(textOf(root, 'defaultValue'), object, project, 'default', TYPES[type]);
  }),
];
