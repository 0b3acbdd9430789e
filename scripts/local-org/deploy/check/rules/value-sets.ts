/** Global value sets, and picklists whose values depend on another field's. */
import type { Component, Project } from '../project.ts';
import { repeated, rule, tooLong, type Rule } from '../rule.ts';
import { child, children, flagOf, textOf, textsOf, type Element } from '../xml.ts';

const VALUES = 1000;

/** The values of a picklist field, its own or those of its global set; undefined when they are not in this project. */
export function valuesOf(field: Component | null | undefined, project: Project): string[] | undefined {
  const set = child(field?.root, 'valueSet');
  const shared = project.named('GlobalValueSet', textOf(set, 'valueSetName'));
  const values = shared
    ? children(shared.root, 'customValue')
    : child(set, 'valueSetDefinition') && children(child(set, 'valueSetDefinition'), 'value');
  return values?.map((value) => textOf(value, 'fullName'));
}

function* dependencyFaults({ root, object }: Component, set: Element, project: Project): Iterable<string> {
  const name = textOf(set, 'controllingField');
  const controller = project.field(object ?? '', name);
  if (!controller) {
    yield `In field: controllingField - no CustomField named ${object}.${name} found`;
    return;
  }
  const isCheckbox = controller.type === 'Checkbox';
  if (!isCheckbox && controller.type !== 'Picklist')
    yield `${name} cannot control a picklist: it is of type ${controller.type}`;
  const controllerSet = child(controller.component?.root, 'valueSet');
  if (!flagOf(set, 'restricted') || (controllerSet && !flagOf(controllerSet, 'restricted')))
    yield 'A dependent picklist and the picklist that controls it must both be restricted';
  const known = valuesOf(project.field(object ?? '', textOf(root, 'fullName'))?.component, project);
  const controlling = isCheckbox ? ['checked', 'unchecked'] : valuesOf(controller.component, project);
  for (const setting of children(set, 'valueSettings')) {
    const value = textOf(setting, 'valueName');
    if (known && !known.includes(value))
      yield `Picklist value: ${value} in picklist: ${textOf(root, 'fullName')} not found`;
    for (const above of textsOf(setting, 'controllingFieldValue'))
      if (controlling && !controlling.includes(above))
        yield `Picklist value: ${above} in picklist: ${name} not found`;
  }
}

export const valueSetRules: readonly Rule[] = [
  rule('dependent-picklist', 'CustomField', function* (field, project) {
    const set = child(field.root, 'valueSet');
    if (set && textOf(set, 'controllingField') !== '') yield* dependencyFaults(field, set, project);
  }),
  rule('value-set-name', 'CustomField', function* ({ root }, project) {
    const name = textOf(child(root, 'valueSet'), 'valueSetName');
    if (name !== '' && !project.named('GlobalValueSet', name))
      yield `In field: valueSetName - no GlobalValueSet named ${name} found`;
  }),
  rule('global-value-set', 'GlobalValueSet', function* ({ root }) {
    const values = children(root, 'customValue');
    if (textOf(root, 'masterLabel') === '') yield 'Required field is missing: masterLabel';
    yield* tooLong('masterLabel', textOf(root, 'masterLabel'), 80);
    if (values.length === 0) yield 'A global value set holds at least one value';
    if (values.length > VALUES) yield `A global value set holds at most ${VALUES} values`;
    for (const [value] of repeated(values, (item) => textOf(item, 'fullName')))
      yield `duplicate value found: [${textOf(value, 'fullName')}] is defined multiple times`;
    if (values.filter((value) => flagOf(value, 'default')).length > 1)
      yield 'A value set has at most one default value';
  }),
];
