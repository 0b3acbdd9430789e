/** Roll-up fields, as far as they speak of fields of the detail. */
import type { Component, FieldSymbol, Project } from '../project.ts';
import { rule, type Rule } from '../rule.ts';
import { children, textOf } from '../xml.ts';

const NUMBERS = ['Number', 'Currency', 'Percent', 'Summary'];
const MOMENTS = ['Date', 'DateTime'];
const OPERATIONS = new Set(
  'equals notEqual lessThan greaterThan lessOrEqual greaterOrEqual contains notContain startsWith includes excludes'.split(
    ' ',
  ),
);

const isRollUp = ({ root }: Component) => textOf(root, 'type') === 'Summary';

/** The type of a field's values; a formula is described by that of its result. */
function valueType({ type, component }: FieldSymbol): string {
  return type === 'Formula' ? textOf(component?.root, 'type') : type;
}

function detailField(path: string, project: Project): FieldSymbol | undefined {
  const [object = '', field = ''] = path.split('.');
  return project.field(object, field);
}

function* summarized({ root }: Component, project: Project): Iterable<string> {
  const path = textOf(root, 'summarizedField');
  if (!path.includes('.')) return;
  const operation = textOf(root, 'summaryOperation');
  const field = detailField(path, project);
  if (!field) yield `In field: summarizedField - no CustomField named ${path} found`;
  else if (![...NUMBERS, ...(operation === 'sum' ? [] : MOMENTS)].includes(valueType(field)))
    yield `Can not use the ${operation} of ${path}, a field of type ${valueType(field)}`;
  if (path.split('.')[0] !== textOf(root, 'summaryForeignKey').split('.')[0])
    yield `summarizedField ${path} belongs to another object than summaryForeignKey`;
}

export const rollUpRules: readonly Rule[] = [
  rule('roll-up-field', 'CustomField', function* (field, project) {
    if (isRollUp(field)) yield* summarized(field, project);
  }),
  rule('roll-up-filter', 'CustomField', function* (field, project) {
    for (const item of isRollUp(field) ? children(field.root, 'summaryFilterItems') : []) {
      for (const element of ['field', 'valueField']) {
        const path = textOf(item, element);
        if (path !== '' && !detailField(path, project))
          yield `In field: ${element} - no CustomField named ${path} found`;
      }
      if (!OPERATIONS.has(textOf(item, 'operation')))
        yield `Invalid operation ${textOf(item, 'operation')} in summaryFilterItems`;
    }
  }),
];
