/** Formulas of validation rules and fields: they compile, and what they name is there. */
import {
  compileFormula,
  formulaTypeOf,
  type FormulaScope,
  type FormulaType,
} from '../../../formula/formula.ts';
import type { Component, FieldSymbol, Project } from '../project.ts';
import { rule, tooLong, type Rule } from '../rule.ts';
import { child, children, has, textOf } from '../xml.ts';

const FORMULA_LIMIT = 5000;

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
export function scopeOf(object: string, project: Project): FormulaScope {
  return {
    fieldType: (path) =>
      path.startsWith('$') ? globalType(path, project) : fieldType(object, path, project),
  };
}

function fieldType(object: string, path: string, project: Project): FormulaType | undefined {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    const field = project.field(object, head);
    return field && typeOf(field);
  }
  const lookup = project.field(object, head.replace(/__r$/i, '__c')) ?? project.field(object, `${head}Id`);
  const target = lookup?.referenceTo ?? (lookup?.type === 'system' ? 'User' : null);
  return target === null ? undefined : fieldType(target, rest.join('.'), project);
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
  returns?: FormulaType,
): Iterable<string> {
  yield* tooLong('The formula', source, FORMULA_LIMIT);
  try {
    const { references } = compileFormula(source, scopeOf(object, project), returns);
    for (const reference of references) {
      const [root = '', name = ''] = reference.split('.');
      if (root.toLowerCase() === '$permission' && !project.named('CustomPermission', name))
        yield `Field ${reference} does not exist. Check spelling.`;
    }
  } catch (error) {
    yield error instanceof Error ? error.message : String(error);
  }
}

function picklistValues(field: FieldSymbol | undefined): string[] | undefined {
  const set = child(child(field?.component?.root, 'valueSet'), 'valueSetDefinition');
  return set && children(set, 'value').map((value) => textOf(value, 'fullName'));
}

/** A literal that is in no value set makes a rule that never fires. */
function* unknownLiterals(source: string, object: string, project: Project): Iterable<string> {
  for (const [, name = '', literal = ''] of source.matchAll(
    /ISPICKVAL\(\s*(?:PRIORVALUE\(\s*)?([\w.]+)\s*\)?\s*,\s*"([^"]*)"/gi,
  )) {
    const values = picklistValues(project.field(object, name));
    if (literal !== '' && values && !values.includes(literal))
      yield `Picklist value ${literal} does not exist in ${name}`;
  }
}

const formulaOf = ({ root }: Component) => textOf(root, 'errorConditionFormula');

export const formulaRules: readonly Rule[] = [
  rule('validation-formula', 'ValidationRule', function* (component, project) {
    if (component.object === null) return;
    yield* compileFaults(formulaOf(component), component.object, project, 'boolean');
  }),
  rule('validation-literal', 'ValidationRule', function* (component, project) {
    if (component.object !== null) yield* unknownLiterals(formulaOf(component), component.object, project);
  }),
  rule('formula-field', 'CustomField', function* ({ root, object }, project) {
    if (object === null || !has(root, 'formula')) return;
    yield* compileFaults(textOf(root, 'formula'), object, project, TYPES[textOf(root, 'type')]);
  }),
  rule('default-value', 'CustomField', function* ({ root, object }, project) {
    const type = textOf(root, 'type');
    if (object === null || !has(root, 'defaultValue') || type === 'Checkbox') return;
    yield* compileFaults(textOf(root, 'defaultValue'), object, project, TYPES[type]);
  }),
];
